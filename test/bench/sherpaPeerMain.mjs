// Runs in the peer's own folder: npm sherpa-onnx-node on the same model, sound and threads as ours.
import sherpa from 'sherpa-onnx-node';

const [graphPath, tokensPath, threadCount] = process.argv.slice(2);
const recognizer = new sherpa.OfflineRecognizer({
  featConfig: { sampleRate: 16_000, featureDim: 80 },
  modelConfig: {
    senseVoice: { model: graphPath, language: 'auto', useInverseTextNormalization: 1 },
    tokens: tokensPath,
    numThreads: Number(threadCount),
    provider: 'cpu',
    debug: 0,
  },
});

process.on('message', ({ samples }) => {
  const startMs = performance.now();
  const stream = recognizer.createStream();
  stream.acceptWaveform({ samples, sampleRate: 16_000 });
  recognizer.decode(stream);
  const { text } = recognizer.getResult(stream);
  process.send({ elapsedMs: performance.now() - startMs, textLength: text.length });
});
process.send({ elapsedMs: 0, textLength: 0 });
