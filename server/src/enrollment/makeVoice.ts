import { SpeechError } from '../../../protocol/errors.ts';
import { assertVoiceName } from '../voices/voiceName.ts';
import { assertStated, type ClipRecording, type VoiceClip } from '../voices/voiceProfile.ts';
import type { ReadableVoice, VoiceLibrary } from '../voices/voiceLibrary.ts';
import { examineClip, type ClipExamination, type GivenClip, type HearClip } from './examineClip.ts';
import { readClip, type Clip } from './readClip.ts';

export interface NewVoice {
  readonly name: string;
  /** Whose voice it is, and that they agree. */
  readonly statement: string;
  /** The first of no emotion, the others of one each. */
  readonly clips: readonly GivenClip[];
  /** BCP-47; null: as the transcripts are written, or heard. */
  readonly language: string | null;
  /** A voice of that name goes; otherwise it is refused. */
  readonly replaces: boolean;
  /** What is heard does not count against the transcripts. */
  readonly trustsTranscript: boolean;
}

export interface VoiceMaking {
  readonly voices: Pick<VoiceLibrary, 'requireFree' | 'add'>;
  /** Of a voice that nobody made. */
  readonly isNameOfModel: (name: string) => boolean;
  /** The models that make a voice are there. @throws SpeechError modelNotInstalled, modelCorrupt */
  readonly requireModels: (signal: AbortSignal) => Promise<void>;
  readonly hear: HearClip;
  /** Loads those models for the time of the call. @throws SpeechError as `enrollClip` */
  readonly enroll: (
    recordings: readonly ClipRecording[],
    signal: AbortSignal,
  ) => Promise<readonly VoiceClip[]>;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly onProgress?: (progress: VoiceProgress) => void;
}

export interface VoiceProgress {
  readonly phase: 'hearing' | 'enrolling';
  /** That is listened to; otherwise how many there are. */
  readonly clipIndex: number;
  readonly clipCount: number;
}

export interface MadeVoice {
  readonly voice: ReadableVoice;
  /** Of its clips. */
  readonly examinations: readonly ClipExamination[];
}

/**
 * Makes a voice of clips and keeps it. What is wrong is told before anything is loaded, and nothing is kept unless all
 * clips will do.
 *
 * @throws SpeechError as `readClip`, `examineClip`, `VoiceLibrary.add` and the parts
 */
export async function makeVoice(
  wish: NewVoice,
  making: VoiceMaking,
  signal: AbortSignal,
): Promise<MadeVoice> {
  const { name, statement, clips, language, replaces, trustsTranscript } = wish;
  const { voices, hear, onProgress = () => undefined } = making;
  assertStated(name, statement);
  if (replaces) assertVoiceName(name);
  else await voices.requireFree(name, signal);
  if (making.isNameOfModel(name)) throw nameOfModel(name);
  assertDistinct(clips);
  const read: { readonly given: GivenClip; readonly clip: Clip }[] = [];
  for (const given of clips) read.push({ given, clip: await readClip(given.file, signal) });
  await making.requireModels(signal);
  const examinations: ClipExamination[] = [];
  const recordings: ClipRecording[] = [];
  for (const [clipIndex, { given, clip }] of read.entries()) {
    onProgress({ phase: 'hearing', clipIndex, clipCount: clips.length });
    const examination = await examineClip(given, { clip, language, trustsTranscript, hear }, signal);
    examinations.push(examination);
    recordings.push(toRecording(clip, examination, given.emotion));
  }
  onProgress({ phase: 'enrolling', clipIndex: clips.length, clipCount: clips.length });
  const made = await making.enroll(recordings, signal);
  const statedAt = new Date(making.nowMs()).toISOString();
  const profile = { name, consent: { statement: statement.trim(), statedAt }, clips: made };
  return { voice: await voices.add(profile, { replaces }, signal), examinations };
}

function toRecording(
  { samples, sampleRateHz }: Clip,
  { transcript, language }: ClipExamination,
  emotion: ClipRecording['emotion'],
): ClipRecording {
  return { samples, sampleRateHz, transcript, language, emotion };
}

/** @throws SpeechError invalidInput: the first clip is of no emotion, and no two are of the same one */
function assertDistinct(clips: readonly GivenClip[]): void {
  const emotions = clips.map(({ emotion }) => emotion);
  const twice = emotions.find((emotion, index) => emotions.indexOf(emotion) !== index);
  if (emotions[0] === null && twice === undefined) return;
  throw new SpeechError('invalidInput', {
    message:
      twice == null
        ? 'The first clip of a voice, and no other, is of no emotion.'
        : `Two clips are of the emotion "${twice}".`,
    hint: 'Give one clip that all is spoken with, and one for each emotion that is to have its own.',
  });
}

function nameOfModel(name: string): SpeechError {
  return new SpeechError('invalidInput', {
    message: `"${name}" is the name of another voice.`,
    hint: 'Choose another name.',
  });
}
