import { beforeEach, expect, test } from 'vitest';
import { installForDictation } from '../../../client/src/models/installForDictation.ts';
import { installModel } from '../../../client/src/recovery/installModel.ts';
import { modelPull, modelsList, type ModelSummary } from '../../../protocol/models.ts';
import { progresses, user } from '../../support/fakeVscode.ts';

beforeEach(() => {
  user.asked.length = 0;
  user.answers.length = 0;
  progresses.length = 0;
});

const asked: ModelSummary = {
  id: 'espeak-ng',
  title: 'eSpeak NG',
  state: 'notInstalled',
  bytes: 2_000_000,
  license: 'GPL-3.0',
  languages: ['fr'],
  capabilities: [],
  isDefault: false,
  requiresConsent: true,
};
const hearing: ModelSummary = {
  ...asked,
  id: 'moonshine-tiny',
  title: 'Moonshine',
  capabilities: ['recognition'],
  isDefault: true,
  requiresConsent: false,
};
const detector: ModelSummary = {
  ...hearing,
  id: 'silero-vad',
  title: 'Silero',
  capabilities: ['voiceActivity'],
};

interface Pull {
  readonly stream: string;
  readonly model: string;
  readonly hasConsent: boolean;
}

/** A daemon that downloads at once. @param whilePulling  runs meanwhile */
function openService(models: readonly ModelSummary[], whilePulling = (): void => undefined) {
  const pulls: Pull[] = [];
  let listener: (told: object) => void = () => undefined;
  const connection = {
    on(_notification: unknown, told: typeof listener) {
      listener = told;
      return { [Symbol.dispose]: () => undefined };
    },
    request(call: unknown, params: Pull, signal: AbortSignal) {
      if (call === modelsList) return Promise.resolve({ models });
      if (call !== modelPull) return Promise.reject(new Error('Nobody asks for that.'));
      pulls.push(params);
      for (const receivedBytes of [500, 1500, 2000]) {
        const progress = { phase: 'downloading', receivedBytes, totalBytes: 2000 };
        listener({ stream: params.stream, progress });
        listener({ stream: 'of another', progress: { ...progress, receivedBytes: 1 } });
      }
      whilePulling();
      return signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve({});
    },
  };
  return { service: { connect: () => Promise.resolve(connection) } as never, pulls };
}

test('where its license asks for consent, nothing is downloaded without it', async () => {
  const { service, pulls } = openService([asked]);
  expect(await installModel(service, 'espeak-ng')).toBe(false);
  expect(user.asked).toMatchObject([
    { question: 'eSpeak NG is licensed under GPL-3.0. Download it under these terms?' },
  ]);
  expect(pulls).toEqual([]);
  user.answers.push('Agree and Download');
  expect(await installModel(service, 'espeak-ng')).toBe(true);
  expect(pulls).toMatchObject([{ model: 'espeak-ng', hasConsent: true }]);
});

test('others are downloaded unasked, and how far that is, is told in steps', async () => {
  const { service, pulls } = openService([hearing]);
  expect(await installModel(service, 'moonshine-tiny')).toBe(true);
  expect(user.asked).toEqual([]);
  expect(pulls).toMatchObject([{ model: 'moonshine-tiny', hasConsent: false }]);
  expect(progresses).toMatchObject([
    {
      title: 'Aloud: downloading Moonshine',
      reports: [{ increment: 25 }, { increment: 50 }, { increment: 25 }],
    },
  ]);
});

test('for dictation what tells speech from silence comes with it', async () => {
  const { service, pulls } = openService([hearing, detector]);
  expect(await installForDictation(service, 'moonshine-tiny')).toBe(true);
  expect(pulls.map(({ model }) => model)).toEqual(['moonshine-tiny', 'silero-vad']);
});

test('nothing more is downloaded after a cancel', async () => {
  const { service, pulls } = openService([hearing, detector], () => progresses.at(-1)?.cancel());
  expect(await installForDictation(service, 'moonshine-tiny')).toBe(false);
  expect(pulls.map(({ model }) => model)).toEqual(['moonshine-tiny']);
});
