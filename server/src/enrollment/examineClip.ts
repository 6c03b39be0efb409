import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import type { Emotion } from '../../../protocol/expression.ts';
import type { TranscriptSegment } from '../../../protocol/recognition.ts';
import type { ClipFault } from '../../../protocol/voices.ts';
import { commonValue } from '../recognition/commonValue.ts';
import { spokenLanguage } from '../recognition/spokenLanguage.ts';
import { toPlainText } from '../recognition/transcript/plainText.ts';
import { chooseLanguage } from '../synthesis/chooseLanguage.ts';
import { findDivergence, type Divergence } from '../text/findDivergence.ts';
import { reportClip, type ClipReport } from '../voices/clipReport.ts';
import type { ClipRecording } from '../voices/voiceProfile.ts';
import type { Clip } from './readClip.ts';

/** A clip, and what its giver says of it. */
export interface GivenClip {
  readonly file: string;
  /** Null: what is heard in it. */
  readonly transcript: string | null;
  readonly emotion: Emotion | null;
}

export interface ClipExamination extends Pick<ClipRecording, 'transcript' | 'language'> {
  readonly report: ClipReport;
  /** What makes it a poor example. */
  readonly faults: readonly ClipFault[];
  /** Null where nothing that is installed hears its language. */
  readonly heard: string | null;
  /** Of the transcript from what was heard; null where one of them is missing. */
  readonly divergence: Divergence | null;
}

/** @throws SpeechError modelNotInstalled, languageUnsupported where nothing hears it, and as recognition does */
export type HearClip = (
  file: string,
  wish: { readonly language?: string; readonly durationMs: number },
  signal: AbortSignal,
) => Promise<readonly TranscriptSegment[]>;

export interface ExaminationOptions {
  readonly clip: Clip;
  /** BCP-47; null: as the transcript is written, or heard. */
  readonly language: string | null;
  /** What is heard does not count against the transcript. */
  readonly trustsTranscript: boolean;
  readonly hear: HearClip;
}

/** More is another text, not the mistakes of a recognizer or a slip of the pen. */
const mostErrors = 0.3;

/**
 * Listens to a clip: whether somebody speaks in it, and says what its transcript says.
 *
 * @throws SpeechError invalidInput (nobody speaks, the transcript is another one, the language is not known), and as
 *         `hear` where the clip has no transcript
 */
export async function examineClip(
  { file, transcript }: GivenClip,
  { clip, language, trustsTranscript, hear }: ExaminationOptions,
  signal: AbortSignal,
): Promise<ClipExamination> {
  const report = reportClip(clip.samples, clip.sampleRateHz);
  const told = language ?? (transcript === null ? null : writtenLanguage(transcript));
  const wish = { durationMs: report.durationMs, ...(told !== null && { language: told }) };
  const segments = await hear(file, wish, signal).catch((error: unknown) => {
    if (transcript !== null && isUnheard(error)) return null;
    throw error;
  });
  const heard = segments === null ? null : toPlainText(segments);
  const isTrusted = transcript !== null && trustsTranscript;
  if (heard === '' && !isTrusted) throw nobodySpeaks(clip, segments ?? []);
  const text = (transcript ?? heard ?? '').trim();
  const spoken = told ?? heardLanguage(segments ?? []) ?? writtenLanguage(text);
  if (spoken === null) throw languageUnknown(clip);
  const divergence =
    transcript === null || heard === null ? null : findDivergence(text, heard, spokenLanguage(spoken));
  if (divergence !== null && divergence.errorRate > mostErrors && !isTrusted)
    throw anotherText(clip, divergence);
  return {
    report,
    faults: faultsOf(report, segments ?? []),
    transcript: text,
    language: spoken,
    heard,
    divergence,
  };
}

/** Whatever is missing, somebody can still say what is said. */
function isUnheard(error: unknown): boolean {
  return isSpeechError(error, 'modelNotInstalled') || isSpeechError(error, 'languageUnsupported');
}

/** Null where the letters do not tell. */
function writtenLanguage(text: string): string | null {
  const language = chooseLanguage({ text, voiceLanguage: 'und' });
  return language === 'und' ? null : language;
}

function heardLanguage(segments: readonly TranscriptSegment[]): string | null {
  return commonValue(segments.map(({ language }) => language));
}

function hasMusic(segments: readonly TranscriptSegment[]): boolean {
  return segments.some(({ events }) => events?.some(({ type }) => type === 'music') === true);
}

/** What would refuse a clip has done so. */
function faultsOf({ faults }: ClipReport, segments: readonly TranscriptSegment[]): readonly ClipFault[] {
  const poor = faults.filter((fault) => fault !== 'tooLong' && fault !== 'silent');
  return hasMusic(segments) ? [...poor, 'music'] : poor;
}

function nobodySpeaks({ name }: Clip, segments: readonly TranscriptSegment[]): SpeechError {
  return new SpeechError('invalidInput', {
    message: `${name} is ${hasMusic(segments) ? 'music' : 'no speech'}: no words are heard in it.`,
    hint: 'Choose one in which one person speaks, without music.',
  });
}

function languageUnknown({ name }: Clip): SpeechError {
  return new SpeechError('invalidInput', {
    message: `${name} is in a language that nothing tells.`,
    hint: 'Name it, such as --language de.',
  });
}

/** What was said stands in the hint: messages are logged, and the log holds no text. */
function anotherText({ name }: Clip, { longestRun }: Divergence): SpeechError {
  return new SpeechError('invalidInput', {
    message: `${name} does not say what its transcript says.`,
    hint: `In it ${describeRun(longestRun)}. Correct the transcript, or name its language with --language; where it is right, add --trust-transcript.`,
    data: { canTrust: true },
  });
}

/** Where a transcript is not what was heard, within a sentence. */
export function describeRun(run: Divergence['longestRun']): string {
  if (run === null) return 'they are alike';
  if (run.heard === '') return `"${run.said}" is not heard`;
  return run.said === ''
    ? `"${run.heard}" is heard beyond it`
    : `"${run.heard}" is heard in place of "${run.said}"`;
}
