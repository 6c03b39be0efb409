import path from 'node:path';
import { createLocalEngines } from '../../server/src/localEngines.ts';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import type { VoiceActivityDetector } from '../../server/src/recognition/vad/voiceActivityDetector.ts';
import type { Synthesizer, UtteranceRequest } from '../../server/src/synthesis/synthesizer.ts';
import { createResampler } from '../../server/src/audio/resample.ts';
import { neutralProsody } from '../../protocol/prosody.ts';
import { requireInstalledModel } from './installedModels.ts';
import { never } from './never.ts';
import type { DictationParts } from './simulatedDictation.ts';
import { noVoices } from './noVoices.ts';
import { userModelStore } from './userModelStore.ts';

const engines = createLocalEngines({
  store: userModelStore,
  searchPath: process.env['PATH'] ?? '',
  lexiconPath: path.resolve(import.meta.dirname, '../../dist/english.lexicon'),
  onNote: () => undefined,
  openVoice: (name, signal) => noVoices.open(name, signal),
});

/** Kokoro in this process, on the CPU; fetched and prepared first where it is not there. */
export async function openKokoro(): Promise<Synthesizer> {
  await requireInstalledModel('kokoro-82m');
  return engines.openSynthesizer({ engine: 'kokoro', provider: 'cpu' }, never);
}

export async function openMoonshine(): Promise<Recognizer> {
  await requireInstalledModel('moonshine-tiny');
  return engines.openRecognizer({ engine: 'moonshine', provider: 'cpu' }, never);
}

export async function openSilero(): Promise<VoiceActivityDetector> {
  await requireInstalledModel('silero-vad');
  return engines.openVoiceActivity(never);
}

/** What a simulated dictation hears with. */
export async function openDictationParts(): Promise<DictationParts & AsyncDisposable> {
  const recognizer = await openMoonshine();
  const voiceActivity = await openSilero();
  return {
    recognizer,
    voiceActivity,
    async [Symbol.asyncDispose]() {
      await recognizer.dispose();
      await voiceActivity.dispose();
    },
  };
}

/** What is heard in sound of at most half a minute. */
export async function hear(recognizer: Recognizer, samples: Float32Array, rateHz: number): Promise<string> {
  const resampler = createResampler(rateHz, 16_000);
  const parts = [resampler.push(samples), resampler.flush()];
  const heard = await recognizer.recognize(Float32Array.from(parts.flatMap((part) => [...part])), {}, never);
  return heard.text;
}

/** A request with nothing asked of the prosody. */
export function plainRequest(text: string, voice: string): UtteranceRequest {
  return { text, voice, prosody: neutralProsody, spans: [] };
}
