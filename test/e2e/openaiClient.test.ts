import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttpAdapter, type HttpAdapter } from '../../server/src/daemon/http/httpAdapter.ts';
import type { SpeechServices } from '../../server/src/handlers/speechServices.ts';
import { createModelLibrary } from '../../server/src/modelLibrary/modelLibrary.ts';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { noVoices } from '../support/noVoices.ts';
import { openKokoro, openMoonshine, openSilero } from '../support/speechEngines.ts';
import { userModelStore } from '../support/userModelStore.ts';

const key = 'a-key-of-this-test';
const sentence =
  'The harbor was quiet when the old ferry came in, and nobody on the pier had expected it before the evening.';

interface Running {
  readonly adapter: HttpAdapter;
  readonly client: OpenAI;
  readonly folder: string;
  dispose(): Promise<void>;
}

const running: Running[] = [];

beforeAll(async () => {
  const synthesizer = await openKokoro();
  const recognizer = await openMoonshine();
  const voiceActivity = await openSilero();
  const kept = { loadMs: 0, [Symbol.asyncDispose]: () => Promise.resolve() };
  const services: Pick<SpeechServices, 'library' | 'engines'> = {
    library: createModelLibrary({
      store: userModelStore,
      ownVoices: noVoices,
      searchPath: '',
      prepare: () => Promise.resolve(),
      note: () => undefined,
    }),
    engines: {
      openSynthesis: () => Promise.resolve({ ...kept, synthesizer }),
      openRecognition: () => Promise.resolve({ ...kept, recognizer, voiceActivity }),
      enrollClips: () => Promise.resolve([]),
      holdBackground: () => ({ [Symbol.dispose]: () => undefined }),
      pool: {
        load: () => Promise.resolve(0),
        unload: () => Promise.resolve(),
        invalidate: () => undefined,
        leaseCount: () => 0,
        applyKeepAlive: () => undefined,
      },
    },
  };
  const adapter = await createHttpAdapter({
    // Neither speech nor transcriptions ask for the rest.
    services: services as SpeechServices,
    version: '0.0.0',
    key,
    host: '127.0.0.1',
    port: 0,
    log: { info: () => undefined, error: () => undefined },
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'aloud-openai-'));
  const client = new OpenAI({ apiKey: key, baseURL: `${adapter.address}/v1` });
  running.push({
    adapter,
    client,
    folder,
    dispose: async () => {
      await adapter.close();
      await Promise.all([synthesizer.dispose(), recognizer.dispose(), voiceActivity.dispose()]);
      await rm(folder, { recursive: true });
    },
  });
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.dispose()));
});

test.each(['mp3', 'flac', 'wav'] as const)(
  'the stock client speaks a sentence to a file and hears it back (%s)',
  async (format) => {
    const [{ client, folder }] = running as [Running];
    const file = path.join(folder, `sentence.${format}`);
    const speech = await client.audio.speech.create({
      model: 'tts-1',
      voice: 'nova',
      input: sentence,
      response_format: format,
    });
    await writeFile(file, Buffer.from(await speech.arrayBuffer()));
    const heard = await client.audio.transcriptions.create({
      file: createReadStream(file),
      model: 'whisper-1',
    });
    expect(compareTranscripts(sentence, heard.text).wordErrorRate).toBeLessThanOrEqual(0.08);
  },
);
