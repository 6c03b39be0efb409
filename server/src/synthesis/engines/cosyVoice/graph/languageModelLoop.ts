import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { createGraph, createModel, createNode, createValueInfo } from '../../../../onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Graph, Model, ValueInfo } from '../../../../onnx/onnxModel.ts';
import { windowLength } from '../speechTokens/sampleSpeechToken.ts';
import { attentionNames } from './attentionNames.ts';
import { createCheckpointLayers, operatorSets } from './checkpointLayers.ts';
import { writeStep, type LanguageModelGraphOptions } from './languageModelGraph.ts';
import { languageModelNames, type LanguageModelShape } from './languageModelShape.ts';
import { speechCount, writeSpeechDraw } from './speechDrawGraph.ts';

export const loopNames = {
  embeds: 'loop_embeds',
  recent: 'loop_recent',
  first: 'loop_first',
  second: 'loop_second',
  least: 'loop_least',
  tokens: 'loop_tokens',
  nextEmbeds: 'loop_next_embeds',
  nextRecent: 'loop_next_recent',
  ...attentionNames('loop_'),
} as const;

/**
 * Many steps of the language model in one call, which draws the tokens itself: for providers that copy all keys and
 * values to and fro at each call. Reads `loop_embeds` [1, n, width], draws a token, reads that, and so on, as often as
 * there are draws, `loop_first` and `loop_second` float64 [K], or until a token ends the speech. No such token is drawn
 * before `loop_least` (int64 scalar) tokens. `loop_recent` int64 [10] are the tokens before, -1 where there are none.
 * Gives `loop_tokens` int64 [at most K], the embeds of the last of them, which was not read yet, and the rest of the state.
 */
export function buildLanguageModelLoop(checkpoint: Checkpoint, options: LanguageModelGraphOptions): Model {
  const { shape } = options;
  const graph = createGraph('language model loop');
  const editor = new GraphEditor(graph);
  const { apply, int64s } = createOperations(editor, 'loop');
  const state = stateOf(shape, loopNames);
  const { first, second, least, tokens } = loopNames;
  graph.inputs.push(...state.inputs, ...drawInputs(loopNames));
  graph.outputs.push(createValueInfo(tokens, 'int64', ['spoken']), ...state.outputs);
  const count = apply('Squeeze', [apply('Shape', [first]), int64s(0)]);
  const names = (values: readonly ValueInfo[]): string[] => values.map(({ name }) => name);
  // What the draws need comes out again as it went in.
  const unused = [first, second, least].map((name) => editor.freshName(`${name}_after`));
  editor.addNode(
    createNode('Loop', {
      inputs: [count, '', first, second, least, ...names(state.inputs)],
      outputs: [...unused, ...names(state.outputs), tokens],
      attributes: { body: { graph: buildBody(checkpoint, options) } },
    }),
  );
  return createModel(editor.commit(), operatorSets);
}

interface StateNames {
  readonly embeds: string;
  readonly recent: string;
  readonly nextEmbeds: string;
  readonly nextRecent: string;
  readonly pastKey: (layer: number) => string;
  readonly pastValue: (layer: number) => string;
  readonly key: (layer: number) => string;
  readonly value: (layer: number) => string;
}

/** What goes from one call, or step, to the next. */
function stateOf(
  { width, layerCount, keyHeadCount, headWidth }: LanguageModelShape,
  names: StateNames,
): { readonly inputs: ValueInfo[]; readonly outputs: ValueInfo[] } {
  const memory = (name: string): ValueInfo =>
    createValueInfo(name, 'float32', [1, keyHeadCount, `${name}_length`, headWidth]);
  const layers = Array.from({ length: layerCount }, (_, layer) => layer);
  return {
    inputs: [
      createValueInfo(names.embeds, 'float32', [1, `${names.embeds}_length`, width]),
      createValueInfo(names.recent, 'int64', [windowLength]),
      ...layers.flatMap((layer) => [memory(names.pastKey(layer)), memory(names.pastValue(layer))]),
    ],
    outputs: [
      createValueInfo(names.nextEmbeds, 'float32', [1, `${names.nextEmbeds}_length`, width]),
      createValueInfo(names.nextRecent, 'int64', [windowLength]),
      ...layers.flatMap((layer) => [memory(names.key(layer)), memory(names.value(layer))]),
    ],
  };
}

function drawInputs({ first, second, least }: Record<'first' | 'second' | 'least', string>): ValueInfo[] {
  return [
    createValueInfo(first, 'float64', ['draws']),
    createValueInfo(second, 'float64', ['draws']),
    createValueInfo(least, 'int64', []),
  ];
}

const bodyNames = {
  ...languageModelNames,
  recent: 'recent',
  nextEmbeds: 'next_embeds',
  nextRecent: 'next_recent',
  first: 'first',
  second: 'second',
  least: 'least',
} as const;

/** A step: reads, draws, and looks up what to read next. */
function buildBody(checkpoint: Checkpoint, { shape, attention, ...files }: LanguageModelGraphOptions): Graph {
  const layers = createCheckpointLayers(checkpoint, { ...files, graphName: 'step' });
  const { apply, int64, int64s } = layers.operations;
  const { recent, first, second, least, nextEmbeds, nextRecent, logits } = bodyNames;
  const state = stateOf(shape, bodyNames);
  const carried = drawInputs(bodyNames);
  const inputs = [createValueInfo('index', 'int64', []), createValueInfo('goes_on', 'bool', [])];
  for (const input of [...inputs, ...carried, ...state.inputs]) layers.addInput(input);
  layers.addOutput(createValueInfo('goes_on_after', 'bool', []));
  for (const name of [first, second])
    layers.addOutput(createValueInfo(`${name}_after`, 'float64', ['draws']));
  layers.addOutput(createValueInfo(`${least}_after`, 'int64', []));
  for (const output of state.outputs) layers.addOutput(output);
  layers.addOutput(createValueInfo('token', 'int64', []));

  writeStep(layers, { shape, attention });
  const token = writeSpeechDraw(
    layers.operations,
    {
      logits,
      recent,
      first: apply('Gather', [first, 'index']),
      second: apply('Gather', [second, 'index']),
      mayEnd: apply('GreaterOrEqual', ['index', least]),
    },
    shape.speechTokenCount,
  );
  const drawn = apply('Unsqueeze', [token, int64s(0)]);
  const table = layers.weight('speech_embedding.weight', [shape.speechTokenCount, shape.width]);
  apply('Unsqueeze', [apply('Gather', [table, drawn]), int64s(0)], { output: nextEmbeds });
  apply('Concat', [apply('Slice', [recent, int64s(1), int64s(windowLength)]), drawn], {
    attributes: { axis: 0n },
    output: nextRecent,
  });
  apply('Less', [token, int64(speechCount)], { output: 'goes_on_after' });
  apply('Identity', [token], { output: 'token' });
  for (const name of [first, second, least]) apply('Identity', [name], { output: `${name}_after` });
  const { graph } = layers.finish();
  if (graph === undefined) throw new Error('A step has no graph.');
  return graph;
}
