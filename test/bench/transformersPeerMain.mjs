// Runs in the peer's own folder: npm @huggingface/transformers on the same model, sound and threads as ours.
import { env, pipeline } from '@huggingface/transformers';

const [modelsFolder, threadCount] = process.argv.slice(2);
env.localModelPath = `${modelsFolder}/`;
env.allowRemoteModels = false;
const recognize = await pipeline('automatic-speech-recognition', 'whisper', {
  dtype: 'q8',
  device: 'cpu',
  session_options: { intraOpNumThreads: Number(threadCount), interOpNumThreads: 1 },
});

process.on('message', async ({ samples }) => {
  const startMs = performance.now();
  const { text } = await recognize(samples, { language: 'en', task: 'transcribe' });
  process.send({ elapsedMs: performance.now() - startMs, text });
});
process.send({ elapsedMs: 0, text: '' });
