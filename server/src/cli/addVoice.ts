import path from 'node:path';
import { emotions, type Emotion } from '../../../protocol/expression.ts';
import type { ClipFault } from '../../../protocol/voices.ts';
import {
  describeRun,
  type ClipExamination,
  type GivenClip,
  type HearClip,
} from '../enrollment/examineClip.ts';
import { makeVoice } from '../enrollment/makeVoice.ts';
import { chooseEngine } from './chooseEngine.ts';
import type { CommandContext } from './command.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { UsageError } from './failure.ts';
import { formatDuration, round } from './format.ts';
import { offerMissingModels } from './pullModel.ts';
import { voiceRecord } from './voiceRecord.ts';

/** Of the command `voices add`. */
export interface AddVoiceOptions {
  readonly transcript?: string;
  readonly whose?: string;
  readonly language?: string;
  /** Emotions, each with its clip and possibly its transcript. */
  readonly emotion?: readonly string[];
  readonly replace: boolean;
  readonly trustTranscript: boolean;
  readonly json: boolean;
}

/** Makes a voice of clips, and says how good they are and what they were heard to say. */
export async function addVoice(
  {
    name,
    clip,
    options,
  }: { readonly name: string; readonly clip: string; readonly options: AddVoiceOptions },
  context: CommandContext,
): Promise<ExitCode> {
  const { services, output, signal } = context;
  const { transcript = null, whose = '', language = null, emotion = [], replace, trustTranscript } = options;
  const clips: readonly GivenClip[] = [{ file: clip, transcript, emotion: null }, ...parseEmotions(emotion)];
  const progress = output.progress(name, 'files');
  const { voice, examinations } = await makeVoice(
    { name, statement: whose, clips, language, replaces: replace, trustsTranscript: trustTranscript },
    {
      voices: services.voices,
      isNameOfModel: (wanted) => services.isPresetVoice(wanted),
      async requireModels(either) {
        await offerMissingModels(context, services.enrollmentModels);
        await services.requireInstalled(services.enrollmentModels, either);
      },
      hear: hearWith(context),
      enroll: (recordings, either) => services.enrollClips(recordings, either),
      nowMs: () => Date.now(),
      onProgress({ phase, clipIndex, clipCount }) {
        progress.relabel(phase === 'hearing' ? `listening to clip ${clipIndex + 1}` : `making ${name}`);
        progress.update(clipIndex, clipCount + 1);
      },
    },
    signal,
  ).finally(() => {
    progress.end();
  });
  const examined = examinations.map((examination, index) => ({
    file: clips[index]?.file ?? clip,
    examination,
  }));
  for (const { file, examination } of examined) noteClip(file, examination, context);
  output.record({
    ok: true,
    voice: voiceRecord(voice),
    clips: examined.map(({ file, examination }) => clipRecord(file, examination)),
  });
  output.result(`${voice.name} can speak: aloud speak --voice "${voice.name}" "Hello."`);
  return exitCodes.ok;
}

/** An emotion begins a clip; what follows is its file and, where it is there, its transcript. */
function parseEmotions(values: readonly string[]): readonly GivenClip[] {
  const clips: GivenClip[] = [];
  for (let at = 0; at < values.length;) {
    const [emotion = '', file, next] = values.slice(at, at + 3);
    if (!isEmotion(emotion) || file === undefined)
      throw new UsageError(
        `--emotion takes an emotion, a clip and its transcript, not "${values.slice(at).join(' ')}".`,
        `Emotions are ${emotions.join(', ')}.`,
      );
    const hasTranscript = next !== undefined && !isEmotion(next);
    clips.push({ emotion, file, transcript: hasTranscript ? next : null });
    at += hasTranscript ? 3 : 2;
  }
  return clips;
}

function isEmotion(text: string): text is Emotion {
  return (emotions as readonly string[]).includes(text);
}

function hearWith(context: CommandContext): HearClip {
  const { services } = context;
  return async (file, wish, signal) => {
    const engine = await chooseEngine(wish, context);
    await services.requireInstalled(services.recognitionModels(engine), signal);
    const { language } = wish;
    const request = { engine, provider: 'cpu', ...(language !== undefined && { language }) } as const;
    return (await services.hearFile(file, request, signal)).segments;
  };
}

function noteClip(file: string, examination: ClipExamination, { output }: CommandContext): void {
  const { report, faults, transcript, heard, divergence } = examination;
  const name = path.basename(file);
  const levels = `${formatDuration(report.durationMs)}, ${Math.round(report.signalToNoiseDb)} dB above its noise`;
  output.note(`${name}: ${levels}; it says: ${transcript}`);
  for (const fault of faults) output.note(`${name}: ${faultSentences[fault]}`);
  if (heard === null)
    output.note(`${name}: Nothing that is installed hears its language, so the transcript was not compared.`);
  else if (divergence !== null && divergence.editCount > 0)
    output.note(`${name}: Compare the transcript: ${describeRun(divergence.longestRun)}.`);
}

/** What is wrong, and the way out. */
const faultSentences: Readonly<Record<ClipFault, string>> = {
  tooShort: 'It is shorter than 3 s; with one of 3 to 10 s the voice is more alike.',
  quiet: 'It is quiet; record it again closer to the microphone.',
  clipped: 'It is cut off where it is loud; record it again with less gain.',
  noisy: 'There is noise in it that the voice will have too; record it again where it is quiet.',
  music: 'There is music in it that the voice will have too; choose a clip without.',
};

function clipRecord(
  file: string,
  { report, faults, divergence, ...clip }: ClipExamination,
): Readonly<Record<string, unknown>> {
  const { durationMs, speechDb, signalToNoiseDb, clippedShare } = report;
  return {
    file,
    durationMs: Math.round(durationMs),
    speechDb: round(speechDb, 1),
    signalToNoiseDb: round(signalToNoiseDb, 1),
    clippedShare: round(clippedShare, 6),
    faults,
    ...clip,
    divergence,
  };
}
