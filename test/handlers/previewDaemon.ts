import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { sendRequest } from '../../protocol/calls.ts';
import { SpeechError } from '../../protocol/errors.ts';
import type { Infer } from '../../protocol/message.ts';
import { previewPlan, previewRender } from '../../protocol/preview.ts';
import type { SpeechServices } from '../../server/src/handlers/speechServices.ts';
import type { Player } from '../../server/src/playback/player.ts';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import { createSoundCache } from '../../server/src/soundCache/soundCache.ts';
import { recognizer, synthesizer, voiceActivity } from '../support/fakeEngines.ts';
import { never } from '../support/never.ts';
import { fakeSpeechServices } from './fakeSpeechServices.ts';
import { connectInMemory, type InMemoryClient } from './inMemoryClient.ts';
import { silentPlayback } from './silentPlayback.ts';

/** Of the sounds of this test file. */
export const folder = mkdtempSync(path.join(tmpdir(), 'aloud-preview-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

export const script =
  '---\ncast:\n  MARA: bf_emma\n---\n\n# The harbor\n\nMARA: Come in.\n\nThe wind [pause 1s] came first.\n';

export interface PreviewDaemon extends Disposable {
  readonly client: InMemoryClient;
  /** Texts, in the order in which they were synthesized. */
  readonly spoken: string[];
}

export interface PreviewDaemonOptions {
  readonly synthesizer?: Partial<typeof synthesizer>;
  readonly recognize?: Recognizer['recognize'];
  /** Told of every lease of an engine that speaks. */
  readonly onOpen?: () => void;
  readonly engines?: Partial<SpeechServices['engines']>;
  readonly library?: Partial<SpeechServices['library']>;
}

/** A daemon with fake engines. @param name  of the folder of its sounds */
export function startDaemon(name: string, options: PreviewDaemonOptions = {}): PreviewDaemon {
  const spoken: string[] = [];
  const recording: typeof synthesizer = {
    ...synthesizer,
    synthesize: (request, signal) => {
      spoken.push(request.text);
      return synthesizer.synthesize(request, signal);
    },
    ...options.synthesizer,
  };
  const release = () => Promise.resolve();
  const lease = { synthesizer: recording, loadMs: 0, [Symbol.asyncDispose]: release };
  const hearing = { ...recognizer, ...(options.recognize && { recognize: options.recognize }) };
  const ear = { recognizer: hearing, voiceActivity, loadMs: 0, [Symbol.asyncDispose]: release };
  let heardCount = 0;
  const play: Player['play'] = (chunks) => ({
    ...silentPlayback,
    positionMs: () => heardCount / 24,
    async done() {
      for await (const { samples } of chunks) heardCount += samples.length;
    },
  });
  const services: SpeechServices = fakeSpeechServices({
    engines: {
      openSynthesis: () => {
        options.onOpen?.();
        return Promise.resolve(lease);
      },
      openRecognition: () => Promise.resolve(ear),
      ...options.engines,
    },
    library: { requireVoice, ...options.library },
    sound: { player: { play } },
    soundCache: createSoundCache({
      folder: path.join(folder, name),
      limitBytes: 10_000_000,
      onFailure: (error) => {
        throw error;
      },
    }),
  });
  const client = connectInMemory(services);
  return { client, spoken, [Symbol.dispose]: client[Symbol.dispose] };
}

function requireVoice(name: string): Promise<void> {
  return name === 'ghost'
    ? Promise.reject(new SpeechError('unknownVoice', { message: 'No ghost.', hint: 'Choose.' }))
    : Promise.resolve();
}

export const document = { text: script, languageId: 'aloud', voice: 'af_heart' };

export function plan({ client }: PreviewDaemon, text = script): Promise<Infer<typeof previewPlan.result>> {
  const params = { ...document, text };
  return sendRequest(client.connection, { definition: previewPlan, params }, never);
}

export function render(
  { client }: PreviewDaemon,
  change: Partial<Infer<typeof previewRender.params>> = {},
  signal = never,
): Promise<Infer<typeof previewRender.result>> {
  const params = { stream: 'r', ...document, ...change };
  return sendRequest(client.connection, { definition: previewRender, params }, signal);
}
