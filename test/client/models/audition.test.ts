import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAudition } from '../../../client/src/models/audition.ts';
import { progresses } from '../../support/fakeVscode.ts';

beforeEach(() => {
  vi.useFakeTimers();
  progresses.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

interface Playing {
  /** @param stream  absent: its own */
  readonly tell: (stream?: string) => void;
  readonly end: () => void;
  readonly isAborted: () => boolean;
}

/** A voice that is heard when the test says so. */
function openAudition(): {
  readonly played: Promise<void>;
  readonly playing: Promise<Playing>;
  readonly playNext: () => { readonly played: Promise<void>; readonly playing: Promise<Playing> };
} {
  let began: (playing: Playing) => void = () => undefined;
  let listener: (position: object) => void = () => undefined;
  const connection = {
    on(_notification: unknown, told: typeof listener) {
      listener = told;
      return { [Symbol.dispose]: () => undefined };
    },
    request: (_request: unknown, { stream }: { readonly stream: string }, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
        began({
          tell: (told = stream) => {
            listener({ stream: told });
          },
          end: resolve,
          isAborted: () => signal.aborted,
        });
      }),
  };
  const audition = createAudition({ connect: () => Promise.resolve(connection) } as never);
  const playNext = () => {
    const playing = new Promise<Playing>((resolve) => (began = resolve));
    return { played: audition.play({ id: 'Mara', language: 'en' }), playing };
  };
  return { ...playNext(), playNext };
}

test('a voice that takes long to load says so until it is heard', async () => {
  const { played, playing } = openAudition();
  const { tell, end } = await playing;
  await vi.advanceTimersByTimeAsync(1000);
  expect(progresses).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(progresses).toMatchObject([{ title: 'Aloud is loading the voice.', isShown: true }]);
  tell();
  await vi.advanceTimersByTimeAsync(0);
  expect(progresses).toMatchObject([{ isShown: false }]);
  end();
  await played;
});

test('it is not heard where another one is', async () => {
  const { played, playing } = openAudition();
  const { tell, end } = await playing;
  tell('of somebody who reads');
  await vi.advanceTimersByTimeAsync(2000);
  expect(progresses).toMatchObject([{ isShown: true }]);
  end();
  await played;
});

test('one that is heard at once says nothing', async () => {
  const { played, playing } = openAudition();
  const { tell, end } = await playing;
  tell();
  await vi.advanceTimersByTimeAsync(5000);
  end();
  await played;
  expect(progresses).toEqual([]);
});

test('loading is cancelled without an error', async () => {
  const { played, playing } = openAudition();
  const { isAborted } = await playing;
  await vi.advanceTimersByTimeAsync(2000);
  progresses.at(-1)?.cancel();
  await played;
  expect(isAborted()).toBe(true);
  expect(progresses).toMatchObject([{ isShown: false }]);
});

test('loading that is cancelled ends its own voice, not the one that was asked for since', async () => {
  const { played, playing, playNext } = openAudition();
  await playing;
  await vi.advanceTimersByTimeAsync(2000);
  const next = playNext();
  // Its notification is still there.
  progresses[0]?.cancel();
  await played;
  const { isAborted, end } = await next.playing;
  expect(isAborted()).toBe(false);
  end();
  await next.played;
});
