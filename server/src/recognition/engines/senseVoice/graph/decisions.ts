import { createValueInfo } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
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
export function addDecisions(editor: GraphEditor, logits: string): void {
  const { ids, maxima, logSums, head } = decisionOutputs;
  const { apply, int64s } = createOperations(editor, head);
  const overPieces = { axes: [2n], keepdims: 0n };
  apply('ArgMax', [logits], { output: ids, attributes: { axis: 2n, keepdims: 0n } });
  apply('ReduceMax', [logits], { output: maxima, attributes: overPieces });
  const likelihoods = apply('Softmax', [logits], { attributes: { axis: -1n } });
  const greatest = apply('ReduceMax', [likelihoods], { attributes: overPieces });
  apply('Sub', [maxima, apply('Log', [greatest])], { output: logSums });
  apply('Slice', [logits, int64s(0), int64s(headFrameCount), int64s(1)], { output: head });
  editor.graph.outputs.push(
    createValueInfo(ids, 'int64', ['n', 'frames']),
    createValueInfo(maxima, 'float32', ['n', 'frames']),
    createValueInfo(logSums, 'float32', ['n', 'frames']),
    createValueInfo(head, 'float32', ['n', headFrameCount, 'pieces']),
  );
}
