import { joinSamples } from '../../../server/src/audio/joinSamples.ts';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openAudioFile } from '../../../server/src/audioFiles/openAudioFile.ts';
import { recognitionSampleRateHz } from '../../../server/src/recognition/recognizer.ts';
import {
  compareTranscripts,
  meanWordErrorRate,
  type TranscriptComparison,
} from '../../../server/src/text/wordErrorRate.ts';
import { dictateSimulated, type SimulatedDictation } from '../../support/simulatedDictation.ts';
import { openDictationParts } from '../../support/speechEngines.ts';
import { never } from '../../support/never.ts';

const sharedFolder = process.env['ALOUD_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const manifest = path.join(sharedFolder, 'data/speech/manifest.json');

const parts = await openDictationParts();

afterAll(() => parts[Symbol.asyncDispose]());

async function readClip(file: string): Promise<Float32Array> {
  const audio = await openAudioFile(path.join(path.dirname(manifest), file), never);
  const parts: Float32Array[] = [];
  for await (const part of audio.readMono(recognitionSampleRateHz, never)) parts.push(part);
  return joinSamples(parts);
}

function median(values: readonly number[]): number {
  return [...values].sort((first, second) => first - second)[Math.floor(values.length / 2)] ?? NaN;
}

function share<Item>(items: readonly Item[], isCounted: (item: Item) => boolean): number {
  return items.filter(isCounted).length / items.length;
}

function report(lines: Readonly<Record<string, number>>): void {
  const rounded = Object.entries(lines).map(([name, value]) => `  ${name}: ${Number(value.toFixed(3))}\n`);
  process.stdout.write(`Dictation, in simulated real time:\n${rounded.join('')}`);
}

interface Clip {
  readonly file: string;
  readonly text: string;
}

if (existsSync(manifest)) {
  test('recorded sentences are dictated as well as they are transcribed', async () => {
    const clips = JSON.parse(readFileSync(manifest, 'utf8')) as readonly Clip[];
    const dictations: (SimulatedDictation & { readonly comparison: TranscriptComparison })[] = [];
    for (const { file, text } of clips) {
      const dictation = await dictateSimulated(await readClip(file), parts);
      dictations.push({ ...dictation, comparison: compareTranscripts(text, dictation.text) });
    }
    const wordErrorRate = meanWordErrorRate(dictations.map(({ comparison }) => comparison));
    const sameText = share(dictations, ({ text, offlineText }) => text === offlineText);
    const sameWords = share(
      dictations,
      ({ text, offlineText }) => compareTranscripts(offlineText, text).editCount === 0,
    );
    const timings = dictations.flatMap(({ finals }) => finals.map((final) => final.timings));
    report({
      'word error rate': wordErrorRate,
      'share of clips with the text of the recording as a whole': sameText,
      'share of clips with its words': sameWords,
      'first partial after speech start, ms, median': median(
        dictations.map(({ firstPartialMs }) => firstPartialMs),
      ),
      'endpointing, ms, median': median(timings.map(({ endpointingMs }) => endpointingMs)),
      'final text after that, ms, median': median(timings.map(({ finalizingMs }) => finalizingMs)),
      'engine, ms, median': median(timings.map(({ engineMs }) => engineMs)),
    });
    expect(wordErrorRate).toBeLessThanOrEqual(0.08);
    expect(sameText).toBeGreaterThanOrEqual(0.75);
    expect(sameWords).toBeGreaterThanOrEqual(0.9);
  });
} else {
  test.skip('recorded sentences are dictated (needs ../shared/data/speech or ALOUD_SHARED)');
}
