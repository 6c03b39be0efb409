import { expect, test } from 'vitest';
import type { DictationEvent } from '../../../protocol/dictation.ts';
import { dictate } from '../../../server/src/recognition/dictation/dictate.ts';
import { createFakeVoiceActivity } from '../fakeVoiceActivity.ts';
import { countedWords, createFakeRecognizer, type FakeRecognizer } from './fakeRecognizer.ts';
import { recording } from './recording.ts';
import { never } from '../../support/never.ts';

interface Stalled {
  readonly source: AsyncIterable<Float32Array>;
  readCount(): number;
  wasClosed(): boolean;
}

/** Gives its chunks at once and then nothing, for ever. */
function stalledSource(chunks: readonly Float32Array[]): Stalled {
  let count = 0;
  let isClosed = false;
  return {
    source: {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          const value = chunks[count];
          count += 1;
          return value === undefined ? new Promise(() => undefined) : Promise.resolve({ done: false, value });
        },
        return: () => {
          isClosed = true;
          return new Promise(() => undefined);
        },
      }),
    },
    readCount: () => count,
    wasClosed: () => isClosed,
  };
}

function toolsWith(recognizer: FakeRecognizer) {
  return { recognizer, voiceActivity: createFakeVoiceActivity(), options: {}, clock: performance };
}

async function tell(
  source: AsyncIterable<Float32Array>,
  recognizer: FakeRecognizer,
  signal: AbortSignal,
): Promise<DictationEvent[]> {
  const told: DictationEvent[] = [];
  for await (const event of dictate(source, toolsWith(recognizer), signal)) told.push(event);
  return told;
}

/** Milliseconds. */
const patience = 100;
const waitABit = () => new Promise((resolve) => setTimeout(resolve, patience));

test('an abort is answered at once, whatever the source and the recognizer do', async () => {
  const deaf = createFakeRecognizer(() => new Promise(() => undefined));
  for (const chunks of [[], [recording(['speech', 2])], [recording(['speech', 2], ['silence', 2])]]) {
    const controller = new AbortController();
    const stalled = stalledSource(chunks);
    const telling = tell(stalled.source, deaf, controller.signal);
    await Promise.race([telling, waitABit()]);
    const startMs = performance.now();
    controller.abort(new Error('stopped'));
    await expect(telling).rejects.toThrow('stopped');
    expect(performance.now() - startMs).toBeLessThan(patience);
    expect(stalled.wasClosed()).toBe(true);
    expect(deaf.calls.every(({ signal }) => signal.aborted)).toBe(true);
  }
  expect(deaf.calls.length).toBeGreaterThan(0);
  const aborted = AbortSignal.abort(new Error('stopped before'));
  await expect(dictate(stalledSource([]).source, toolsWith(deaf), aborted).next()).rejects.toThrow('before');
});

test('an abort ends the decode also while the reader holds an event', async () => {
  const controller = new AbortController();
  const deaf = createFakeRecognizer(() => new Promise(() => undefined));
  const told = dictate(stalledSource([recording(['speech', 2])]).source, toolsWith(deaf), controller.signal);
  expect((await told.next()).value).toMatchObject({ kind: 'speechStart' });
  expect(deaf.calls).toHaveLength(1);
  controller.abort(new Error('stopped'));
  expect(deaf.calls[0]?.signal.aborted).toBe(true);
  await expect(told.next()).rejects.toThrow('stopped');
});

test('a reader that stops closes the source and the decode', async () => {
  const recognizer = createFakeRecognizer(() => new Promise(() => undefined));
  const stalled = stalledSource([recording(['speech', 2])]);
  for await (const { kind } of dictate(stalled.source, toolsWith(recognizer), never)) {
    expect(kind).toBe('speechStart');
    break;
  }
  expect(stalled.wasClosed()).toBe(true);
  expect(recognizer.calls.every(({ signal }) => signal.aborted)).toBe(true);
});

test('what was heard before the source failed is told first', async () => {
  async function* unplugged(): AsyncGenerator<Float32Array> {
    yield await Promise.resolve(recording(['silence', 1], ['speech', 2]));
    throw new Error('unplugged');
  }
  const told: DictationEvent['kind'][] = [];
  const telling = async (): Promise<void> => {
    const tools = toolsWith(createFakeRecognizer(countedWords));
    for await (const { kind } of dictate(unplugged(), tools, never)) told.push(kind);
  };
  await expect(telling()).rejects.toThrow('unplugged');
  expect(told.filter((kind) => kind !== 'partial')).toEqual(['speechStart', 'final', 'speechEnd']);
});

test('while two segments wait for the recognizer the source is not read', async () => {
  const utterance = recording(['speech', 1], ['silence', 1]);
  const stalled = stalledSource(Array.from({ length: 20 }, () => utterance));
  const controller = new AbortController();
  const deaf = createFakeRecognizer(() => new Promise(() => undefined));
  const telling = tell(stalled.source, deaf, controller.signal);
  await Promise.race([telling, waitABit()]);
  expect(stalled.readCount()).toBeLessThanOrEqual(3);
  controller.abort(new Error('stopped'));
  await expect(telling).rejects.toThrow('stopped');
});

test('a source that has everything at once gives all of its text', async () => {
  const recognizer = createFakeRecognizer(countedWords);
  async function* source() {
    yield await Promise.resolve(recording(['speech', 3], ['silence', 1], ['speech', 20], ['silence', 1]));
  }
  expect((await tell(source(), recognizer, never)).filter(({ kind }) => kind === 'final')).toHaveLength(3);
});
