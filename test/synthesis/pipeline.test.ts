import { describe, expect, it } from 'vitest';
import type { SynthesisChunk, SynthesisRequest } from '../../protocol/synthesis.ts';
import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import { speak, speakSoon } from '../../server/src/synthesis/pipeline.ts';
import type { Synthesizer } from '../../server/src/synthesis/synthesizer.ts';
import { createFakeSynthesizer, fakeWordMs, type FakeOptions } from './fakeSynthesizer.ts';
import { never } from '../support/never.ts';

const threeSentences =
  'The first sentence is quite short. The second one goes on for a little longer than that, with a comma. The third ends it all, and then there is really nothing more to be said.';

async function speakAll(
  request: Partial<SynthesisRequest>,
  options?: FakeOptions,
): Promise<SynthesisChunk[]> {
  const synthesizer = createFakeSynthesizer(options);
  const chunks: SynthesisChunk[] = [];
  for await (const chunk of speak(synthesizer, { text: threeSentences, voice: 'v', ...request }, never)) {
    chunks.push(chunk);
  }
  return chunks;
}

describe('speak', () => {
  it('gives chunks without gap that cover the text', async () => {
    const chunks = await speakAll({});
    expect(chunks.length).toBeGreaterThan(2);
    let samples = 0;
    let offset = 0;
    for (const chunk of chunks) {
      expect(chunk.startMs).toBeCloseTo(samples / 24, 6);
      expect(chunk.startOffset).toBe(offset);
      samples += chunk.samples.length;
      offset = chunk.endOffset;
    }
    expect(offset).toBe(threeSentences.length);
  });

  it('times every word in the whole, rising, and where it is heard', async () => {
    const chunks = await speakAll({});
    const words = chunks.flatMap((chunk) => chunk.words);
    expect(words.map(({ text }) => text).join(' ')).toBe(threeSentences.replace(/[.,]/g, ''));
    const all = Float32Array.from(chunks.flatMap(({ samples }) => [...samples]));
    words.forEach((word, index) => {
      expect(threeSentences.slice(word.startOffset, word.endOffset)).toBe(word.text);
      expect(word.startMs).toBeGreaterThanOrEqual(words[index - 1]?.endMs ?? 0);
      const middle = Math.round(((word.startMs + word.endMs) / 2) * 24);
      expect(Math.max(...all.slice(middle - 120, middle + 120))).toBeGreaterThan(0.4);
      expect(word.endMs - word.startMs).toBeCloseTo(fakeWordMs, 3);
    });
  });

  it('cuts the silence of the model and pauses after sentences, less at a higher rate', async () => {
    const text = 'The first of them is right here. And the second of them follows it.';
    const [, normal] = await speakAll({ text });
    const [, fast] = await speakAll({ text, prosody: { rateFactor: 2 } });
    const firstSoundMs = (chunk: SynthesisChunk | undefined): number =>
      (chunk?.samples.findIndex((sample) => Math.abs(sample) > 0.1) ?? -1) / 24;
    expect(firstSoundMs(normal)).toBeCloseTo(440, -1);
    expect(firstSoundMs(fast)).toBeCloseTo(230, -1);
  });

  it('joins without clicks and limits what is too loud', async () => {
    const chunks = await speakAll({}, { amplitude: 3 });
    const all = Float32Array.from(chunks.flatMap(({ samples }) => [...samples]));
    expect(all.every((sample) => Math.abs(sample) <= 1)).toBe(true);
    expect(all.reduce((most, sample) => Math.max(most, sample), 0)).toBeGreaterThan(0.9);
    for (const { samples } of chunks) {
      expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.001);
      expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001);
    }
  });

  it('gives each unit the spans within it, in its own offsets', async () => {
    const synthesizer = createFakeSynthesizer();
    const startOffset = threeSentences.indexOf('longer');
    const span = { startOffset, endOffset: startOffset + 6, prosody: { pitchFactor: 1.2 }, accent: 1 };
    const request = { text: threeSentences, voice: 'v', spans: [span], prosody: { energyDb: 3 } };
    for await (const { samples } of speak(synthesizer, request, never)) {
      expect(samples.length).toBeGreaterThan(0);
    }
    const marked = synthesizer.requests.flatMap(({ text, spans }) =>
      spans.map((own) => text.slice(own.startOffset, own.endOffset)),
    );
    expect(marked).toEqual(['longer']);
    expect(synthesizer.requests[0]?.prosody).toEqual({
      rateFactor: 1,
      pitchFactor: 1,
      rangeFactor: 1,
      energyDb: 3,
    });
  });

  it('gives each unit the style of the text, and the events within it, in its own offsets', async () => {
    const synthesizer = createFakeSynthesizer();
    const text = threeSentences;
    const second = text.indexOf('The second');
    const request = {
      text,
      voice: 'v',
      style: { emotion: 'sad', strength: 0.5 },
      events: [
        { offset: 0, event: 'breath' },
        { offset: second, event: 'sigh' },
        { offset: text.length, event: 'laughter' },
      ],
    } as const;
    for await (const { samples } of speak(synthesizer, request, never)) {
      expect(samples.length).toBeGreaterThan(0);
    }
    const { requests } = synthesizer;
    expect(requests.every(({ style }) => style === request.style)).toBe(true);
    const heard = requests.flatMap(({ text: said, events = [] }) =>
      events.map(({ event, offset }) => `${event} before "${said.slice(offset, offset + 10)}"`),
    );
    expect(heard).toEqual(['breath before "The first "', 'sigh before "The second"', 'laughter before ""']);
  });

  it('keeps a part that is said with phonemes of its own in one unit', async () => {
    const synthesizer = createFakeSynthesizer();
    const startOffset = threeSentences.indexOf('comma');
    const endOffset = threeSentences.indexOf(' and then');
    const span = { startOffset, endOffset, prosody: {}, phonemes: 'kˈɑmə' };
    for await (const chunk of speak(
      synthesizer,
      { text: threeSentences, voice: 'v', spans: [span] },
      never,
    )) {
      expect(chunk.samples.length).toBeGreaterThan(0);
    }
    const said = synthesizer.requests.flatMap(({ text, spans }) =>
      spans.map((own) => text.slice(own.startOffset, own.endOffset)),
    );
    expect(said).toEqual([threeSentences.slice(startOffset, endOffset)]);
    expect(synthesizer.requests.map(({ text }) => text).join('')).toBe(threeSentences);
  });

  it.each(['', ' \n\t', '😀 🎉', '— … !'])('says that there is nothing to say in %j', async (text) => {
    await expect(speakAll({ text })).rejects.toMatchObject({ code: 'invalidInput' });
  });

  it('skips what cannot be said between sentences', async () => {
    const chunks = await speakAll({ text: 'Here is one.\n\n😀😀😀\n\nHere is another.' });
    expect(chunks.flatMap(({ words }) => words.map(({ text }) => text)).join(' ')).toBe(
      'Here is one Here is another',
    );
  });

  it.each([{ rateFactor: 3 }, { pitchFactor: 0 }, { rangeFactor: -1 }, { energyDb: Number.NaN }])(
    'refuses prosody out of range: %j',
    async (prosody) => {
      await expect(speakAll({ prosody })).rejects.toMatchObject({ code: 'invalidInput' });
    },
  );

  it('is one unit ahead of its reader and no more', async () => {
    const synthesizer = createFakeSynthesizer();
    const chunks = speak(synthesizer, { text: threeSentences.repeat(50), voice: 'v' }, never);
    for (let taken = 1; taken <= 3; taken += 1) {
      await chunks.next();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(synthesizer.requests.length).toBe(taken + 1);
    }
    await chunks.return(undefined);
  });

  it('stops the work ahead when the reader stops', async () => {
    const seen: AbortSignal[] = [];
    const synthesizer = createFakeSynthesizer({ beforeSpeaking: (_, signal) => void seen.push(signal) });
    for await (const chunk of speak(synthesizer, { text: threeSentences, voice: 'v' }, never)) {
      expect(chunk.samples.length).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 20));
      break;
    }
    expect(seen.at(-1)?.aborted).toBe(true);
    expect(seen.length).toBe(2);
  });

  it('rejects with the reason of an abort, between units too', async () => {
    const stop = new AbortController();
    const chunks = speak(createFakeSynthesizer(), { text: threeSentences, voice: 'v' }, stop.signal);
    await chunks.next();
    stop.abort(new Error('enough'));
    await expect(chunks.next()).rejects.toThrow('enough');
  });

  it('passes on what the synthesizer refuses', async () => {
    const beforeSpeaking = (): never => {
      throw new Error('refused');
    };
    await expect(speakAll({}, { beforeSpeaking })).rejects.toThrow('refused');
  });

  it('takes a megabyte in bounded memory, chunk by chunk', async () => {
    const text = threeSentences.repeat(6000);
    const synthesizer = createFakeSynthesizer();
    let count = 0;
    for await (const { samples } of speak(synthesizer, { text, voice: 'v' }, never)) {
      expect(samples.length).toBeLessThan(24_000 * 20);
      count += 1;
      if (count === 50) break;
    }
    expect(synthesizer.requests.length).toBeLessThanOrEqual(51);
  });
});

describe('speakSoon', () => {
  async function chunksOf(say: typeof speak, options: FakeOptions): Promise<SynthesisChunk[]> {
    const synthesizer = createFakeSynthesizer(options);
    const chunks: SynthesisChunk[] = [];
    const request = { text: threeSentences, voice: 'v', prosody: { rateFactor: 1.5 } };
    for await (const chunk of say(synthesizer, request, never)) chunks.push(chunk);
    return chunks;
  }

  it.each([0.5, 3])(
    'gives the same sound and words in more chunks, at an amplitude of %d',
    async (amplitude) => {
      const whole = await chunksOf(speak, { amplitude });
      const pieces = await chunksOf(speakSoon, { amplitude, pieceMs: 170 });
      expect(pieces.length).toBeGreaterThan(2 * whole.length);
      const samplesOf = (chunks: SynthesisChunk[]): Float32Array =>
        joinSamples(chunks.map(({ samples }) => samples));
      expect(samplesOf(pieces)).toEqual(samplesOf(whole));
      expect(pieces.flatMap(({ words }) => words)).toEqual(whole.flatMap(({ words }) => words));
      let count = 0;
      for (const { startMs, samples } of pieces) {
        expect(startMs).toBeCloseTo(count / 24, 6);
        count += samples.length;
      }
      const rangesOf = (chunks: SynthesisChunk[]): string[] => [
        ...new Set(chunks.map(({ startOffset, endOffset }) => `${startOffset} to ${endOffset}`)),
      ];
      expect(rangesOf(pieces)).toEqual(rangesOf(whole));
    },
  );

  it('of an engine that gives all at once is as ever', async () => {
    expect(await chunksOf(speakSoon, {})).toEqual(await chunksOf(speak, {}));
  });

  it('gives the beginning while the rest is computed, and stops what nobody hears', async () => {
    const told: { signal?: AbortSignal } = {};
    const { description } = createFakeSynthesizer();
    const synthesizer: Synthesizer = {
      description,
      synthesize: (_, signal, onSound) => {
        told.signal = signal;
        onSound?.(new Float32Array(24_000).fill(0.5));
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
      dispose: () => Promise.resolve(),
    };
    for await (const { samples } of speakSoon(synthesizer, { text: 'One.', voice: 'v' }, never)) {
      expect(samples.length).toBeGreaterThan(20_000);
      break;
    }
    expect(told.signal?.aborted).toBe(true);
  });

  it('passes on what the synthesizer refuses in the middle', async () => {
    const { description } = createFakeSynthesizer();
    const synthesizer: Synthesizer = {
      description,
      synthesize: async (_, _signal, onSound) => {
        onSound?.(new Float32Array(24_000).fill(0.5));
        await Promise.resolve();
        throw new Error('refused');
      },
      dispose: () => Promise.resolve(),
    };
    const chunks = speakSoon(synthesizer, { text: 'One.', voice: 'v' }, never);
    expect((await chunks.next()).done).toBe(false);
    await expect(chunks.next()).rejects.toThrow('refused');
  });
});
