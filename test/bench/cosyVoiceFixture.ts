import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomWeights } from '../support/randomWeights.ts';
import type { WeightSource } from '../support/senseVoiceGraph.ts';
import { checkpointPieces, type WrittenTensor } from '../support/torchCheckpoint.ts';

/**
 * Checkpoints of CosyVoice 3's architecture, size and published layout with random weights, which take exactly as long as
 * the real ones and say nothing. They are made once: half a minute, 3.4 GB.
 *
 * @param folder  outside the project
 * @returns the folder with `llm.pt`, `flow.pt`, `hift.pt` and the configuration of the language model
 */
export async function openCosyVoiceFixture(folder: string, note: (line: string) => void): Promise<string> {
  const made = path.join(folder, `cosyvoice3-random-${version}`);
  if (existsSync(made)) return made;
  note('Making CosyVoice 3 checkpoints of full size with random weights; this is done once ...');
  const draft = `${made}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await writeCheckpoint(path.join(draft, 'llm.pt'), languageModelTensors());
  await writeCheckpoint(path.join(draft, 'flow.pt'), flowTensors());
  await writeVocoderCheckpoint(path.join(draft, 'hift.pt'));
  await mkdir(path.join(draft, 'CosyVoice-BlankEN'));
  await writeFile(path.join(draft, 'CosyVoice-BlankEN/config.json'), JSON.stringify(publishedConfig));
  await rm(made, { recursive: true, force: true });
  await rename(draft, made);
  return made;
}

/** Of the language model's heads, which its checkpoint does not say. */
const publishedConfig = { hidden_size: 896, num_attention_heads: 14 };

/** Raised whenever the checkpoints are made in another way. */
const version = 2;

type Dims = readonly number[];

/** 83 MB. */
export function writeVocoderCheckpoint(file: string): Promise<void> {
  return writeCheckpoint(file, vocoderTensors(), vocoderWeights);
}

/** Writes a checkpoint tensor by tensor; `weights` makes their values. */
async function writeCheckpoint(
  file: string,
  shapes: ReadonlyMap<string, Dims>,
  weights: WeightSource = randomWeights,
): Promise<void> {
  const tensors = [...shapes].map(([name, dims]): WrittenTensor => ({
    name,
    type: 'float32',
    dims,
    bytes: () => new Uint8Array(weights(name, dims).buffer),
  }));
  const handle = await open(file, 'w');
  for (const piece of checkpointPieces(tensors)) await handle.writeFile(piece);
  await handle.close();
}

function languageModelTensors(): Map<string, Dims> {
  const [width, hiddenWidth, keyWidth] = [896, 4864, 128];
  const layer = (index: number): [string, Dims][] => {
    const stem = `llm.model.model.layers.${index}`;
    return [
      ...linear(`${stem}.self_attn.q_proj`, width, width),
      ...linear(`${stem}.self_attn.k_proj`, width, keyWidth),
      ...linear(`${stem}.self_attn.v_proj`, width, keyWidth),
      [`${stem}.self_attn.o_proj.weight`, [width, width]],
      [`${stem}.mlp.gate_proj.weight`, [hiddenWidth, width]],
      [`${stem}.mlp.up_proj.weight`, [hiddenWidth, width]],
      [`${stem}.mlp.down_proj.weight`, [width, hiddenWidth]],
      [`${stem}.input_layernorm.weight`, [width]],
      [`${stem}.post_attention_layernorm.weight`, [width]],
    ];
  };
  return new Map([
    ['llm.model.model.embed_tokens.weight', [151_936, width]],
    ...Array.from({ length: 24 }, (_, index) => layer(index)).flat(),
    ['llm.model.model.norm.weight', [width]],
    ['llm_decoder.weight', [6761, width]],
    ['speech_embedding.weight', [6761, width]],
  ]);
}

function flowTensors(): Map<string, Dims> {
  const [width, hiddenWidth] = [1024, 2048];
  const stem = 'decoder.estimator';
  const block = (index: number): [string, Dims][] => {
    const part = `${stem}.transformer_blocks.${index}`;
    return [
      ...linear(`${part}.attn_norm.linear`, width, 6 * width),
      ...['to_q', 'to_k', 'to_v', 'to_out.0'].flatMap((name) => linear(`${part}.attn.${name}`, width, width)),
      ...linear(`${part}.ff.ff.0.0`, width, hiddenWidth),
      ...linear(`${part}.ff.ff.2`, hiddenWidth, width),
    ];
  };
  return new Map([
    ['input_embedding.weight', [6561, 80]],
    ...linear('spk_embed_affine_layer', 192, 80),
    ['pre_lookahead_layer.conv1.weight', [width, 80, 4]],
    ['pre_lookahead_layer.conv1.bias', [width]],
    ['pre_lookahead_layer.conv2.weight', [80, width, 3]],
    ['pre_lookahead_layer.conv2.bias', [80]],
    ...linear(`${stem}.time_embed.time_mlp.0`, 256, width),
    ...linear(`${stem}.time_embed.time_mlp.2`, width, width),
    ...linear(`${stem}.input_embed.proj`, 320, width),
    ...['conv1', 'conv2'].flatMap((name): [string, Dims][] => [
      [`${stem}.input_embed.conv_pos_embed.${name}.0.weight`, [width, width / 16, 31]],
      [`${stem}.input_embed.conv_pos_embed.${name}.0.bias`, [width]],
    ]),
    [`${stem}.rotary_embed.inv_freq`, [32]],
    ...Array.from({ length: 22 }, (_, index) => block(index)).flat(),
    ...linear(`${stem}.norm_out.linear`, width, 2 * width),
    ...linear(`${stem}.proj_out`, width, 80),
  ]);
}

function linear(part: string, from: number, to: number): [string, Dims][] {
  return [
    [`${part}.weight`, [to, from]],
    [`${part}.bias`, [to]],
  ];
}

/** Lengths of filters and factors of snakes are 1. */
function vocoderWeights(name: string, dims: Dims): Float32Array {
  const isOne = name.endsWith('.original0') || name.endsWith('.alpha');
  return isOne ? new Float32Array(dims[0] ?? 0).fill(1) : randomWeights(name, dims);
}

function vocoderTensors(): Map<string, Dims> {
  const normalized = (part: string, dims: Dims): [string, Dims][] => [
    [`${part}.bias`, dims.slice(0, 1)],
    [`${part}.parametrizations.weight.original0`, [dims[0] ?? 0, 1, 1]],
    [`${part}.parametrizations.weight.original1`, dims],
  ];
  const block = (part: string, width: number, length: number): [string, Dims][] =>
    [0, 1, 2].flatMap((index): [string, Dims][] => [
      ...normalized(`${part}.convs1.${index}`, [width, width, length]),
      ...normalized(`${part}.convs2.${index}`, [width, width, length]),
      [`${part}.activations1.${index}.alpha`, [width]],
      [`${part}.activations2.${index}.alpha`, [width]],
    ]);
  const stages = [
    { width: 256, up: 16, down: 30, source: 7 },
    { width: 128, up: 11, down: 6, source: 7 },
    { width: 64, up: 7, down: 1, source: 11 },
  ].flatMap(({ width, up, down, source }, index): [string, Dims][] => [
    ...normalized(`ups.${index}`, [width, 2 * width, up]),
    [`source_downs.${index}.weight`, [width, 18, down]],
    [`source_downs.${index}.bias`, [width]],
    ...block(`source_resblocks.${index}`, width, source),
    ...[3, 7, 11].flatMap((length, at) => block(`resblocks.${3 * index + at}`, width, length)),
  ]);
  return new Map([
    ['m_source.l_linear.weight', [1, 9]],
    ['m_source.l_linear.bias', [1]],
    ...normalized('conv_pre', [512, 80, 5]),
    ...stages,
    ...normalized('conv_post', [18, 64, 7]),
    ...normalized('f0_predictor.condnet.0', [512, 80, 4]),
    ...[2, 4, 6, 8].flatMap((index) => normalized(`f0_predictor.condnet.${index}`, [512, 512, 3])),
    ['f0_predictor.classifier.weight', [1, 512]],
    ['f0_predictor.classifier.bias', [1]],
  ]);
}
