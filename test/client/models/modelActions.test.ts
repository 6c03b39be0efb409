import { expect, test } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import type { SpeechConnection } from '../../../client/src/daemon/speechConnection.ts';
import type { SpeechService } from '../../../client/src/daemon/speechService.ts';
import { createModelActions, type ModelActions } from '../../../client/src/models/modelActions.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import type { ModelSummary } from '../../../protocol/models.ts';
import type { Voice } from '../../../protocol/voices.ts';
import { settings } from '../../support/fakeSettings.ts';
import { showDocument, user } from '../../support/fakeVscode.ts';
import { never } from '../../support/never.ts';

const mei: Voice = { id: 'Mei', engine: 'cosyvoice', language: 'zh', gender: null, state: 'installed' };
const down = new SpeechError('daemonUnreachable', { message: 'It is down.', hint: 'Start it.' });
const unreadable = new SpeechError('unknownVoice', { message: 'It is damaged.', hint: 'Make it again.' });

const toy: ModelSummary = {
  id: 'toy',
  title: 'Toy',
  state: 'installed',
  bytes: 1,
  license: 'MIT',
  languages: ['en'],
  capabilities: ['recognition'],
  isDefault: false,
  requiresConsent: false,
};

interface Daemon {
  readonly connects?: boolean;
  readonly answer?: Promise<unknown>;
  /** Told the methods that are asked for. */
  readonly requested?: string[];
  readonly busyModels?: readonly string[];
}

function openActions({
  connects = true,
  answer = Promise.resolve({ statement: 'My own.' }),
  requested = [],
  busyModels = [],
}: Daemon = {}): ModelActions {
  const connection: SpeechConnection = {
    request({ method }) {
      requested.push(method);
      return answer as Promise<never>;
    },
    on: () => ({ [Symbol.dispose]: () => undefined }),
    signal: never,
    [Symbol.dispose]: () => undefined,
  };
  const connect = (): Promise<SpeechConnection> =>
    connects ? Promise.resolve(connection) : Promise.reject(down);
  return createModelActions({
    service: { connect } as unknown as SpeechService,
    log: { error: () => undefined } as unknown as LogOutputChannel,
    tell: () => undefined,
    busyModels: new Set(busyModels),
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

test.each([
  ['Remove', ['speech/modelRemove']],
  ['', []],
])('a model is removed where the user answers "%s"', async (answer, expected) => {
  user.answers.splice(0, Infinity, ...[answer].filter(Boolean));
  const requested: string[] = [];
  await openActions({ requested }).run('remove', { kind: 'model', model: toy });
  expect(requested).toEqual(expected);
});

test('nothing else is done with a model at work', async () => {
  user.answers.splice(0, Infinity, 'Remove');
  const requested: string[] = [];
  await openActions({ requested, busyModels: ['toy'] }).run('remove', { kind: 'model', model: toy });
  expect(requested).toEqual([]);
});
