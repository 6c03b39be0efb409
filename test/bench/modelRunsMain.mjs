// A session of a prepared SenseVoice graph, which computes as many frames as it is told to.
import { InferenceSession, Tensor } from 'onnxruntime-node';

const [graphPath = '', threadCount, spinUs] = process.argv.slice(2);
const session = await InferenceSession.create(graphPath, {
  intraOpNumThreads: Number(threadCount),
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  logSeverityLevel: 4,
  ...(spinUs !== undefined && { extra: { 'session.intra_op.spin_duration_us': spinUs } }),
});
const one = (/** @type {number} */ value) => new Tensor('int32', Int32Array.of(value), [1]);

process.on('message', async (/** @type {number} */ frameCount) => {
  const features = Float32Array.from({ length: frameCount * 560 }, (_, index) => Math.sin(index * 1.7) * 2);
  const startMs = performance.now();
  await session.run(
    {
      x: new Tensor('float32', features, [1, frameCount, 560]),
      x_length: one(frameCount),
      language: one(0),
      text_norm: one(14),
    },
    ['piece_ids', 'piece_logits', 'log_sums', 'head_logits'],
  );
  process.send?.(performance.now() - startMs);
});
process.send?.(0);
