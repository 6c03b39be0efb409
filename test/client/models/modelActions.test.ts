import { expect, test } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import type { SpeechConnection } from '../../../client/src/daemon/speechConnection.ts';
import type { SpeechService } from '../../../client/src/daemon/speechService.ts';
import { createModelActions, type ModelActions } from '../../../client/src/models/modelActions.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import type { Voice } from '../../../protocol/voices.ts';
import { settings } from '../../support/fakeSettings.ts';
import { showDocument } from '../../support/fakeVscode.ts';
import { never } from '../../support/never.ts';

const mei: Voice = { id: 'Mei', engine: 'cosyvoice', language: 'zh', gender: null, state: 'installed' };
const down = new SpeechError('daemonUnreachable', { message: 'It is down.', hint: 'Start it.' });
const unreadable = new SpeechError('unknownVoice', { message: 'It is damaged.', hint: 'Make it again.' });

interface Daemon {
  readonly connects?: boolean;
  readonly answer?: Promise<unknown>;
}

function openActions({
  connects = true,
  answer = Promise.resolve({ statement: 'My own.' }),
}: Daemon = {}): ModelActions {
  const connection: SpeechConnection = {
    request: () => answer as Promise<never>,
    on: () => ({ [Symbol.dispose]: () => undefined }),
    signal: never,
    [Symbol.dispose]: () => undefined,
  };
  const connect = (): Promise<SpeechConnection> =>
    connects ? Promise.resolve(connection) : Promise.reject(down);
  return createModelActions({
    service: { connect } as unknown as SpeechService,
    log: { error: () => undefined } as unknown as LogOutputChannel,
    busyModels: new Set(),
    refresh: () => undefined,
  });
}

function statementOf(voice: Voice, daemon: Daemon = {}): Promise<string | null> {
  return openActions(daemon).statementOf(voice);
}

test('whose voice it is, is told of one that was made of a clip', async () => {
  expect(await statementOf(mei)).toBe('Whose voice it is: My own.');
  expect(await statementOf({ ...mei, id: 'af_heart', gender: 'female' })).toBeNull();
});

test('nothing is told where it cannot be read, or where the service is down', async () => {
  expect(await statementOf(mei, { answer: Promise.reject(unreadable) })).toBeNull();
  expect(await statementOf(mei, { connects: false })).toBeNull();
});

test('a voice is used where that of the active document is set: in its folder', async () => {
  const { uri } = showDocument('/book/one.aloud', 'aloud');
  settings.set(`${String(uri)} aloud.readAloud.voice`, 'af_heart');
  await openActions().run('use', { kind: 'voice', voice: mei });
  expect([...settings]).toEqual([[`${String(uri)} aloud.readAloud.voice`, 'Mei']]);
});
