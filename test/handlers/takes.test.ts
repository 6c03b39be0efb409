import { expect, test } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { SpeechError } from '../../protocol/errors.ts';
import { documentPlaybackStart } from '../../protocol/playback.ts';
import { previewPlan, previewProgress } from '../../protocol/preview.ts';
import { synthesisAudio, synthesize } from '../../protocol/synthesis.ts';
import { unknownUtterance } from '../../server/src/recognition/recognizer.ts';
import type { UtteranceRequest } from '../../server/src/synthesis/synthesizer.ts';
import { synthesizer } from '../support/fakeEngines.ts';
import { never } from '../support/never.ts';
import {
  document,
  render,
  startDaemon,
  type PreviewDaemon,
  type PreviewDaemonOptions,
} from './previewDaemon.ts';

const said = 'The wind came first, and then the sea rose.';
const garbled = 'The wind came thirst under ten this sea rose.';
const text = `${said}\n`;
const takes = { count: 3 };

/** The second take is half as loud as the first, and the one of which every word is heard. */
function startTakes(name: string, options: PreviewDaemonOptions = {}) {
  const made: number[] = [];
  const daemon = startDaemon(name, {
    synthesizer: {
      async synthesize(request: UtteranceRequest, signal) {
        const { takeIndex = 0 } = request;
        made.push(takeIndex);
        const spoken = await synthesizer.synthesize(request, signal);
        return { ...spoken, samples: spoken.samples.map((sample) => sample / (1 + takeIndex)) };
      },
    },
    recognize: (samples) => {
      // Noise raises the peaks more than this.
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      return Promise.resolve({ ...unknownUtterance, text: Math.sqrt(power) > 0.25 ? garbled : said });
    },
    ...options,
  });
  return { daemon, made };
}

function planTakes({ client }: PreviewDaemon, wanted: typeof takes | undefined) {
  const params = { ...document, text, ...(wanted !== undefined && { takes: wanted }) };
  return sendRequest(client.connection, { definition: previewPlan, params }, never);
}

test('the best take of a row is kept, with what was heard in all of them, also over a restart', async () => {
  {
    const { daemon, made } = startTakes('best');
    using _daemon = daemon;
    const told: unknown[] = [];
    onNotification(daemon.client.connection, previewProgress, ({ progress }) => {
      if (progress.state === 'kept') told.push(progress.check);
    });
    expect(await render(daemon, { text, takes })).toMatchObject({ synthesizedCount: 1 });
    expect(made).toEqual([0, 1]);
    // Who made it has listened to it.
    expect(told).toEqual([{ heard: said, errorRate: 0, isDoubtful: false, model: 'fake-1' }]);
  }
  const { daemon, made } = startTakes('best');
  using _daemon = daemon;
  const { rows } = await planTakes(daemon, takes);
  expect(rows[0]?.check).toMatchObject({ heard: said, isDoubtful: false });
  expect(rows[0]?.takes).toMatchObject([
    {
      text: said,
      language: 'en',
      model: 'fake-1',
      takes: [
        { takeIndex: 1, heard: said, errorRate: 0, divergence: null, cost: 0 },
        { takeIndex: 0, heard: garbled, divergence: { said: 'first and then the' } },
      ],
    },
  ]);
  // Half as loud as the first take.
  expect(Math.max(...(rows[0]?.kept?.peaks ?? []))).toBeCloseTo(64, -1);
  await sendRequest(
    daemon.client.connection,
    { definition: documentPlaybackStart, params: { stream: 'p', ...document, text, takes } },
    never,
  );
  expect(made).toEqual([]);
});

test('a sound that was made without takes, with others, or for another ear is another one', async () => {
  const { daemon } = startTakes('keys');
  using _daemon = daemon;
  const wishes = [undefined, takes, { count: 4 }];
  const keys: (string | undefined)[] = [];
  for (const wanted of wishes) keys.push((await planTakes(daemon, wanted)).rows[0]?.key);
  expect(new Set(keys).size).toBe(3);
  await render(daemon, { text });
  expect((await planTakes(daemon, undefined)).rows[0]?.takes).toBeNull();
  expect((await planTakes(daemon, takes)).rows[0]?.kept).toBeNull();
});

test('a text is spoken in takes too; the answer says which was kept', async () => {
  const { daemon, made } = startTakes('text');
  using _daemon = daemon;
  const heard: number[] = [];
  onNotification(daemon.client.connection, synthesisAudio, ({ pcm }) => heard.push(pcm.length));
  const params = { stream: 's', text: said, voice: 'af_heart', takes };
  const summary = await sendRequest(daemon.client.connection, { definition: synthesize, params }, never);
  expect(made).toEqual([0, 1]);
  expect(summary.takes?.[0]?.takes.map(({ takeIndex }) => takeIndex)).toEqual([1, 0]);
  expect(heard.length).toBeGreaterThan(0);
});

test.each([
  ['nothing that is installed hears the language', 'modelNotInstalled', []],
  ['no engine hears the language: it is spoken once', 'languageUnsupported', [0]],
] as const)('where %s', async (_name, code, expected) => {
  const refusal = new SpeechError(code, { message: 'Nobody hears it.', hint: 'Install one.' });
  const { daemon, made } = startTakes(code, {
    library: {
      chooseRecognition: () =>
        code === 'modelNotInstalled'
          ? Promise.resolve({ engine: 'moonshine', missing: refusal })
          : Promise.reject(refusal),
    },
  });
  using _daemon = daemon;
  const rendered = render(daemon, { text, takes });
  if (code === 'modelNotInstalled') await expect(rendered).rejects.toMatchObject({ code });
  else expect(await rendered).toMatchObject({ synthesizedCount: 1 });
  expect(made).toEqual(expected);
});
