import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { replaceUnknownVoices } from '../../server/src/modelLibrary/replaceUnknownVoices.ts';
import { readDocumentPlan } from '../../server/src/scripts/readDocumentPlan.ts';
import { never } from '../support/never.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-voices-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The voices that were looked for. */
const required: string[] = [];

/** Who begins with G is not there. */
const library = {
  speakingEngine: (name: string) => (name === 'kokoro' ? name : null),
  requireVoice: (name: string, _signal: AbortSignal, engine = 'anyone') => {
    required.push(name);
    return name.startsWith('g')
      ? Promise.reject(
          new SpeechError('unknownVoice', { message: `No ${name} of ${engine}.`, hint: 'Did you mean me?' }),
        )
      : Promise.resolve();
  },
};

async function replace(text: string, languageId = 'aloud') {
  writeFileSync(
    path.join(folder, 'cast.yaml'),
    'cast: { TOM: { voice: gus, engine: kokoro }, ANN: { voice: gus, engine: kokoro } }\n',
  );
  required.length = 0;
  const place = { file: path.join(folder, 'a.aloud'), root: folder };
  const plan = await readDocumentPlan({ text, languageId, place });
  const { items, replaced, unknown } = await replaceUnknownVoices(plan, library, never);
  return {
    said: items.flatMap((item) =>
      item.kind === 'utterance' ? [`${item.voice}: ${item.text}${replaced.has(item) ? ' !' : ''}`] : [],
    ),
    unknown: unknown.map(
      ({ source, message }) => `${message} ${text.slice(0, source.startOffset).split('\n').length}`,
    ),
    named: unknown.map(({ source }) => text.slice(source.startOffset, source.endOffset)),
  };
}

test.each<[name: string, text: string, said: string[], unknown: string[], named: string[]]>([
  ['all are there', '---\ncast: { M: able }\n---\n\nM: Hi.\n', ['able: Hi.'], [], []],
  [
    'the cast names it, for several lines',
    '---\ncast:\n  M: ghost\n---\n\nM: Hi.\n\nHo.\n\nM: Ha.\n',
    ['null: Hi. !', 'null: Ho.', 'null: Ha. !'],
    ['No ghost of anyone. 3'],
    ['ghost'],
  ],
  [
    'of an engine',
    '---\ncast: { M: { engine: kokoro, voice: ghost } }\n---\n\nM: Hi.\n',
    ['null: Hi. !'],
    ['No ghost of kokoro. 2'],
    ['ghost'],
  ],
  [
    'of an engine that there is not',
    '---\ncast: { M: { engine: kokro, voice: ghost } }\n---\n\nM: Hi.\n',
    ['null: Hi. !'],
    ['No ghost of anyone. 2'],
    ['ghost'],
  ],
  ['of somebody who says nothing', '---\ncast: { M: ghost }\n---\n\nHi.\n', ['null: Hi.'], [], []],
  [
    'two of them, one twice',
    '---\ncast: { M: ghost, N: ghost, O: gnome }\n---\n\nM: Hi.\n\nN: Ho.\n\nO: Ha.\n',
    ['null: Hi. !', 'null: Ho. !', 'null: Ha. !'],
    ['No ghost of anyone. 2', 'No ghost of anyone. 2', 'No gnome of anyone. 2'],
    ['ghost', 'ghost', 'gnome'],
  ],
  [
    'a span names it',
    'Hi <say voice="ghost" rate=slow>there <say language=fr>toi</say></say> you.\n',
    ['null: Hi', 'null: there !', 'null: toi !', 'null: you.'],
    ['No ghost of anyone. 1'],
    ['ghost'],
  ],
  [
    'a span in the line of a character',
    '---\ncast: { M: able }\n---\n\nM: Hi\n<say voice=ghost>you</say>\n',
    ['able: Hi', 'null: you !'],
    ['No ghost of anyone. 6'],
    ['ghost'],
  ],
  [
    'an included file names it',
    '---\ninclude: [cast.yaml]\n---\n\nTOM: Hi.\n',
    ['null: Hi. !'],
    ['TOM of cast.yaml: No gus of kokoro. 2'],
    ['cast.yaml'],
  ],
  [
    'an included file names one for two characters',
    '---\ninclude: [cast.yaml]\n---\n\nTOM: Hi.\n\nANN: Ho.\n\nTOM: Ha.\n',
    ['null: Hi. !', 'null: Ho. !', 'null: Ha. !'],
    ['TOM of cast.yaml: No gus of kokoro. 2', 'ANN of cast.yaml: No gus of kokoro. 2'],
    ['cast.yaml', 'cast.yaml'],
  ],
])('%s', async (_name, text, said, unknown, named) => {
  expect(await replace(text)).toEqual({ said, unknown, named });
});

test('a voice is looked for once, at however many places it is named', async () => {
  await replace('<say voice=ghost>One</say> and <say voice=ghost>two</say>, <say voice=able>three</say>.\n');
  expect(required.toSorted()).toEqual(['able', 'ghost']);
});

test('in Markdown', async () => {
  const { unknown, named } = await replace('# Title\n\nHi <say voice="ghost">there</say>.\n', 'markdown');
  expect({ unknown, named }).toEqual({ unknown: ['No ghost of anyone. 3'], named: ['ghost'] });
});
