import { expect, test, vi } from 'vitest';
import { openTestAdapter } from './testAdapter.ts';
import { text, voice } from './askedSpeech.ts';
import { httpLimits } from '../../../server/src/daemon/http/httpLimits.ts';

test('sound goes out before the text is all said', async () => {
  const gate = withResolvers();
  await using adapter = await openTestAdapter({
    speaking: { beforeSpeaking: ({ text: unit }) => (unit.includes('Three') ? gate.promise : undefined) },
  });
  const response = await adapter.speech({ input: text, response_format: 'pcm' });
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(first?.value).toBeInstanceOf(Uint8Array);
  gate.resolve(undefined);
  await reader?.cancel();
});

test('a client that goes away ends the synthesis', async () => {
  const begun = withResolvers();
  await using adapter = await openTestAdapter({
    speaking: {
      beforeSpeaking: async ({ text: unit }, signal) => {
        if (!unit.includes('Three')) return;
        begun.resolve(undefined);
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
    },
  });
  const gone = new AbortController();
  const response = await adapter.client.audio.speech.create(
    { model: 'tts-1', voice, input: `${text} ${'Six seven. '.repeat(50)}`, response_format: 'pcm' },
    { signal: gone.signal },
  );
  const reading = response.arrayBuffer();
  await begun.promise;
  const callsBefore = adapter.synthesizer.requests.length;
  gone.abort();
  await expect(reading).rejects.toThrow();
  await vi.waitFor(() => {
    expect(adapter.openLeases.size).toBe(0);
  });
  expect(adapter.synthesizer.requests).toHaveLength(callsBefore);
  expect(adapter.log).toEqual([]);
});

test('a client that reads nothing holds the synthesis up, and is cut off at last', async () => {
  await using adapter = await openTestAdapter({ limits: { ...httpLimits, stallMs: 300 } });
  const long = 'One two three four five six seven eight nine ten. '.repeat(2000);
  const response = await adapter.speech({ input: long, response_format: 'pcm' });
  await vi.waitFor(
    () => {
      expect(adapter.openLeases.size).toBe(0);
    },
    { timeout: 8000 },
  );
  // Two thousand sentences would be 250 MB; what was made fits the buffers between the two.
  expect(adapter.synthesizer.requests.length).toBeLessThan(1000);
  await expect(response.arrayBuffer()).rejects.toThrow();
});

test('closing the adapter ends what runs', async () => {
  const begun = withResolvers();
  const adapter = await openTestAdapter({
    speaking: {
      beforeSpeaking: (_request, signal) => {
        begun.resolve(undefined);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
    },
  });
  const asked = adapter.speech({});
  asked.catch(() => undefined);
  await begun.promise;
  await adapter.adapter.close();
  await expect(asked).rejects.toThrow();
  expect(adapter.openLeases.size).toBe(0);
});

test('what fails after the first sound cuts the answer off, or ends the events with an error', async () => {
  const failing = {
    beforeSpeaking: ({ text: unit }: { readonly text: string }) => {
      if (unit.includes('Three')) throw new Error(`a bug that quotes ${unit}`);
    },
  };
  await using adapter = await openTestAdapter({ speaking: failing });
  const broken = await adapter.speech({ input: text, response_format: 'pcm' });
  await expect(broken.arrayBuffer()).rejects.toThrow();
  const events = await (await adapter.speech({ input: text, stream_format: 'sse' })).text();
  expect(events).toMatch(/event: error\ndata: \{"error":\{.*"type":"server_error"/);
  const lines = adapter.log.map(({ level, fields }) => ({ level, ...fields }));
  expect(lines).toMatchObject([
    { level: 'error', error: 'Error' },
    { level: 'error', error: 'Error' },
  ]);
  expect(JSON.stringify(adapter.log)).not.toContain('Three');
});

function withResolvers(): {
  readonly promise: Promise<undefined>;
  readonly resolve: (value: undefined) => void;
} {
  let resolve: (value: undefined) => void = () => undefined;
  const promise = new Promise<undefined>((done) => (resolve = done));
  return { promise, resolve };
}
