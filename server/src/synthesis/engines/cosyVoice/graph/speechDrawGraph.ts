import type { GraphOperations } from '../../../../onnx/graphOperations.ts';
import { elementTypes } from '../../../../onnx/onnxModel.ts';
import { speechTokenIds } from '../cosyVoiceVersion.ts';
import { mostCandidates, nucleusShare } from '../speechTokens/sampleSpeechToken.ts';

export interface SpeechDrawInputs {
  /** float32 [1, V]. */
  readonly logits: string;
  /** int64 [n]: the tokens before, of which none is drawn again at once. */
  readonly recent: string;
  /** float64 scalars in [0, 1). */
  readonly first: string;
  readonly second: string;
  /** bool scalar: whether the tokens that end the speech may be drawn. */
  readonly mayEnd: string;
}

/** Tokens below are speech, in each version. */
export const { speechCount } = speechTokenIds(3);

/**
 * Draws a token as `sampleSpeechToken` does, in doubles as there: int64 scalar.
 *
 * @param tokenCount  V
 */
export function writeSpeechDraw(
  operations: GraphOperations,
  inputs: SpeechDrawInputs,
  tokenCount: number,
): string {
  const { apply, applyMany, int64, int64s } = operations;
  const double = (input: string): string =>
    apply('Cast', [input], { attributes: { to: BigInt(elementTypes.float64) } });
  const zero = double(operations.float(0));
  const ids = apply('Range', [int64(0), int64(tokenCount), int64(1)]);
  const isForbidden = apply('Not', [apply('Or', [apply('Less', [ids, int64(speechCount)]), inputs.mayEnd])]);
  const known = double(apply('Reshape', [inputs.logits, int64s(-1)]));
  const logits = apply('Where', [isForbidden, double(operations.float(-Infinity)), known]);
  const [greatest = '', likeliest = ''] = applyMany('TopK', [logits, int64s(mostCandidates)], {
    outputCount: 2,
  });
  const weigh = (values: string): string =>
    apply('Exp', [apply('Sub', [values, apply('Slice', [greatest, int64s(0), int64s(1)])])]);
  const sumUp = (values: string, isExclusive = false): string =>
    apply('CumSum', [values, int64(0)], { attributes: { exclusive: isExclusive ? 1n : 0n } });
  const last = (values: string): string => apply('Gather', [values, int64(-1)]);
  /** Of the first value whose sum is beyond a share of all. */
  const indexAt = (values: string, share: string): string => {
    const sums = sumUp(values);
    const isBefore = apply('LessOrEqual', [sums, apply('Mul', [share, last(sums)])]);
    const count = apply(
      'ReduceSum',
      [apply('Cast', [isBefore], { attributes: { to: BigInt(elementTypes.int64) } }), int64s(0)],
      { attributes: { keepdims: 0n } },
    );
    return count;
  };

  const weights = weigh(logits);
  const candidates = weigh(greatest);
  const shares = apply('Div', [candidates, last(sumUp(weights))]);
  // In doubles: of single precision the share would be another.
  const nucleus = apply(
    'Div',
    nucleusShare.map((parts) => double(operations.float(parts))),
  );
  const isNear = apply('Less', [sumUp(shares, true), nucleus]);
  const kept = apply('Where', [isNear, candidates, zero]);
  const likely = apply('Gather', [likeliest, indexAt(kept, inputs.first)]);
  const isLikely = apply('Equal', [ids, likely]);
  const any = indexAt(apply('Where', [isLikely, zero, weights]), inputs.second);
  const repeats = apply(
    'ReduceMax',
    [
      apply('Cast', [apply('Equal', [inputs.recent, likely])], {
        attributes: { to: BigInt(elementTypes.int64) },
      }),
      int64s(0),
    ],
    { attributes: { keepdims: 0n } },
  );
  return apply('Where', [apply('Greater', [repeats, int64(0)]), any, likely]);
}
