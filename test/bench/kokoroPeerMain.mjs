// Runs in the peer's own folder: npm kokoro-js on the same weights, voices, phoneme ids and threads as ours.
import { StyleTextToSpeech2Model, Tensor, env } from '@huggingface/transformers';
import { KokoroTTS } from 'kokoro-js';

const [modelsFolder, threadCount] = process.argv.slice(2);
env.localModelPath = `${modelsFolder}/`;
env.allowRemoteModels = false;
const model = await StyleTextToSpeech2Model.from_pretrained('kokoro', {
  dtype: 'q8',
  device: 'cpu',
  session_options: { intraOpNumThreads: Number(threadCount), interOpNumThreads: 1 },
});
const speech = new KokoroTTS(model, null);

process.on('message', async ({ ids, voice }) => {
  const startMs = performance.now();
  const input = new Tensor('int64', BigInt64Array.from(ids.map(BigInt)), [1, ids.length]);
  const { audio } = await speech.generate_from_ids(input, { voice, speed: 1 });
  process.send({ elapsedMs: performance.now() - startMs, sampleCount: audio.length });
});
process.send({ elapsedMs: 0, sampleCount: 0 });
