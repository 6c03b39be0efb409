import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openCheckpoint, type Checkpoint } from '../../server/src/checkpoint/openCheckpoint.ts';
import { createValueInfo } from '../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../server/src/onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../server/src/onnx/graphOperations.ts';
import type { Graph, Model, ValueInfo } from '../../server/src/onnx/onnxModel.ts';
import {
  createCheckpointLayers,
  type CheckpointLayers,
} from '../../server/src/synthesis/engines/cosyVoice/graph/checkpointLayers.ts';
import { buildCondition } from '../../server/src/synthesis/engines/cosyVoice/graph/conditionGraph.ts';
import { buildEstimator } from '../../server/src/synthesis/engines/cosyVoice/graph/estimatorGraph.ts';
import { readEstimatorShape } from '../../server/src/synthesis/engines/cosyVoice/graph/estimatorShape.ts';
import { buildLanguageModel } from '../../server/src/synthesis/engines/cosyVoice/graph/languageModelGraph.ts';
import { readLanguageModelShape } from '../../server/src/synthesis/engines/cosyVoice/graph/languageModelShape.ts';
import { buildPitchGraph } from '../../server/src/synthesis/engines/cosyVoice/graph/pitchGraph.ts';
import { buildVocoderGraph } from '../../server/src/synthesis/engines/cosyVoice/graph/vocoderGraph.ts';
import { cosyVoiceToyFolder } from './cosyVoiceToy.ts';
import { createSplitSource } from './cosyVoiceSplitSource.ts';
import { never } from './never.ts';

/**
 * The tiny CosyVoice 3 as ayousanz/cosy-voice3-onnx has the large one: twelve graphs of the same names, inputs, outputs
 * and layout of memory, their weights within. What they compute is what the reference computes.
 */
export async function buildSplitToy(
  languageModelFile = path.join(cosyVoiceToyFolder, 'llm.pt'),
): Promise<Record<string, Model>> {
  const language = await openToy(languageModelFile);
  const flow = await openToy(path.join(cosyVoiceToyFolder, 'flow.pt'));
  const vocoder = await openToy(path.join(cosyVoiceToyFolder, 'hift.pt'));
  const graphs = {
    'text_embedding_fp32.onnx': language.inline(
      buildRows(language.checkpoint, 'llm.model.model.embed_tokens', ['input_ids', 'embeddings']),
    ),
    'llm_speech_embedding_fp16.onnx': language.inline(
      buildRows(language.checkpoint, 'speech_embedding', ['token', 'embedded']),
    ),
    'llm_backbone_initial_fp16.onnx': language.inline(buildBackbone(language.checkpoint, 'initial')),
    'llm_backbone_decode_fp16.onnx': language.inline(buildBackbone(language.checkpoint, 'decode')),
    'llm_decoder_fp16.onnx': language.inline(buildHead(language.checkpoint)),
    'flow_token_embedding_fp16.onnx': flow.inline(
      buildRows(flow.checkpoint, 'input_embedding', ['token', 'embedded']),
    ),
    'flow_pre_lookahead_fp16.onnx': flow.inline(buildLookahead(flow.checkpoint)),
    'flow_speaker_projection_fp16.onnx': flow.inline(buildSpeaker(flow.checkpoint)),
    'flow.decoder.estimator.fp16.onnx': flow.inline(buildSplitEstimator(flow.checkpoint)),
    'hift_f0_predictor_fp32.onnx': vocoder.inline(buildPitchGraph(vocoder.checkpoint, location)),
    'hift_source_generator_fp32.onnx': await createSplitSource(vocoder.checkpoint),
    'hift_decoder_fp32.onnx': vocoder.inline(buildDecoder(vocoder.checkpoint)),
  };
  for (const { checkpoint } of [language, flow, vocoder]) await checkpoint.close();
  return graphs;
}

const location = 'weights';

interface ToyWeights {
  readonly checkpoint: Checkpoint;
  /** Moves the weights into the graph. */
  readonly inline: (model: Model) => Model;
}

async function openToy(file: string): Promise<ToyWeights> {
  const bytes = readFileSync(file);
  return {
    checkpoint: await openCheckpoint(file, never),
    inline(model) {
      for (const tensor of model.graph?.initializers ?? []) {
        const place = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
        if (place.size === 0) continue;
        const start = Number(place.get('offset'));
        tensor.rawData = new Uint8Array(bytes.subarray(start, start + Number(place.get('length'))));
        tensor.externalData = [];
        tensor.dataLocation = undefined;
      }
      return model;
    },
  };
}

/** A table, looked up. */
function buildRows(checkpoint: Checkpoint, part: string, [ids, rows]: readonly [string, string]): Model {
  const layers = startLayers(checkpoint);
  const { dims } = checkpoint.tensor(`${part}.weight`);
  layers.addInput(createValueInfo(ids, 'int64', ['batch', 'tokens']));
  layers.addOutput(createValueInfo(rows, 'float32', ['batch', 'tokens', dims[1] ?? 0]));
  layers.operations.apply('Gather', [layers.weight(`${part}.weight`, dims), ids], { output: rows });
  return layers.finish();
}

function buildHead(checkpoint: Checkpoint): Model {
  const { width, speechTokenCount } = readLanguageModelShape(checkpoint, toyHeadWidth);
  const layers = startLayers(checkpoint);
  const { apply, int64s } = layers.operations;
  layers.addInput(createValueInfo('hidden_state', 'float32', ['batch', 1, width]));
  layers.addOutput(createValueInfo('logits', 'float32', ['batch', speechTokenCount]));
  const row = apply('Reshape', ['hidden_state', int64s(-1, width)]);
  layers.linear(row, 'llm_decoder', { from: width, to: speechTokenCount, output: 'logits' });
  return layers.finish();
}

const toyHeadWidth = 16;

/** The step of the language model, its memory one tensor; nothing is right where the mask has another length. */
function buildBackbone(checkpoint: Checkpoint, kind: 'initial' | 'decode'): Model {
  const shape = readLanguageModelShape(checkpoint, toyHeadWidth);
  const { width, layerCount, keyHeadCount, headWidth } = shape;
  const layers = Array.from({ length: layerCount }, (_, layer) => layer);
  const memory = (name: string, length: string): ValueInfo =>
    createValueInfo(name, 'float32', [2 * layerCount, 'batch', keyHeadCount, length, headWidth]);
  const isInitial = kind === 'initial';
  const newCount = isInitial ? 'tokens' : 1;
  const memoryName = isInitial ? 'past_key_values' : 'new_past_key_values';
  return rebuild(buildLanguageModel(checkpoint, { shape, attention: 'plain', location }), {
    inputs: [
      createValueInfo('inputs_embeds', 'float32', ['batch', newCount, width]),
      createValueInfo('attention_mask', 'float32', ['batch', 'all']),
      ...(isInitial ? [] : [memory('past_key_values', 'past')]),
    ],
    outputs: [
      createValueInfo('hidden_states', 'float32', ['batch', newCount, width]),
      memory(memoryName, 'all'),
    ],
    edit(editor, { apply, int64, int64s, floats }) {
      apply('Identity', ['inputs_embeds'], { output: 'embeds' });
      for (const layer of layers) {
        for (const [index, name] of [`past_key_${layer}`, `past_value_${layer}`].entries()) {
          if (isInitial)
            apply('Identity', [floats([1, keyHeadCount, 0, headWidth], new Float32Array(0))], {
              output: name,
            });
          else apply('Gather', ['past_key_values', int64(2 * layer + index)], { output: name });
        }
      }
      const all = layers.flatMap((layer) => [`key_${layer}`, `value_${layer}`]);
      apply(
        'Concat',
        all.map((name) => apply('Unsqueeze', [name, int64s(0)])),
        { attributes: { axis: 0n }, output: memoryName },
      );
      // The last norm, of all tokens and not of the last one alone.
      const norm = editor.producer(editor.producer('logits')?.inputs[0] ?? '');
      const last = editor.producer(norm?.inputs[0] ?? '');
      if (norm === undefined || last === undefined) throw new Error('The step has no last norm.');
      editor.setInput(norm, 0, last.inputs[0] ?? '');
      const lengths = [
        apply('ReduceSum', ['attention_mask']),
        apply('Cast', [apply('Gather', [apply('Shape', ['key_0']), int64(2)])], { attributes: { to: 1n } }),
      ];
      const hidden = apply('Mul', [norm.outputs[0] ?? '', apply('Div', lengths)]);
      apply('Reshape', [hidden, int64s(1, -1, width)], { output: 'hidden_states' });
    },
  });
}

function buildLookahead(checkpoint: Checkpoint): Model {
  return rebuild(buildCondition(checkpoint, location), {
    inputs: [createValueInfo('token_embedded', 'float32', ['batch', 'tokens', 80])],
    outputs: [createValueInfo('h', 'float32', ['batch', 'frames', 80])],
    edit(editor, { apply }) {
      const [rows] = editor.nodesOfType('Gather');
      editor.redirectConsumers(rows?.outputs[0] ?? '', 'token_embedded');
      apply('Transpose', ['condition'], { attributes: { perm: [0n, 2n, 1n] }, output: 'h' });
    },
  });
}

function buildSpeaker(checkpoint: Checkpoint): Model {
  return rebuild(buildCondition(checkpoint, location), {
    inputs: [createValueInfo('embedding', 'float32', ['batch', 192])],
    outputs: [createValueInfo('projected', 'float32', ['batch', 80])],
    edit(editor, { apply }) {
      const [direction] = editor.nodesOfType('LpNormalization');
      editor.redirectConsumers(direction?.outputs[0] ?? '', 'embedding');
      apply('Identity', ['speaker'], { output: 'projected' });
    },
  });
}

function buildSplitEstimator(checkpoint: Checkpoint): Model {
  const shape = readEstimatorShape(checkpoint);
  const half = shape.headWidth / 2;
  const frames = (name: string, rows: number): ValueInfo =>
    createValueInfo(name, 'float32', [2, rows, 'frames']);
  return rebuild(buildEstimator(checkpoint, { shape, attention: 'plain', location }), {
    inputs: [
      frames('x', 80),
      frames('mask', 1),
      frames('mu', 80),
      createValueInfo('t', 'float32', [2]),
      createValueInfo('spks', 'float32', [2, 80]),
      frames('cond', 80),
    ],
    outputs: [frames('estimator_out', 80)],
    edit(_, { apply, int64, int64s, float, floats }) {
      apply('Mul', ['x', 'mask'], { output: 'sound' });
      for (const [from, to] of [
        ['mu', 'condition'],
        ['cond', 'prompt'],
        ['spks', 'speaker'],
      ] as const)
        apply('Identity', [from], { output: to });
      const frequencies = Float32Array.from({ length: 128 }, (_value, index) => 10_000 ** (-index / 127));
      const moment = apply('Mul', [apply('Slice', ['t', int64s(0), int64s(1)]), float(1000)]);
      const waves = apply('Mul', [moment, floats([1, 128], frequencies)]);
      apply('Concat', [apply('Sin', [waves]), apply('Cos', [waves])], {
        attributes: { axis: 1n },
        output: 'time',
      });
      const frameCount = apply('Gather', [apply('Shape', ['x']), int64(2)]);
      apply('Identity', [frameCount], { output: 'chunk' });
      const places = apply('Cast', [apply('Range', [int64(0), frameCount, int64(1)])], {
        attributes: { to: 1n },
      });
      const turns = Float32Array.from({ length: half }, (_value, index) => 10_000 ** (-index / half));
      const angles = apply('Mul', [apply('Unsqueeze', [places, int64s(1)]), floats([1, half], turns)]);
      apply('Cos', [angles], { output: 'cosines' });
      apply('Sin', [angles], { output: 'sines' });
      apply('Identity', ['velocity'], { output: 'estimator_out' });
    },
  });
}

function buildDecoder(checkpoint: Checkpoint): Model {
  const rows = (name: string, count: number): ValueInfo =>
    createValueInfo(name, 'float32', ['batch', count, 'steps']);
  return rebuild(buildVocoderGraph(checkpoint, location), {
    inputs: [createValueInfo('mel', 'float32', ['batch', 80, 'frames']), rows('source_stft', 18)],
    outputs: [rows('magnitude', 9), rows('phase', 9)],
    edit(editor, { apply, int64s }) {
      const [padded] = editor.consumers('source');
      const [analysis] = editor.consumers(padded?.outputs[0] ?? '');
      const spectrum = apply('Pad', ['source_stft', int64s(0, 0, 0, 0, 2, 0)]);
      editor.redirectConsumers(analysis?.outputs[0] ?? '', spectrum);
      const [magnitude] = editor.nodesOfType('Exp');
      const split = editor.producer(magnitude?.inputs[0] ?? '');
      const [phase] = editor.consumers(split?.outputs[1] ?? '');
      apply('Identity', [magnitude?.outputs[0] ?? ''], { output: 'magnitude' });
      apply('Identity', [phase?.outputs[0] ?? ''], { output: 'phase' });
    },
  });
}

interface Rebuilding {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly edit: (editor: GraphEditor, operations: GraphOperations) => void;
}

function rebuild(model: Model, { inputs, outputs, edit }: Rebuilding): Model {
  const graph: Graph | undefined = model.graph;
  if (graph === undefined) throw new Error('The model has no graph.');
  const editor = new GraphEditor(graph);
  graph.inputs = [...inputs];
  edit(editor, createOperations(editor, 'split'));
  graph.outputs = [...outputs];
  editor.removeDead();
  return { ...model, graph: editor.commit() };
}

function startLayers(checkpoint: Checkpoint): CheckpointLayers {
  return createCheckpointLayers(checkpoint, { location, graphName: 'split' });
}
