import { connect } from 'node:net';
import OpenAI from 'openai';
import type { EngineAbilities } from '../../../protocol/expression.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import type { ModelSummary } from '../../../protocol/models.ts';
import type { TranscriptWord } from '../../../protocol/recognition.ts';
import {
  createHttpAdapter,
  type HttpAdapter,
  type HttpAdapterOptions,
} from '../../../server/src/daemon/http/httpAdapter.ts';
import type { HttpLogFields } from '../../../server/src/daemon/http/httpLog.ts';
import type { SpeechServices } from '../../../server/src/handlers/speechServices.ts';
import type { RecognizedUtterance, Recognizer } from '../../../server/src/recognition/recognizer.ts';
import { fakeServices } from '../../cli/fakeServices.ts';
import { createFakeVoiceActivity } from '../../recognition/fakeVoiceActivity.ts';
import { noHistory } from '../../support/noHistory.ts';
import { noSoundCache } from '../../support/noSoundCache.ts';
import {
  createFakeSynthesizer,
  type FakeOptions,
  type FakeSynthesizer,
} from '../../synthesis/fakeSynthesizer.ts';

export const key = 'test-key-0123456789';

export interface TestAdapter extends AsyncDisposable {
  readonly adapter: HttpAdapter;
  /** The stock client, as its users create it. */
  readonly client: OpenAI;
  readonly synthesizer: FakeSynthesizer;
  /** Leases that were given and not released. */
  readonly openLeases: ReadonlySet<string>;
  /** Owners of all leases so far. */
  readonly owners: readonly string[];
  readonly log: readonly LogLine[];
  /** A request as it is, with the key. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  speech(fields: Record<string, unknown>, init?: RequestInit): Promise<Response>;
  transcribe(fields: Record<string, string | readonly string[] | Blob>): Promise<Response>;
}

interface LogLine {
  readonly level: 'info' | 'error';
  readonly message: string;
  readonly fields: HttpLogFields;
}

export interface TestAdapterOptions extends Partial<HttpAdapterOptions> {
  readonly speaking?: FakeOptions;
  /** What is heard in each utterance. */
  readonly recognize?: Recognizer['recognize'];
  readonly words?: readonly TranscriptWord[] | null;
  /** Of every voice; absent: Kokoro's. */
  readonly abilities?: EngineAbilities;
  /** No engine hears the language of whatever is said. */
  readonly isDeaf?: boolean;
}

export async function openTestAdapter(options: TestAdapterOptions = {}): Promise<TestAdapter> {
  const { speaking, recognize, words = null, abilities, isDeaf = false, ...overrides } = options;
  const synthesizer = createFakeSynthesizer(speaking);
  const openLeases = new Set<string>();
  const owners: string[] = [];
  const log: LogLine[] = [];
  const lease = <Engine>(owner: string, engine: Engine) => {
    owners.push(owner);
    openLeases.add(owner);
    const release = () => {
      openLeases.delete(owner);
      return Promise.resolve();
    };
    return Promise.resolve({ ...engine, loadMs: 0, [Symbol.asyncDispose]: release });
  };
  const services: SpeechServices = {
    library: fakeServices({
      listModels: () => Promise.resolve(models),
      requireModel: (id) => {
        if (!models.some((model) => model.id === id)) throw unknownModel(id);
      },
      speakingEngine: (name) => (name === 'fake' || speakers.some(({ id }) => id === name) ? 'fake' : null),
      ...(isDeaf && { chooseRecognition: () => Promise.reject(heardByNone()) }),
      ...(abilities && { voiceAbilities: () => abilities }),
      recognitionModels: (engine) => {
        if (engine !== 'moonshine') throw unknownModel(engine);
        return ['moonshine-tiny', 'silero-vad'];
      },
    }),
    engines: {
      openSynthesis: ({ owner }) => lease(owner, { synthesizer }),
      openRecognition: ({ owner }) =>
        lease(owner, {
          recognizer: createFakeRecognizer(recognize ?? (() => Promise.resolve(utterance('hello', words)))),
          voiceActivity: createFakeVoiceActivity(),
        }),
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
    sound: {
      listDevices: () => Promise.resolve({ microphones: [], speakers: [] }),
      openMicrophone: () => Promise.reject(new Error('no microphone')),
      player: {
        play: () => {
          throw new Error('no speaker');
        },
      },
    },
    soundCache: noSoundCache,
    history: noHistory,
    voices: fakeServices().voices,
    daemon: {
      status: () => ({
        version: '1.2.3',
        pid: 1,
        address: 'socket',
        uptimeMs: 2500,
        connections: 0,
        engines: [
          {
            kind: 'recognizer',
            engine: 'moonshine',
            model: 'moonshine-"tiny"',
            provider: 'cpu',
            leaseCount: 2,
            idleMs: null,
          },
        ],
        queue: [{ lane: 'synthesis', priority: 'book', waiting: 3, running: 1 }],
        memoryBytes: 1000,
        logFile: null,
        http: null,
      }),
      shutdown: () => undefined,
    },
  };
  const adapter = await createHttpAdapter({
    services,
    version: '1.2.3',
    key,
    host: '127.0.0.1',
    port: 0,
    log: {
      info: (_tag, message, fields = {}) => log.push({ level: 'info', message, fields }),
      error: (_tag, message, fields = {}) => log.push({ level: 'error', message, fields }),
    },
    ...overrides,
  });
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${adapter.address}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, ...(init.headers as Record<string, string> | undefined) },
    });
  return {
    adapter,
    client: new OpenAI({ apiKey: key, baseURL: `${adapter.address}/v1`, maxRetries: 0 }),
    synthesizer,
    openLeases,
    owners,
    log,
    fetch: ask,
    speech: (fields, init) =>
      ask('/v1/audio/speech', {
        method: 'POST',
        body: JSON.stringify({ model: 'tts-1', voice: 'af_heart', input: 'One two.', ...fields }),
        headers: { 'content-type': 'application/json' },
        ...init,
      }),
    transcribe: (fields) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) {
        for (const one of typeof value === 'string' || value instanceof Blob ? [value] : value) {
          if (typeof one === 'string') form.append(name, one);
          else form.append(name, one, 'sound.wav');
        }
      }
      return ask('/v1/audio/transcriptions', { method: 'POST', body: form });
    },
    [Symbol.asyncDispose]: () => adapter.close(),
  };
}

export function utterance(text: string, words: readonly TranscriptWord[] | null = null): RecognizedUtterance {
  return {
    text,
    language: 'en',
    languageConfidence: null,
    emotion: null,
    emotionConfidence: null,
    events: null,
    words,
    confidence: 0.5,
  };
}

/** What an adapter answers to bytes that no HTTP client would send; resolves when it has closed the connection. */
export function sendRaw(address: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (bytes: Buffer) => (answer += bytes.toString()));
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

/** What an answer refuses, in OpenAI's shape. */
export async function refusal(response: Response): Promise<Record<string, unknown>> {
  const { error } = (await response.json()) as {
    error: { code: unknown; param: unknown; message: unknown; type: unknown };
  };
  expectSentence(error.message);
  return { status: response.status, code: error.code, param: error.param };
}

function expectSentence(message: unknown): void {
  if (typeof message !== 'string' || !/\. \S/.test(message))
    throw new Error(`${String(message)} tells no way out`);
}

function createFakeRecognizer(recognize: Recognizer['recognize']): Recognizer {
  return {
    description: {
      engine: 'fake',
      model: 'fake',
      provider: 'cpu',
      languages: ['en'],
      maxUtteranceMs: 30_000,
    },
    recognize,
    dispose: () => Promise.resolve(),
  };
}

function heardByNone(): SpeechError {
  return new SpeechError('languageUnsupported', { message: 'No engine hears it.', hint: 'Install one.' });
}

function unknownModel(id: string): SpeechError {
  return new SpeechError('unknownModel', {
    message: `There is no model "${id}".`,
    hint: 'Ask for moonshine.',
  });
}

function model(id: string, details: Partial<ModelSummary>): ModelSummary {
  const common = { title: id, bytes: 1, license: 'MIT', languages: ['en'], isDefault: true };
  return { id, state: 'installed', capabilities: [], requiresConsent: false, ...common, ...details };
}

const models: readonly ModelSummary[] = [
  model('kokoro-82m', { capabilities: ['synthesis', 'wordTimes'] }),
  model('moonshine-tiny', { capabilities: ['recognition'] }),
  model('silero-vad', { capabilities: ['voiceActivity'] }),
  model('big-voice', { capabilities: ['synthesis'], state: 'notInstalled' }),
];

const speakers = models.filter(({ capabilities }) => capabilities.includes('synthesis'));
