import { OnnxFormatError } from '../../../../onnx/onnxFormatError.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { GraphOperations } from '../../../../onnx/graphOperations.ts';
import { addIntegers, addZeroPoint, floatsOf } from './layers.ts';
import type { QuantizedWeights } from './publishedWeights.ts';

/** The table of tokens, [V, width]: its rows are what goes in, and its product with what comes out are the logits. */
export interface TokenTable {
  readonly tokenCount: number;
  readonly width: number;
  /** int64 [n] to [n, width]. */
  embed(ids: string): string;
  /** [1, width] to [1, V]. */
  score(hidden: string, output: string): string;
}

export interface TokenTableOptions {
  readonly editor: GraphEditor;
  readonly operations: GraphOperations;
  readonly isFloat: boolean;
}

/** @param content  [V, width] */
export function writeTokenTable(content: QuantizedWeights, options: TokenTableOptions): TokenTable {
  return options.isFloat ? writeFloatTable(content, options) : writeIntegerTable(content, options);
}

function writeFloatTable(content: QuantizedWeights, { operations }: TokenTableOptions): TokenTable {
  const { apply, floats } = operations;
  const [tokenCount = 0, width = 0] = content.dims;
  const table = floats(content.dims, floatsOf(content));
  return {
    tokenCount,
    width,
    embed: (ids) => apply('Gather', [table, ids]),
    score: (hidden, output) => apply('Gemm', [hidden, table], { attributes: { transB: 1n }, output }),
  };
}

/** Of the hidden values, each with a scale of its own. */
const blockSize = 32;

/**
 * One constant for both. The product rounds blocks of 32 hidden values to 8 bits, not all of them by the greatest: with
 * those of one scale the logits are off by five hundredths of their deviation, and a word in a hundred is another one.
 */
function writeIntegerTable(content: QuantizedWeights, { editor, operations }: TokenTableOptions): TokenTable {
  const { apply, floats, int64s } = operations;
  const [tokenCount = 0, width = 0] = content.dims;
  const blockCount = width / blockSize;
  if (!Number.isInteger(blockCount))
    throw new OnnxFormatError(`A width of ${width} has no blocks of ${blockSize}.`);
  const table: QuantizedWeights = { ...toUnsigned(content), dims: [tokenCount, blockCount, blockSize] };
  const matrix = addIntegers(editor, editor.freshName('whisper/tokens'), table);
  const scales = new Float32Array(tokenCount * blockCount).fill(table.scale);
  const zeroPoints = new Uint8Array(tokenCount * blockCount).fill(table.zeroPoint);
  return {
    tokenCount,
    width,
    embed(ids) {
      const rows = apply('Gather', [matrix, ids]);
      const values = apply('DequantizeLinear', [
        rows,
        operations.float(table.scale),
        addZeroPoint(editor, table),
      ]);
      return apply('Reshape', [values, int64s(-1, width)]);
    },
    score: (hidden, output) =>
      apply(
        'MatMulNBits',
        [
          hidden,
          matrix,
          floats([tokenCount * blockCount], scales),
          addIntegers(editor, editor.freshName('whisper/tokens/zero'), {
            values: zeroPoints,
            dims: [tokenCount * blockCount],
          }),
        ],
        {
          domain: 'com.microsoft',
          output,
          attributes: {
            K: BigInt(width),
            N: BigInt(tokenCount),
            bits: 8n,
            block_size: BigInt(blockSize),
            accuracy_level: integerActivations,
          },
        },
      ),
  };
}

/** Of `accuracy_level`: the input is rounded to 8 bits. */
const integerActivations = 4n;

function toUnsigned(weights: QuantizedWeights): QuantizedWeights {
  const { values, zeroPoint } = weights;
  if (values instanceof Uint8Array) return weights;
  const unsigned = new Uint8Array(values.length);
  for (let index = 0; index < unsigned.length; index += 1) unsigned[index] = (values[index] ?? 0) + 128;
  return { ...weights, values: unsigned, zeroPoint: zeroPoint + 128 };
}
