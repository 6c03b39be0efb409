import { SpeechError } from '../../../../../protocol/errors.ts';
import { createSession, type Session, type SessionOptions } from '../../../inference/session.ts';
import { readGraphOutline } from '../../../models/graphOutline.ts';
import type { InstalledModel } from '../../../models/installedModel.ts';
import { findDifference, type GraphSignature } from '../../../onnx/graphSignature.ts';
import type { Graph } from '../../../onnx/onnxModel.ts';
import {
  bandCount,
  embeddingSize,
  type ClipRecording,
  type VoiceClip,
} from '../../../voices/voiceProfile.ts';
import { assertUsable, enrollClip } from './voiceProfile/enrollClip.ts';

export interface EnrollmentOptions {
  readonly recordings: readonly ClipRecording[];
  readonly session: SessionOptions;
  /** Absent: `createSession`. */
  readonly openSession?: (modelPath: string, options: SessionOptions) => Promise<Session>;
}

/**
 * Makes clips of a voice with the published models, which take a gigabyte of memory. They are loaded for this alone, and
 * are gone afterwards, whatever happens.
 *
 * @throws SpeechError modelIncompatible (a model of another kind), and as `enrollClip`, `readGraphOutline` and
 *         `createSession`
 */
export async function enrollWithModel(
  model: InstalledModel,
  { recordings, session, openSession = createSession }: EnrollmentOptions,
  signal: AbortSignal,
): Promise<VoiceClip[]> {
  signal.throwIfAborted();
  for (const recording of recordings) assertUsable(recording);
  for (const part of ['speechTokenizer', 'speaker'] as const) await assertKnown(model, part, signal);
  const opened: Session[] = [];
  const open = async (part: EnrollmentPart): Promise<Session> => {
    signal.throwIfAborted();
    const loaded = await openSession(model.path(enrollmentFiles[part]), session);
    opened.push(loaded);
    return loaded;
  };
  try {
    const speechTokenizer = await open('speechTokenizer');
    const speaker = await open('speaker');
    const clips: VoiceClip[] = [];
    for (const recording of recordings)
      clips.push(await enrollClip(recording, { speechTokenizer, speaker }, signal));
    return clips;
  } finally {
    await Promise.all(opened.map((loaded) => loaded.dispose()));
  }
}

/** Those of the model's files that look at a clip. */
const enrollmentFiles = {
  speechTokenizer: 'speech_tokenizer_v3.onnx',
  speaker: 'campplus.onnx',
} as const;

type EnrollmentPart = keyof typeof enrollmentFiles;

async function assertKnown(model: InstalledModel, part: EnrollmentPart, signal: AbortSignal): Promise<void> {
  const file = enrollmentFiles[part];
  const { graph } = await readGraphOutline(model, file, signal);
  const difference = graph === undefined ? 'it has no graph' : findDifference(graph, signatures[part](graph));
  if (difference === undefined) return;
  throw new SpeechError('modelIncompatible', {
    message: `${file} of '${model.id}' cannot be used: ${difference}.`,
    hint: `Use the ${file} that is published with CosyVoice 3.`,
  });
}

/** What is given has no name that is said anywhere. */
const signatures: Readonly<Record<EnrollmentPart, (graph: Graph) => GraphSignature>> = {
  speechTokenizer: () => ({
    inputs: {
      feats: { type: 'float32', dims: [1, 128, 'frames'] },
      feats_length: { type: 'int32', dims: [1] },
    },
    outputs: {},
  }),
  speaker: ({ outputs: [vector] }) => ({
    inputs: { input: { type: 'float32', dims: ['batch', 'frames', bandCount] } },
    outputs: { [vector?.name ?? 'output']: { type: 'float32', dims: ['batch', embeddingSize] } },
  }),
};
