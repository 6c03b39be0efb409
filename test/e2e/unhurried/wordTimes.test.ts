import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { neutralProsody } from '../../../protocol/prosody.ts';
import { openKokoroFiles } from '../../../server/src/synthesis/engines/kokoro/kokoroFiles.ts';
import {
  openKokoroModel,
  type KokoroModel,
} from '../../../server/src/synthesis/engines/kokoro/kokoroModel.ts';
import { toPhrases } from '../../../server/src/synthesis/engines/kokoro/phrasing.ts';
import { speakPhrase, type SpeakingParts } from '../../../server/src/synthesis/engines/kokoro/speakPhrase.ts';
import { readVocabulary } from '../../../server/src/synthesis/engines/kokoro/vocabulary.ts';
import { createVoiceStyles } from '../../../server/src/synthesis/engines/kokoro/voiceStyles.ts';
import { createEnglishPhonemizer } from '../../../server/src/synthesis/phonemes/englishPhonemizer.ts';
import type { Phonemizer } from '../../../server/src/synthesis/phonemizer.ts';
import type { SynthesizedUtterance } from '../../../server/src/synthesis/synthesizer.ts';
import { requireInstalledModel } from '../../support/installedModels.ts';
import { measureOnsetsMs } from '../../support/onsets.ts';
import { never } from '../../support/never.ts';

const voices = ['af_heart', 'am_michael', 'bf_emma', 'bm_george'];
const pauseUnits = 8;
const unitMs = 25;

const sentences = [
  'dogs bark loudly',
  'ten green bottles',
  'people like music',
  'the cat sleeps',
  'birds sing early',
  'good things happen',
  'bring water today',
  'nobody knows why',
  'two old men',
  'take care now',
  'gardens need rain',
  'please come back',
  'tomorrow never dies',
  'big ships sail',
  'keep calm always',
  'do not panic',
  'night falls quickly',
  'bread tastes good',
  'paper burns fast',
  'doctors help people',
];

const opened = {} as { parts: SpeakingParts; phonemizer: Phonemizer; commaId: number };

beforeAll(async () => {
  const files = await openKokoroFiles(await requireInstalledModel('kokoro-82m'), {}, never);
  const vocabulary = await readVocabulary(files.vocabularyPath);
  opened.commaId = vocabulary.get(',') ?? -1;
  const model = pausing(await openKokoroModel(files.graphPaths, { provider: 'cpu' }));
  opened.parts = { model, vocabulary, styles: createVoiceStyles(files.voicePaths) };
  opened.phonemizer = await createEnglishPhonemizer(
    path.resolve(import.meta.dirname, '../../../dist/english.lexicon'),
    never,
  );
});
afterAll(() => opened.parts.model.dispose());

/** The same model, that makes every comma 200 ms longer than it would. */
function pausing(model: KokoroModel): KokoroModel {
  return {
    ...model,
    async predict(ids, style) {
      const phrase = await model.predict(ids, style);
      const durations = phrase.durations.map((units, index) =>
        ids[index] === opened.commaId ? units + pauseUnits : units,
      );
      return { ...phrase, durations };
    },
  };
}

async function sayWithPauses(words: string, voice: string): Promise<SynthesizedUtterance> {
  const text = `${words.replaceAll(' ', ', ')}.`;
  const [phrase] = toPhrases(await opened.phonemizer.phonemize(text, 'en', never), 510);
  if (phrase === undefined) throw new Error(`"${text}" has no phonemes.`);
  return speakPhrase(
    { phrase, request: { text, voice, prosody: neutralProsody, spans: [] } },
    opened.parts,
    never,
  );
}

it('times words as they are heard after silences: 60 ms in the median', async () => {
  const distances: number[] = [];
  for (const [index, words] of sentences.entries()) {
    const spoken = await sayWithPauses(words, voices[index % voices.length] ?? '');
    const starts = spoken.words.map(({ startMs }) => startMs);
    // The model fills some of the pauses with the sound before them; where it is silent the next sound is a word.
    for (const onsetMs of measureOnsetsMs(spoken.samples, 24_000)) {
      distances.push(Math.min(...starts.map((startMs) => Math.abs(startMs - onsetMs))));
    }
    const gaps = spoken.words.slice(1).map((word, at) => word.startMs - (spoken.words[at]?.endMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(pauseUnits * unitMs);
  }
  distances.sort((a, b) => a - b);
  expect(distances.length).toBeGreaterThanOrEqual(30);
  expect(distances[distances.length >> 1]).toBeLessThanOrEqual(60);
});
