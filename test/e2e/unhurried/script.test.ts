import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAudioFile } from '../../../server/src/audioFiles/openAudioFile.ts';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { recordsOf, runAloud } from '../../support/aloudProcess.ts';
import { hear } from '../../support/speechEngines.ts';
import { measureVoice, voiceDistance } from '../../support/voiceFeatures.ts';
import { never } from '../../support/never.ts';
import { type SpokenScript, cast, rateHz, useScriptStage } from './spokenScript.ts';

const { file, folder, opened, speakScript } = useScriptStage();

describe('ten lines of three characters', () => {
  const source = `${cast}The wind came first, and then the rain began to fall.

MARA: I can hear somebody knocking at the kitchen door.

TOM: Nobody would come up here in the middle of the night.

He took the lamp from the table and walked down the narrow stairs. [pause 800ms] The wood was cold.

MARA: Be careful on the last step, because the stone is wet.
TOM: There is a letter on the floor, and the door was never locked.

[pause 1.5s]

She read the letter twice before she put it in her pocket.

MARA: We have to leave the house before the morning comes.

TOM: Then we should take the path behind the church.
`;
  const spoken = {} as { script: SpokenScript };
  beforeAll(async () => {
    spoken.script = await speakScript(source);
  });

  it('are heard as they were written', async () => {
    const { lines } = spoken.script;
    expect(lines).toHaveLength(10);
    const counts = { edits: 0, words: 0 };
    const heardLines: string[] = [];
    for (const { utterance, samples } of lines) {
      const heard = await hear(opened.moonshine, samples, rateHz);
      const { editCount, referenceWordCount } = compareTranscripts(utterance.text, heard);
      counts.edits += editCount;
      counts.words += referenceWordCount;
      heardLines.push(heard);
    }
    expect(counts.edits / counts.words, heardLines.join('\n')).toBeLessThanOrEqual(0.08);
  });

  it('sound like one voice for each character', () => {
    const voices = spoken.script.lines
      .filter(({ utterance }) => utterance.text.length > 30)
      .map(({ utterance, samples }) => ({
        speaker: utterance.speaker,
        voice: measureVoice(samples, rateHz),
      }));
    for (const line of voices) {
      const distances = new Map<string | null, number[]>();
      for (const other of voices) {
        if (other === line) continue;
        const known = distances.get(other.speaker) ?? [];
        distances.set(other.speaker, [...known, voiceDistance(line.voice, other.voice)]);
      }
      const farthestOfOwn = Math.max(...(distances.get(line.speaker) ?? []));
      for (const [speaker, all] of distances) {
        if (speaker !== line.speaker) expect(Math.min(...all)).toBeGreaterThan(farthestOfOwn);
      }
    }
  });

  it('lie as far apart as the pauses say', () => {
    const { plan, samples, words } = spoken.script;
    let pauseCount = 0;
    plan.items.forEach((item, index) => {
      if (item.kind !== 'pause') return;
      const before = plan.items[index - 1];
      const after = plan.items[index + 1];
      if (before?.kind !== 'utterance' || after?.kind !== 'utterance') return;
      const lastWord = words.findLast(({ endOffset }) => endOffset <= before.source.endOffset);
      const firstWord = words.find(({ startOffset }) => startOffset >= after.source.startOffset);
      const from = (((lastWord?.startMs ?? 0) + (lastWord?.endMs ?? 0)) / 2) * 24;
      const to = (((firstWord?.startMs ?? 0) + (firstWord?.endMs ?? 0)) / 2) * 24;
      const silenceMs = longestSilenceMs(samples.subarray(from, to), samples);
      expect(Math.abs(silenceMs - item.durationMs), `${silenceMs} ms for ${item.durationMs}`).toBeLessThan(
        20,
      );
      pauseCount += 1;
    });
    expect(pauseCount).toBe(9);
  });

  it('lead from each word to where it stands', () => {
    for (const { text, startOffset, endOffset } of spoken.script.words) {
      expect(source.slice(startOffset, endOffset)).toBe(text);
    }
  });
});

/** Silence is 40 dB below the loudest 5 ms of the whole. */
function longestSilenceMs(samples: Float32Array, whole: Float32Array): number {
  const windowSamples = 24;
  const power = (sound: Float32Array, start: number, count: number): number =>
    sound.subarray(start, start + count).reduce((sum, sample) => sum + sample * sample, 0) / count;
  let loudest = 0;
  for (let start = 0; start < whole.length; start += 120)
    loudest = Math.max(loudest, power(whole, start, 120));
  let longest = 0;
  let current = 0;
  for (let start = 0; start + windowSamples <= samples.length; start += windowSamples) {
    current = power(samples, start, windowSamples) < loudest * 1e-4 ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

describe('sounds', () => {
  it('are heard between the lines, whatever their format and rate', async () => {
    const sound = path.resolve(import.meta.dirname, '../../fixtures/audio/tone-22050.flac');
    const { durationMs } = await openAudioFile(sound, never);
    const { plan, itemMs } = await speakScript(
      'One.\n\n[sound tone-22050.flac gain=-6dB]\n\nTwo.\n',
      path.join(path.dirname(sound), 'script.aloud'),
    );
    const index = plan.items.findIndex(({ kind }) => kind === 'sound');
    const pause = plan.items[index - 1];
    const beforeMs = pause?.kind === 'pause' ? pause.durationMs : 0;
    expect(Math.abs((itemMs.get(index) ?? 0) - beforeMs - (durationMs ?? 0))).toBeLessThan(30);
  });
});

describe('the command line', () => {
  it('speaks a script into one file', async () => {
    const out = path.join(folder, 'out.wav');
    writeFileSync(
      file,
      `${cast}The wind came first.\n\nMARA: (sad) I heard it too. [cough]\n\nTOM: So did I.\n`,
    );
    const result = await runAloud(['speak', '--file', file, '--out', out, '--json']);
    expect(result.exitCode, result.stderr).toBe(0);
    const [record] = recordsOf(result);
    expect(record).toMatchObject({ ok: true, out, engine: 'kokoro', sampleRate: 24_000 });
    expect(record?.['dropped']).toMatchObject([{ ability: 'event:cough', voice: 'bf_emma' }]);
    const { durationMs } = await openAudioFile(out, never);
    expect(Math.abs((durationMs ?? 0) - Number(record?.['durationMs']))).toBeLessThan(2);
  });
});
