import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import path from 'node:path';
import { neutralProsody } from '../../protocol/prosody.ts';
import { createResampler } from '../../server/src/audio/resample.ts';
import { createLocalEngines } from '../../server/src/localEngines.ts';
import { recognitionSampleRateHz } from '../../server/src/recognition/recognizer.ts';
import { requireInstalledModel } from './installedModels.ts';
import { noVoices } from './noVoices.ts';
import { userModelStore } from './userModelStore.ts';

/** Speaks texts with Kokoro for tests of recognition: mono 16 kHz in [-1, 1]. The build must have run before. */
export async function speakSamples(texts: readonly string[]): Promise<Float32Array[]> {
  const { signal } = new AbortController();
  await requireInstalledModel('kokoro-82m', signal);
  const engines = createLocalEngines({
    store: userModelStore,
    searchPath: process.env['PATH'] ?? '',
    lexiconPath: path.resolve(import.meta.dirname, '../../dist/english.lexicon'),
    onNote: () => undefined,
    openVoice: (name, opening) => noVoices.open(name, opening),
  });
  const synthesizer = await engines.openSynthesizer({ engine: 'kokoro', provider: 'cpu' }, signal);
  const spoken: Float32Array[] = [];
  for (const text of texts) {
    const request = { text, voice: 'af_heart', prosody: neutralProsody, spans: [] };
    const { samples } = await synthesizer.synthesize(request, signal);
    const resampler = createResampler(synthesizer.description.sampleRateHz, recognitionSampleRateHz);
    spoken.push(joinSamples([resampler.push(samples), resampler.flush()]));
  }
  await synthesizer.dispose();
  return spoken;
}
