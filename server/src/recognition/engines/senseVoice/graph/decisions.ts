import { createValueInfo } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../../../onnx/graphOperations.ts';
import { headFrameCount } from '../ctcDecoding.ts';

/** What a prepared graph gives besides the logits; F = T + 4 frames, V pieces. */
export const decisionOutputs = {
  /** int64 [n, F]: the likeliest piece. */
  ids: 'piece_ids',
  /** float32 [n, F]: its logit. */
  maxima: 'piece_logits',
  /** float32 [n, F]: log Σ exp of all logits. */
  logSums: 'log_sums',
  /** float32 [n, 4, V]: the logits of the head. */
  head: 'head_logits',
} as const;

/**
 * Lets the graph decide its frames itself, so that 50 MB of logits for half a minute need not be handed over.
 *
 * The sum of exponentials is that of a softmax, whose kernel takes a quarter of the time of ReduceLogSumExp's:
 * log Σ exp = max - log max softmax.
 */
export function addDecisions(
  editor: GraphEditor,
  { logits, searchesBlocks }: { readonly logits: string; readonly searchesBlocks: boolean },
): void {
  const { ids, maxima, logSums, head } = decisionOutputs;
  const operations = createOperations(editor, head);
  const { apply, int64s } = operations;
  const overPieces = { axes: [2n], keepdims: 0n };
  const blockSize = searchesBlocks ? blockSizeOf(editor, logits) : null;
  if (blockSize !== null) searchBlocks(operations, { logits, blockSize });
  else {
    apply('ArgMax', [logits], { output: ids, attributes: { axis: 2n, keepdims: 0n } });
    apply('ReduceMax', [logits], { output: maxima, attributes: overPieces });
  }
  const likelihoods = apply('Softmax', [logits], { attributes: { axis: -1n } });
  const greatest = searchesBlocks
    ? apply('GatherND', [likelihoods, apply('Unsqueeze', [ids, int64s(2)])], {
        attributes: { batch_dims: 2n },
      })
    : apply('ReduceMax', [likelihoods], { attributes: overPieces });
  apply('Sub', [maxima, apply('Log', [greatest])], { output: logSums });
  apply('Slice', [logits, int64s(0), int64s(headFrameCount), int64s(1)], { output: head });
  editor.graph.outputs.push(
    createValueInfo(ids, 'int64', ['n', 'frames']),
    createValueInfo(maxima, 'float32', ['n', 'frames']),
    createValueInfo(logSums, 'float32', ['n', 'frames']),
    createValueInfo(head, 'float32', ['n', headFrameCount, 'pieces']),
  );
}

/**
 * Pieces of each of equal parts of the vocabulary: 5011 of SenseVoice's 25,055, which has no more equal ones.
 *
 * @returns null where no bias tells how many there are, or nothing divides them
 */
function blockSizeOf(editor: GraphEditor, logits: string): number | null {
  const biases =
    editor.producer(logits)?.inputs.flatMap((name) => editor.initializer(name)?.dims ?? []) ?? [];
  const pieceCount = Math.max(1, ...biases);
  let blockCount = Math.floor(Math.sqrt(pieceCount));
  while (pieceCount % blockCount !== 0) blockCount -= 1;
  return blockCount === 1 ? null : pieceCount / blockCount;
}

/**
 * Of each frame the likeliest block, by the maxima, which are found six times as fast as places, and the likeliest place
 * in that.
 */
function searchBlocks(
  { apply, int64, int64s }: GraphOperations,
  { logits, blockSize }: { readonly logits: string; readonly blockSize: number },
): void {
  const { ids, maxima } = decisionOutputs;
  const blocks = apply('Reshape', [logits, int64s(0, 0, -1, blockSize)]);
  const blockMaxima = apply('ReduceMax', [blocks], { attributes: { axes: [3n], keepdims: 0n } });
  apply('ReduceMax', [blockMaxima], { output: maxima, attributes: { axes: [2n], keepdims: 0n } });
  const block = apply('ArgMax', [blockMaxima], { attributes: { axis: 2n, keepdims: 1n } });
  const likeliest = apply('GatherND', [blocks, block], { attributes: { batch_dims: 2n } });
  const place = apply('ArgMax', [likeliest], { attributes: { axis: 2n, keepdims: 1n } });
  const piece = apply('Add', [apply('Mul', [block, int64(blockSize)]), place]);
  apply('Squeeze', [piece, int64s(2)], { output: ids });
}
