import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WordTime } from '../../../protocol/synthesis.ts';
import { openAudioFile } from '../../../server/src/audioFiles/openAudioFile.ts';
import { defaultVoice, engineAbilities } from '../../../server/src/modelLibrary.ts';
import type { Recognizer } from '../../../server/src/recognition/recognizer.ts';
import type { Plan, PlanUtterance } from '../../../server/src/script/lowering/plan.ts';
import { toPlan } from '../../../server/src/script/lowering/toPlan.ts';
import { resolveCast } from '../../../server/src/script/frontMatter/resolveCast.ts';
import { openScriptSound } from '../../../server/src/scripts/openScriptSound.ts';
import { readScriptEnvironment } from '../../../server/src/scripts/readScriptEnvironment.ts';
import { speakMeasured } from '../../../server/src/synthesis/measuredSpeech.ts';
import { speakPlan } from '../../../server/src/synthesis/plan/speakPlan.ts';
import type { DroppedByVoice } from '../../../server/src/synthesis/plan/spokenPlan.ts';
import type { Synthesizer } from '../../../server/src/synthesis/synthesizer.ts';
import { trimSilence } from '../../support/trimSilence.ts';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { recordsOf, runAloud } from '../../support/aloudProcess.ts';
import { measurePitchHz } from '../../support/pitch.ts';
import { hear, openKokoro, openMoonshine } from '../../support/speechEngines.ts';
import { measureVoice, voiceDistance } from '../../support/voiceFeatures.ts';
import { never } from '../../support/never.ts';

const rateHz = 24_000;
const folder = mkdtempSync(path.join(tmpdir(), 'aloud-script-'));
const file = path.join(folder, 'script.aloud');
const opened = {} as { kokoro: Synthesizer; moonshine: Recognizer };

beforeAll(async () => {
  opened.kokoro = await openKokoro();
  opened.moonshine = await openMoonshine();
});
afterAll(async () => {
  await opened.kokoro.dispose();
  await opened.moonshine.dispose();
  rmSync(folder, { recursive: true });
});

interface SpokenScript {
  readonly plan: Plan;
  readonly samples: Float32Array;
  readonly words: readonly WordTime[];
  readonly lines: readonly SpokenLine[];
  /** Of what each item of the plan sounds like, with the silence before it. */
  readonly itemMs: ReadonlyMap<number, number>;
  readonly dropped: readonly DroppedByVoice[];
}

interface SpokenLine {
  readonly utterance: PlanUtterance;
  readonly samples: Float32Array;
}

async function speakScript(source: string, at = file): Promise<SpokenScript> {
  const knowledge = { voices: [], abilities: engineAbilities(), defaultVoice, isKnownWord: () => true };
  const { script, environment } = await readScriptEnvironment({ file: at, source }, knowledge);
  const { frontMatter } = script;
  const plan = toPlan({ script, frontMatter, cast: resolveCast(frontMatter, environment.included) });
  const abilities = engineAbilities().get('kokoro');
  if (abilities === undefined) throw new Error('Kokoro can nothing.');
  const speech = await speakPlan(
    plan,
    {
      speak: (request, signal) =>
        Promise.resolve(speakMeasured({ synthesizer: opened.kokoro, loadMs: 0 }, request, signal)),
      abilities: () => abilities,
      openSound: (name, signal) => openScriptSound({ file: at, root: path.dirname(at) }, name, signal),
      voice: defaultVoice,
    },
    never,
  );
  const parts: number[] = [];
  const words: WordTime[] = [];
  const byItem = new Map<number, number[]>();
  for await (const chunk of speech.chunks) {
    for (const sample of chunk.samples) parts.push(sample);
    words.push(...chunk.words);
    const item = byItem.get(chunk.itemIndex) ?? [];
    for (const sample of chunk.samples) item.push(sample);
    byItem.set(chunk.itemIndex, item);
  }
  const lines = plan.items.flatMap((utterance, index) =>
    utterance.kind === 'utterance'
      ? [{ utterance, samples: trimSilence(Float32Array.from(byItem.get(index) ?? []), rateHz) }]
      : [],
  );
  const itemMs = new Map([...byItem].map(([index, { length }]) => [index, length / 24]));
  return { plan, samples: Float32Array.from(parts), words, lines, itemMs, dropped: speech.dropped };
}

const cast = `---
cast:
  narrator: { voice: af_heart }
  MARA: { voice: bf_emma }
  TOM: { voice: am_michael }
---

`;

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

describe('directions and spans', () => {
  it('make a line longer and shorter by what they say', async () => {
    const text = 'The old boat left the harbor at noon with nobody on board.';
    const { lines } = await speakScript(
      `${text}\n\n(slow) ${text}\n\n(fast) ${text}\n\n<say rate="1.5">${text}</say>\n`,
    );
    const [plain = 0, ...others] = lines.map(({ samples }) => samples.length);
    const factors = others.map((length) => plain / length);
    [0.8, 1.25, 1.5].forEach((factor, index) => {
      expect(Math.abs((factors[index] ?? 0) / factor - 1), factors.join(' ')).toBeLessThan(0.1);
    });
  });

  it('raise the word that is strong', async () => {
    const { samples, words, lines } = await speakScript(
      'My brother ran along the river today.\n\nMy brother ran along the **river** today.\n\nMy brother ran along the *river* today.\n',
    );
    expect(lines).toHaveLength(3);
    const [plain = 0, strong = 0, moderate = 0] = words
      .filter(({ text }) => text === 'river')
      .map(({ startMs, endMs }) => {
        const { medianHz } = measurePitchHz(samples.slice(startMs * 24, endMs * 24), rateHz);
        return 12 * Math.log2(medianHz);
      });
    expect(strong - plain).toBeGreaterThan(2);
    expect(moderate - plain).toBeGreaterThan(1);
  });

  it.each([
    [
      'by IPA',
      '',
      'He closed the <say ipa="ˈwɪndoʊ">qvist</say> behind him.',
      'He closed the window behind him.',
    ],
    [
      'by ARPAbet',
      '',
      'He closed the <say arpabet="W IH1 N D OW0">qvist</say> again.',
      'He closed the window again.',
    ],
    [
      'by a respelling',
      'Qvist: WIN-doh',
      'He closed the Qvist behind him.',
      'He closed the window behind him.',
    ],
    [
      'by an alias',
      'Qvist: { alias: "garden gate" }',
      'He closed the Qvist and left.',
      'He closed the garden gate and left.',
    ],
    ['by digits', '', 'The code is <say as="digits">472</say> today.', 'The code is four seven two today.'],
  ])('are pronounced %s', async (_, lexicon, line, meant) => {
    const source = lexicon === '' ? line : `---\nlexicon:\n  ${lexicon}\n---\n\n${line}\n`;
    const { samples, words } = await speakScript(source);
    const heard = await hear(opened.moonshine, samples, rateHz);
    expect(compareTranscripts(meant, heard).editCount, heard).toBe(0);
    for (const { startOffset, endOffset } of words) expect(endOffset).toBeGreaterThan(startOffset);
  });

  it('tell what Kokoro cannot do', async () => {
    const { dropped, lines } = await speakScript(`${cast}MARA: (singing) Hello there. [cough] [cough]\n`);
    expect(dropped.map(({ ability, voice }) => `${ability} ${voice}`).sort()).toEqual([
      'delivery:singing bf_emma',
      'event:cough bf_emma',
    ]);
    expect(lines).toHaveLength(1);
  });
});

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
