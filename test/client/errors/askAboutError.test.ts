import { beforeEach, expect, test } from 'vitest';
import { askAboutError } from '../../../client/src/errors/askAboutError.ts';
import { SpeechError, type SpeechErrorCode, type SpeechErrorData } from '../../../protocol/errors.ts';
import { user } from '../../support/fakeVscode.ts';

const log = { error: () => undefined, show: () => undefined } as never;
const can = ['install', 'retry', 'restart'] as const;

beforeEach(() => {
  user.asked.length = 0;
});

async function asked(
  code: SpeechErrorCode,
  hint: string,
  data: SpeechErrorData = {},
): Promise<(typeof user.asked)[number]> {
  await askAboutError(new SpeechError(code, { message: 'It failed.', hint, data }), { log, can });
  const [first] = user.asked;
  if (first === undefined) throw new Error('Nobody was asked.');
  return first;
}

const models = 'Models and Voices says what each model can do, and downloads it.';
const doctor = 'Aloud: Doctor says what works on this machine.';

test.each<[code: SpeechErrorCode, hint: string, shown: string]>([
  ['audioDeviceUnavailable', 'Connect one, or write to a file: --out FILE.wav.', `Connect one. ${doctor}`],
  ['deviceBusy', 'Close the other program.', 'Close the other program.'],
  ['engineFailed', 'Try again; `aloud doctor` says what works.', `Try again. ${doctor}`],
  ['executionProviderUnavailable', 'Use `--provider cpu`; `aloud doctor` lists what works.', doctor],
  [
    'languageUnsupported',
    'Choose a model of that language with --engine; `aloud models list` shows what each model hears.',
    models,
  ],
  ['modelNotInstalled', 'Install its model with `aloud models pull`.', models],
  [
    'unknownVoice',
    'Did you mean af_heart? `aloud voices` lists all; `aloud voices add` makes one of a clip.',
    'Did you mean af_heart? Models and Voices lists all voices.',
  ],
  [
    'downloadFailed',
    "Run the same command again, or install from a folder: 'aloud models pull x --from FOLDER'.",
    'Try again: it goes on where it stopped.',
  ],
  [
    'invalidInput',
    'Correct the transcript, or name its language with --language; where it is right, add --trust-transcript.',
    'Correct the transcript.',
  ],
  ['invalidInput', 'Say whose it is, such as --whose "My own voice".', 'Say whose it is.'],
  ['outOfMemory', 'It reads aloud what fits.', 'It reads aloud what fits.'],
])('%s tells no command line: %s', async (code, hint, shown) => {
  expect((await asked(code, hint)).question).toBe(`It failed. ${shown}`);
});

test.each<[data: SpeechErrorData, shown: string]>([
  [{}, 'Check the connection and try again; what is downloaded works without it.'],
  [
    { certificate: true },
    'Your network signs connections itself: set NODE_EXTRA_CA_CERTS to the file of its certificates, and start the editor again.',
  ],
])('a network that cannot be reached, with %j, is told with the way out', async (data, shown) => {
  const hint = 'Set HF_ENDPOINT to a mirror.';
  expect((await asked('networkUnreachable', hint, data)).question).toBe(`It failed. ${shown}`);
});

test.each<[code: SpeechErrorCode, data: SpeechErrorData, offered: readonly string[]]>([
  ['modelNotInstalled', { model: 'a', title: 'A', bytes: 5e6 }, ['Download']],
  ['modelNotInstalled', {}, ['Models and Voices']],
  ['modelCorrupt', { model: 'a' }, ['Download']],
  ['languageUnsupported', { model: 'espeak-ng' }, ['Download']],
  ['languageUnsupported', {}, ['Models and Voices']],
  ['unknownVoice', {}, ['Models and Voices']],
  ['engineFailed', {}, ['Try again', 'Show log']],
])('with %s of %j is offered %j', async (code, data, offered) => {
  expect((await asked(code, 'Mend it.', data)).offered).toEqual(offered);
});
