import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { createValueInfo } from '../../../../onnx/graphBuilding.ts';
import type { Model } from '../../../../onnx/onnxModel.ts';
import { embeddingSize } from '../../../../voices/voiceProfile.ts';
import { createCheckpointLayers, type CheckpointLayers } from './checkpointLayers.ts';

export const conditionNames = {
  tokens: 'tokens',
  voice: 'voice',
  condition: 'condition',
  speaker: 'speaker',
} as const;

/** Bands of the mel spectrogram. */
export const bandCount = 80;
/** Frames of it that a speech token lasts. */
export const framesPerToken = 2;
/** Tokens that come after the one whose frames are computed: without them those frames are not final. */
export const lookaheadTokens = 3;

/**
 * What the flow of CosyVoice 3 is told, once an utterance: `tokens` int64 [1, n] and `voice` [1, 192], a speaker vector
 * of any length, to `condition` [1, 80, 2 n] and `speaker` [1, 80]. Behind the last token nothing is assumed to come;
 * who has more tokens gives three of them and drops six frames.
 *
 * Source: CosyVoice, cosyvoice/flow/flow.py (CausalMaskedDiffWithDiT) and transformer/upsample_encoder.py
 */
export function buildCondition(checkpoint: Checkpoint, location: string): Model {
  const layers = createCheckpointLayers(checkpoint, { location, graphName: 'condition' });
  const { apply, int64s } = layers.operations;
  const { tokens, condition } = conditionNames;
  layers.addInput(createValueInfo(tokens, 'int64', [1, 'tokens']));
  layers.addOutput(createValueInfo(condition, 'float32', [1, bandCount, 'frames']));
  const table = layers.weight('input_embedding.weight', checkpoint.tensor('input_embedding.weight').dims);
  const rows = apply('Transpose', [apply('Gather', [table, tokens])], { attributes: { perm: [0n, 2n, 1n] } });
  const seen = writeLookahead(layers, rows);
  // Each frame as often as a token has frames.
  const spread = apply('Expand', [apply('Unsqueeze', [seen, int64s(3)]), int64s(1, 1, 1, framesPerToken)]);
  apply('Reshape', [spread, int64s(1, bandCount, -1)], { output: condition });
  writeSpeaker(layers);
  return layers.finish();
}

/** Two convolutions, one over what follows and one over what came before, added to their input [1, 80, n]. */
function writeLookahead({ checkpoint, operations, weight }: CheckpointLayers, input: string): string {
  const { apply } = operations;
  const [width = 0, , kernelLength = 0] = checkpoint.tensor('pre_lookahead_layer.conv1.weight').dims;
  const convolve = (
    values: string,
    part: string,
    { dims, pads }: { readonly dims: readonly [number, number, number]; readonly pads: readonly bigint[] },
  ): string =>
    apply(
      'Conv',
      [
        values,
        weight(`pre_lookahead_layer.${part}.weight`, dims),
        weight(`pre_lookahead_layer.${part}.bias`, [dims[0]]),
      ],
      { attributes: { pads } },
    );
  const ahead = convolve(input, 'conv1', {
    dims: [width, bandCount, kernelLength],
    pads: [0n, BigInt(lookaheadTokens)],
  });
  const bent = apply('LeakyRelu', [ahead], { attributes: { alpha: 0.01 } });
  const behind = convolve(bent, 'conv2', { dims: [bandCount, width, 3], pads: [2n, 0n] });
  return apply('Add', [behind, input]);
}

function writeSpeaker(layers: CheckpointLayers): void {
  const { apply } = layers.operations;
  const { voice, speaker } = conditionNames;
  layers.addInput(createValueInfo(voice, 'float32', [1, embeddingSize]));
  layers.addOutput(createValueInfo(speaker, 'float32', [1, bandCount]));
  const direction = apply('LpNormalization', [voice], { attributes: { axis: 1n, p: 2n } });
  layers.linear(direction, 'spk_embed_affine_layer', { from: embeddingSize, to: bandCount, output: speaker });
}
