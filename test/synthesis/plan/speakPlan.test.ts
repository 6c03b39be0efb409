import { describe, expect, it } from 'vitest';
import { SpeechError } from '../../../protocol/errors.ts';
import type { AudioFile } from '../../../server/src/audioFiles/openAudioFile.ts';
import type { PlanItem } from '../../../server/src/script/lowering/plan.ts';
import { speakMeasured } from '../../../server/src/synthesis/measuredSpeech.ts';
import { speakPlan } from '../../../server/src/synthesis/plan/speakPlan.ts';
import type { PlanChunk, PlanSources } from '../../../server/src/synthesis/plan/spokenPlan.ts';
import { createFakeSynthesizer, type FakeSynthesizer } from '../fakeSynthesizer.ts';
import { allAbilities, pauseOf, planOf, soundOf, utteranceOf } from './planFixtures.ts';
import { never } from '../../support/never.ts';

const rateHz = 24_000;

interface Spoken {
  readonly samples: Float32Array;
  readonly chunks: readonly PlanChunk[];
}

function sourcesOf(synthesizer: FakeSynthesizer, over: Partial<PlanSources> = {}): PlanSources {
  return {
    speak: (request, signal) => Promise.resolve(speakMeasured({ synthesizer, loadMs: 5 }, request, signal)),
    abilities: () => allAbilities,
    openSound: (file) => Promise.resolve(toneFile(file)),
    voice: 'narrator',
    ...over,
  };
}

/** Half a second of a tone, at any rate. */
function toneFile(path: string): AudioFile {
  return {
    path,
    format: 'wav',
    sampleRateHz: 48_000,
    channelCount: 1,
    durationMs: 500,
    async *readMono(sampleRateHz) {
      const tone = Float32Array.from({ length: sampleRateHz / 2 }, (_, index) => 0.4 * Math.sin(index / 5));
      for (let start = 0; start < tone.length; start += 1000) {
        yield await Promise.resolve(tone.slice(start, start + 1000));
      }
    },
    damage: () => ({ truncated: false, badBlockCount: 0 }),
  };
}

async function speakAll(items: readonly PlanItem[], over?: Partial<PlanSources>): Promise<Spoken> {
  const { chunks } = await speakPlan(planOf(items), sourcesOf(createFakeSynthesizer(), over), never);
  const all: PlanChunk[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return { samples: Float32Array.from(all.flatMap(({ samples }) => [...samples])), chunks: all };
}

/** Silent stretches of at least 5 ms in milliseconds, also at both ends. */
function silencesMs(samples: Float32Array): number[] {
  const silences: number[] = [];
  let quiet = 0;
  const end = (): void => {
    if (quiet >= rateHz / 200) silences.push(quiet / 24);
    quiet = 0;
  };
  for (const sample of samples) {
    if (Math.abs(sample) < 0.005) quiet += 1;
    else end();
  }
  end();
  return silences;
}

describe('pauses', () => {
  it.each([0, 10, 25, 40, 100, 500, 3000])('of %d ms are that long', async (durationMs) => {
    const { samples } = await speakAll([utteranceOf('one'), pauseOf(durationMs), utteranceOf('two')]);
    const silences = silencesMs(samples);
    const between = silences.length === 3 ? (silences[1] ?? 0) : 0;
    expect(Math.abs(between - durationMs)).toBeLessThan(8);
  });

  it('stand before the first and after the last word too', async () => {
    const { samples } = await speakAll([pauseOf(300), utteranceOf('one'), pauseOf(200)]);
    const [before = 0, after = 0] = silencesMs(samples);
    expect(before).toBeCloseTo(300, -1);
    expect(after).toBeCloseTo(200, -1);
  });

  it('that were asked for replace usual ones and add up', async () => {
    const { samples } = await speakAll([
      utteranceOf('one'),
      pauseOf(700, 'paragraph'),
      pauseOf(100),
      pauseOf(150),
      utteranceOf('two'),
    ]);
    expect(silencesMs(samples)[1]).toBeCloseTo(250, -1);
  });

  it('around what is not spoken are one', async () => {
    const { samples } = await speakAll([
      utteranceOf('one'),
      pauseOf(400, 'paragraph'),
      utteranceOf('—'),
      pauseOf(300, 'paragraph'),
      utteranceOf('two'),
    ]);
    expect(silencesMs(samples)[1]).toBeCloseTo(400, -1);
  });
});

describe('chunks', () => {
  it('follow each other without gap, with words where they are heard and stand in the source', async () => {
    const first = utteranceOf('one two', { at: 10 });
    const second = utteranceOf('three', { at: 40 });
    const { chunks, samples } = await speakAll([first, pauseOf(500), second]);
    let at = 0;
    for (const chunk of chunks) {
      expect(chunk.startMs).toBeCloseTo(at / 24, 6);
      at += chunk.samples.length;
    }
    const words = chunks.flatMap((chunk) => chunk.words);
    expect(words.map(({ text, startOffset, endOffset }) => [text, startOffset, endOffset])).toEqual([
      ['one', 10, 13],
      ['two', 14, 17],
      ['three', 40, 45],
    ]);
    for (const { startMs, endMs } of words) {
      const middle = Math.round(((startMs + endMs) / 2) * 24);
      expect(Math.max(...samples.slice(middle - 120, middle + 120))).toBeGreaterThan(0.4);
    }
    expect(chunks.map(({ itemIndex }) => itemIndex)).toEqual([0, 2]);
  });

  it('lead from the words of an alias to what they stand for', async () => {
    const sourceMap = [
      { textStart: 0, textLength: 4, sourceStart: 0, sourceLength: 4 },
      { textStart: 4, textLength: 10, sourceStart: 4, sourceLength: 3, isReplacement: true },
      { textStart: 14, textLength: 5, sourceStart: 7, sourceLength: 5 },
    ] as const;
    const { chunks } = await speakAll([utteranceOf('the very grand inn', { sourceMap })]);
    const words = chunks.flatMap((chunk) => chunk.words);
    expect(words.map(({ startOffset, endOffset }) => [startOffset, endOffset])).toEqual([
      [0, 3],
      [4, 7],
      [4, 7],
      [8, 11],
    ]);
  });

  it('come of every voice, each asked for by its name', async () => {
    const synthesizer = createFakeSynthesizer();
    const items = [
      utteranceOf('one', { voice: 'mara' }),
      utteranceOf('two'),
      utteranceOf('three', { voice: 'tom' }),
    ];
    const speech = await speakPlan(planOf(items), sourcesOf(synthesizer), never);
    let count = 0;
    for await (const { samples } of speech.chunks) count += samples.length;
    expect(synthesizer.requests.map(({ voice, text }) => `${voice}: ${text}`)).toEqual([
      'mara: one',
      'narrator: two',
      'tom: three',
    ]);
    expect(speech.summary()).toMatchObject({ engine: 'fake', durationMs: count / 24, loadMs: 15 });
  });

  it('are made at most two units ahead', async () => {
    const synthesizer = createFakeSynthesizer();
    const items = Array.from({ length: 10 }, () => utteranceOf('one'));
    const { chunks } = await speakPlan(planOf(items), sourcesOf(synthesizer), never);
    const reader = chunks[Symbol.asyncIterator]();
    for (let taken = 1; taken <= 3; taken += 1) {
      await reader.next();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(synthesizer.requests.length).toBeLessThanOrEqual(taken + 2);
    }
    await reader.return?.();
  });
});

describe('sounds', () => {
  it('stand between the words, as loud as asked, faded at both ends', async () => {
    const { samples } = await speakAll([
      utteranceOf('one'),
      pauseOf(100),
      soundOf('door.wav', { gainDb: -6, fadeMs: 100 }),
      pauseOf(100),
      utteranceOf('two'),
    ]);
    const start = 24 * (20 + 100 + 100);
    const peak = (fromMs: number, toMs: number): number =>
      Math.max(...samples.slice(start + fromMs * 24, start + toMs * 24).map(Math.abs));
    expect(peak(200, 300)).toBeCloseTo(0.2, 2);
    expect(peak(0, 10)).toBeLessThan(0.02);
    expect(peak(490, 500)).toBeLessThan(0.02);
    expect(samples.length / 24).toBeCloseTo(20 + 100 + 100 + 500 + 100 + 100 + 20, -1);
  });

  it('never leave [-1, 1]', async () => {
    const { samples } = await speakAll([soundOf('door.wav', { gainDb: 20 })]);
    expect(Math.max(...samples.map(Math.abs))).toBeLessThan(0.981);
  });

  it.each([0, 100, 400, 900])('keep their length with a fade of %d ms', async (fadeMs) => {
    const { samples } = await speakAll([soundOf('door.wav', { fadeMs })]);
    expect(samples.length).toBe(rateHz / 2);
  });

  it('that are missing are told before anything is spoken', async () => {
    const synthesizer = createFakeSynthesizer();
    const openSound = (): never => {
      throw new SpeechError('fileUnreadable', { message: 'There is no door.', hint: 'Build one.' });
    };
    const items = [utteranceOf('one'), soundOf('door.wav')];
    await expect(
      speakPlan(planOf(items), sourcesOf(synthesizer, { openSound }), never),
    ).rejects.toMatchObject({
      code: 'fileUnreadable',
    });
    expect(synthesizer.requests).toEqual([]);
  });
});

describe('what a voice cannot do', () => {
  it('is told once for each ability and voice', async () => {
    const abilities = {
      ...allAbilities,
      'event:cough': { support: 'none', instead: 'Nothing is heard.' },
    } as const;
    const cough = {
      kind: 'event',
      event: 'cough',
      offset: 0,
      source: { startOffset: 3, endOffset: 10 },
    } as const;
    const items = [
      utteranceOf('one', { points: [cough] }),
      utteranceOf('two', { points: [cough, cough] }),
      utteranceOf('three', { points: [cough], voice: 'tom' }),
    ];
    const sources = sourcesOf(createFakeSynthesizer(), { abilities: () => abilities });
    const { dropped } = await speakPlan(planOf(items), sources, never);
    expect(dropped.map(({ ability, voice }) => [ability, voice])).toEqual([
      ['event:cough', 'narrator'],
      ['event:cough', 'tom'],
    ]);
  });

  it('is nothing to hear where there is nothing else', async () => {
    for (const items of [[], [pauseOf(500)], [utteranceOf('—')]]) {
      const spoken = speakPlan(planOf(items), sourcesOf(createFakeSynthesizer()), never);
      await expect(spoken).rejects.toMatchObject({ code: 'invalidInput' });
    }
  });
});

describe('an abort', () => {
  it('rejects at once while a unit is being made that does not listen', async () => {
    const stop = new AbortController();
    const beforeSpeaking = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2000));
    const synthesizer = createFakeSynthesizer({ beforeSpeaking });
    const { chunks } = await speakPlan(planOf([utteranceOf('one')]), sourcesOf(synthesizer), stop.signal);
    const next = chunks[Symbol.asyncIterator]().next();
    setTimeout(() => {
      stop.abort(new Error('enough'));
    }, 20);
    const startMs = performance.now();
    await expect(next).rejects.toThrow('enough');
    expect(performance.now() - startMs).toBeLessThan(120);
  });

  it('lets nothing else be made, nor does a reader that stops', async () => {
    const seen: AbortSignal[] = [];
    const synthesizer = createFakeSynthesizer({ beforeSpeaking: (_, signal) => void seen.push(signal) });
    const items = Array.from({ length: 10 }, () => utteranceOf('one'));
    const { chunks } = await speakPlan(planOf(items), sourcesOf(synthesizer), never);
    for await (const { samples } of chunks) {
      expect(samples.length).toBeGreaterThan(0);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen.length).toBeLessThanOrEqual(3);
  });
});
