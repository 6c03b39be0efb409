import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ExecutionProvider } from '../../../../../../protocol/inference.ts';
import { createSession, type Session } from '../../../../inference/session.ts';
import type { InstalledModel } from '../../../../models/installedModel.ts';
import { syncPath } from '../../../../files/partFile.ts';
import { openPreparedFiles } from '../../../../models/preparedFiles.ts';
import { writeModel } from '../../../../onnx/onnxModel.ts';
import type { CosyVoiceModel, CosyVoiceModelOptions } from '../cosyVoiceModel.ts';
import { chooseGraphPlaces, type ModelPlaces } from '../graphPlaces.ts';
import { findGraphs, type FoundGraph } from './findGraphs.ts';
import type { GraphRoleName } from './graphRoles.ts';
import { createSplitFlow } from './splitFlow.ts';
import { createGraphRows, startSplitLanguageModel } from './splitLanguageModel.ts';
import { startSplitVocoder } from './splitVocoder.ts';

/**
 * Opens a CosyVoice 3 that somebody split into twelve graphs, as ayousanz/cosy-voice3-onnx has it, in any precision: see
 * `graphRoles`. Graphs in floats of 16 bits compute in floats of 32, since the squares in the language model's norms
 * are beyond what 16 bits hold.
 *
 * @throws SpeechError as `findGraphs`, `openPreparedFiles` and `createSession`
 */
export async function openGraphSet(
  model: InstalledModel,
  options: CosyVoiceModelOptions,
  signal: AbortSignal,
): Promise<CosyVoiceModel> {
  const graphs = await findGraphs(model, signal);
  const opened: Session[] = [];
  const dispose = async (): Promise<void> => {
    await Promise.all(opened.map((session) => session.dispose()));
  };
  const open = async (name: GraphRoleName): Promise<Session> => {
    const session = await openGraph(model, { name, graph: graphs[name], options }, signal);
    opened.push(session);
    return session;
  };
  try {
    const rows = createGraphRows({ textRows: await open('textRows'), speechRows: await open('speechRows') });
    const language = {
      initial: await open('initial'),
      decode: await open('decode'),
      head: await open('head'),
    };
    const flow = {
      tokenRows: await open('tokenRows'),
      lookahead: await open('lookahead'),
      speaker: await open('speaker'),
      estimator: await open('estimator'),
    };
    const vocoder = {
      pitch: await open('pitch'),
      source: await open('source'),
      decoder: await open('decoder'),
    };
    const { length: width } = await rows.speech([0]);
    signal.throwIfAborted();
    return {
      provider: flow.estimator.provider,
      textTokenCount: rowCountOf(graphs.textRows),
      rows,
      startLanguageModel: () => startSplitLanguageModel(language, width),
      flow: createSplitFlow(flow),
      startVocoder: (vocoderOptions) => startSplitVocoder(vocoder, vocoderOptions),
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Of a graph that is one table. */
function rowCountOf({ outline: { graph } }: FoundGraph): number {
  return Math.max(0, ...(graph?.initializers ?? []).map(({ dims: [rows = 0] }) => rows));
}

/** What takes the time; the others are tables, or small, or need to be exact, and run on the processor. */
const heavyParts: Readonly<Partial<Record<GraphRoleName, keyof ModelPlaces>>> = {
  initial: 'languageModel',
  decode: 'languageModel',
  head: 'languageModel',
  estimator: 'flow',
  decoder: 'vocoder',
};

function providerOf(name: GraphRoleName, provider: ExecutionProvider): ExecutionProvider {
  const part = heavyParts[name];
  const places = chooseGraphPlaces(provider, { hasHalves: false, hasExactProducts: true }, true);
  return (part && places[part][0]?.provider) ?? 'cpu';
}

interface GraphOpening {
  readonly name: GraphRoleName;
  readonly graph: FoundGraph;
  readonly options: CosyVoiceModelOptions;
}

async function openGraph(
  model: InstalledModel,
  { name, graph: { file, outline, isWidened }, options: { session, onNote } }: GraphOpening,
  signal: AbortSignal,
): Promise<Session> {
  signal.throwIfAborted();
  const sessionOptions = { ...session, provider: providerOf(name, session.provider) };
  if (!isWidened) return createSession(model.path(file), sessionOptions);
  const graphName = `${name}.onnx`;
  const prepared = await openPreparedFiles(
    model,
    {
      id: `cosyvoice-wide-${name.toLowerCase()}`,
      version: 1,
      sources: [file],
      async make({ draftFolder }, makingSignal) {
        const graphPath = path.join(draftFolder, graphName);
        await writeFile(graphPath, writeModel(outline), { signal: makingSignal });
        await syncPath(graphPath, 'r+');
      },
      ...(onNote && { onNote }),
    },
    signal,
  );
  return createSession(prepared[graphName] ?? '', { ...sessionOptions, dataFolder: model.folder });
}
