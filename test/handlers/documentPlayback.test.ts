import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { SpeechError } from '../../protocol/errors.ts';
import type { Infer } from '../../protocol/message.ts';
import { documentPlaybackStart, playbackReplacedVoice } from '../../protocol/playback.ts';
import type { Player } from '../../server/src/playback/player.ts';
import { synthesizer } from '../support/fakeEngines.ts';
import { never } from '../support/never.ts';
import { fakeSpeechServices } from './fakeSpeechServices.ts';
import { connectInMemory } from './inMemoryClient.ts';
import { silentPlayback } from './silentPlayback.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-document-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Takes all of the sound, and keeps what its words say of the source. */
function createListener(source: string): { readonly player: Player; readonly heard: string[] } {
  const heard: string[] = [];
  const play: Player['play'] = (chunks) => ({
    ...silentPlayback,
    async done() {
      for await (const { words } of chunks) {
        heard.push(...words.map(({ startOffset, endOffset }) => source.slice(startOffset, endOffset)));
      }
    },
  });
  return { player: { play }, heard };
}

type Params = Infer<typeof documentPlaybackStart.params>;

interface Read {
  readonly heard: readonly string[];
  readonly voices: readonly string[];
  /** Of each utterance, whether its sound is wanted while it is made. */
  readonly soon: readonly boolean[];
  readonly dropped: readonly string[];
  /** Voices that are not there. */
  readonly replaced: readonly unknown[];
}

async function read(document: Partial<Params> & Pick<Params, 'text' | 'languageId'>): Promise<Read> {
  const { player, heard } = createListener(document.text);
  const voices: string[] = [];
  const soon: boolean[] = [];
  const recording: typeof synthesizer = {
    ...synthesizer,
    synthesize: (request, signal, onSound) => {
      voices.push(request.voice);
      soon.push(onSound !== undefined);
      return synthesizer.synthesize(request, signal, onSound);
    },
  };
  const lease = { synthesizer: recording, loadMs: 0, [Symbol.asyncDispose]: () => Promise.resolve() };
  const requireVoice = (name: string): Promise<void> =>
    name === 'ghost'
      ? Promise.reject(new SpeechError('unknownVoice', { message: 'No ghost.', hint: 'Choose.' }))
      : Promise.resolve();
  using client = connectInMemory(
    fakeSpeechServices({
      sound: { player },
      library: { requireVoice },
      engines: { openSynthesis: () => Promise.resolve(lease) },
    }),
  );
  const replaced: unknown[] = [];
  onNotification(client.connection, playbackReplacedVoice, ({ stream, source, ...told }) => {
    const named = document.text.slice(source.startOffset, source.endOffset);
    replaced.push({ stream, named, ...told });
  });
  const params = { stream: 'p', voice: 'af_heart', ...document };
  const { dropped } = await sendRequest(
    client.connection,
    { definition: documentPlaybackStart, params },
    never,
  );
  return { heard, voices, soon, replaced, dropped: dropped.map(({ ability }) => ability) };
}

const script = '---\ncast: { MARA: bf_emma, TOM: ghost }\n---\n\nMARA: Come [sneeze] in.\n\nTOM: No.\n';

test.each<[name: string, document: Parameters<typeof read>[0], expected: string[]]>([
  [
    'Markdown without its marks',
    { languageId: 'markdown', text: '# *One*\n\n`x` [two](y)\n' },
    ['One', 'x', 'two'],
  ],
  [
    'of a program its comments',
    { languageId: 'typescript', text: 'let a = 1; // One two\n' },
    ['One', 'two'],
  ],
  ['plain text', { languageId: 'plaintext', text: '# One\n' }, ['One']],
  ['a script', { languageId: 'aloud', text: script }, ['Come', 'in', 'No']],
  [
    'a part of it',
    { languageId: 'markdown', text: 'One *two* three', range: { startOffset: 4, endOffset: 9 } },
    ['two'],
  ],
])('is read: %s', async (_name, document, expected) => {
  expect((await read(document)).heard).toEqual(expected);
});

test('every character has its voice, or that of the reader where it does not exist; that is told, and what a voice cannot do', async () => {
  const { voices, dropped, soon, replaced } = await read({ languageId: 'aloud', text: script });
  expect(voices).toEqual(['bf_emma', 'af_heart']);
  expect(dropped).toEqual(['event:sneeze']);
  expect(replaced).toEqual([
    {
      stream: 'p',
      named: 'ghost',
      voice: 'ghost',
      spokenBy: 'af_heart',
      message: 'No ghost.',
      hint: 'Choose.',
    },
  ]);
  expect(soon).toEqual([true, true]);
});

const including = '---\ninclude: cast.yaml\n---\n\nMARA: Come in. [sound "door.wav"]\n';

test('what a script includes is read where its place is told', async () => {
  writeFileSync(path.join(folder, 'cast.yaml'), 'cast: { MARA: bf_emma }\n');
  const place = { file: path.join(folder, 'a.aloud'), root: folder };
  const text = including.replace('[sound "door.wav"]', '');
  expect((await read({ languageId: 'aloud', text, place })).voices).toEqual(['bf_emma']);
});

test('without a place a script names no file', async () => {
  const { voices, heard } = await read({ languageId: 'aloud', text: including });
  expect([voices, heard]).toEqual([['af_heart'], ['MARA', 'Come', 'in']]);
});

test.each([
  ['a place that is not absolute', { place: { file: 'a.aloud', root: folder } }, 'invalidInput'],
  ['a voice that does not exist', { voice: 'ghost' }, 'unknownVoice'],
  ['nothing to say', { text: '---\n' }, 'invalidInput'],
  [
    'a sound that is not there',
    { place: { file: path.join(folder, 'b.aloud'), root: folder } },
    'fileUnreadable',
  ],
])('is refused: %s', async (_name, change, code) => {
  const answer = read({ languageId: 'aloud', text: including.replace('cast.yaml', 'none.yaml'), ...change });
  await expect(answer).rejects.toSatisfy((error) => error instanceof SpeechError && error.code === code);
});
