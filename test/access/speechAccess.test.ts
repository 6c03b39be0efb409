import { expect, it } from 'vitest';
import { createOwnSpeech } from '../../server/src/access/speechAccess.ts';
import { synthesizer } from '../support/fakeEngines.ts';

it('opens an engine once for all its voices and each provider', async () => {
  const opened: string[] = [];
  const speech = createOwnSpeech(
    {
      synthesisEngine: () => 'fake',
      openSynthesis: ({ voice, provider }) => {
        opened.push(`${voice} ${provider}`);
        return Promise.resolve({ synthesizer, loadMs: 5 });
      },
      openRecognition: () => Promise.reject(new Error('Nothing is heard here.')),
    },
    { openMicrophone: () => Promise.reject(new Error('There is no microphone.')) },
  );
  const { signal } = new AbortController();
  const loadsMs: number[] = [];
  for (const [voice, provider] of [
    ['a', 'cpu'],
    ['b', 'cpu'],
    ['b', 'webgpu'],
  ] as const) {
    const spoken = await speech.speakText({ text: 'Hello.', voice }, { provider, pace: 'whole' }, signal);
    for await (const { samples } of spoken.chunks) expect(samples.length).toBeGreaterThan(0);
    loadsMs.push(spoken.summary().loadMs);
  }
  expect(opened).toEqual(['a cpu', 'b webgpu']);
  expect(loadsMs).toEqual([5, 0, 5]);
});

it('hears the microphone before it loads an engine, and lets go of it where none can be loaded', async () => {
  const order: string[] = [];
  const speech = createOwnSpeech(
    {
      synthesisEngine: () => 'fake',
      openSynthesis: () => Promise.reject(new Error('Nothing is said here.')),
      openRecognition: () => {
        order.push('engine');
        return Promise.reject(new Error('It cannot be loaded.'));
      },
    },
    {
      openMicrophone: () => {
        order.push('microphone');
        return Promise.resolve({
          deviceName: 'fake',
          stop: () => void order.push('stop'),
          // Nothing is said.
          async *[Symbol.asyncIterator]() {},
        });
      },
    },
  );
  const { signal } = new AbortController();
  const request = {
    engine: 'fake',
    provider: 'cpu',
    stop: signal,
    onListening: () => void order.push('listening'),
  } as const;
  const heard = speech.dictate(request, signal)[Symbol.asyncIterator]();
  await expect(heard.next()).rejects.toThrow('It cannot be loaded.');
  expect(order).toEqual(['microphone', 'listening', 'engine', 'stop']);
});
