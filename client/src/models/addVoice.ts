import * as vscode from 'vscode';
import { isSpeechError, type SpeechError } from '../../../protocol/errors.ts';
import { recognizeFile } from '../../../protocol/recognition.ts';
import { voiceAdd, voiceProgress, type ClipFault, type ExaminedClip } from '../../../protocol/voices.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { editorHint } from '../errors/editorHint.ts';
import { helpWithError } from '../recovery/helpWithError.ts';
import { withTokenSignal } from '../editor/withTokenSignal.ts';
import { askForVoice, type VoiceDraft } from './askForVoice.ts';

export interface AddVoiceParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
}

/** Makes a voice of a clip that the user picks, with what is said in it and whose voice it is. */
export async function addVoice(parts: AddVoiceParts): Promise<void> {
  const [clip] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('A clip of 3 to 10 s in which one person speaks'),
      openLabel: vscode.l10n.t('Make a Voice'),
      filters: { [vscode.l10n.t('Sound')]: ['wav', 'flac', 'mp3', 'ogg', 'oga', 'opus'] },
    })) ?? [];
  if (clip === undefined) return;
  const heard = await hearClip(clip, parts);
  if (heard !== null) await makeVoice(clip, { transcript: heard, name: '', statement: '' }, parts);
}

/** Asks, and asks again for what was refused. */
async function makeVoice(clip: vscode.Uri, draft: VoiceDraft, parts: AddVoiceParts): Promise<void> {
  const answered = await askForVoice(draft);
  if (answered === null) return;
  await sendVoice(clip, { draft: answered, trustsTranscript: false }, parts);
}

interface VoiceAnswers {
  readonly draft: VoiceDraft;
  readonly trustsTranscript: boolean;
}

async function sendVoice(clip: vscode.Uri, answers: VoiceAnswers, parts: AddVoiceParts): Promise<void> {
  const { name } = answers.draft;
  try {
    const examined = await requestVoice(clip, answers, parts.service);
    if (examined !== null) void vscode.window.showInformationMessage(describeVoice(name, examined));
  } catch (error) {
    if (isSpeechError(error, 'invalidInput')) await offerChange(error, { clip, answers }, parts);
    else helpWithError(error, { ...parts, retry: () => sendVoice(clip, answers, parts) });
  }
}

async function offerChange(
  error: SpeechError,
  { clip, answers }: { readonly clip: vscode.Uri; readonly answers: VoiceAnswers },
  parts: AddVoiceParts,
): Promise<void> {
  const change = vscode.l10n.t('Change');
  const trust = vscode.l10n.t('The Transcript Is Right');
  const offered = error.data['canTrust'] === true ? [change, trust] : [change];
  const chosen = await vscode.window.showWarningMessage(`${error.message} ${editorHint(error)}`, ...offered);
  if (chosen === change) await makeVoice(clip, answers.draft, parts);
  else if (chosen === trust) await sendVoice(clip, { ...answers, trustsTranscript: true }, parts);
}

/** Half a minute in stereo at 192 kHz and 24 bits has 35 MB. What is larger is not heard here; the daemon says what is wrong with it. */
const largestClipBytes = 40_000_000;

/** @returns null where the user cancelled; empty where nothing hears it, and the user knows best */
async function hearClip(clip: vscode.Uri, { service, log }: AddVoiceParts): Promise<string | null> {
  if ((await vscode.workspace.fs.stat(clip)).size > largestClipBytes) return '';
  const title = vscode.l10n.t('Aloud: listening to the clip');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (_progress, token) => {
    let text = '';
    try {
      const isDone = await withTokenSignal(token, async (signal) => {
        const connection = await service.connect(signal);
        const { segments } = await connection.request(recognizeFile, { path: clip.fsPath }, signal);
        text = segments.map((segment) => segment.text).join(' ');
      });
      return isDone ? text.trim() : null;
    } catch (error) {
      // What is wrong with the clip is told when it is to become a voice.
      log.info(`The clip was not heard: ${String(error)}`);
      return '';
    }
  });
}

/** @returns null where the user cancelled */
async function requestVoice(
  clip: vscode.Uri,
  { draft, trustsTranscript }: VoiceAnswers,
  service: SpeechService,
): Promise<readonly ExaminedClip[] | null> {
  const { name, transcript, statement } = draft;
  const title = vscode.l10n.t('Aloud: making the voice {0}', name);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  let examined: readonly ExaminedClip[] = [];
  const isDone = await vscode.window.withProgress(options, (progress, token) =>
    withTokenSignal(token, async (signal) => {
      const connection = await service.connect(signal);
      const stream = createStreamName();
      using _progress = connection.on(voiceProgress, (told) => {
        if (told.stream !== stream) return;
        const message =
          told.phase === 'hearing'
            ? vscode.l10n.t('comparing the transcript')
            : vscode.l10n.t('making the voice');
        progress.report({ message });
      });
      const clips = [{ path: clip.fsPath, emotion: null, ...(transcript !== '' && { transcript }) }];
      const params = { stream, voice: name, statement, clips, trustsTranscript };
      examined = (await connection.request(voiceAdd, params, signal)).clips;
    }),
  );
  return isDone ? examined : null;
}

/** That it is there, and what would make it better. */
function describeVoice(name: string, clips: readonly ExaminedClip[]): string {
  return [
    vscode.l10n.t('{0} is among the voices now.', name),
    ...clips.flatMap(({ faults }) => faults.map(faultSentence)),
    ...clips.flatMap(({ divergence }) =>
      divergence === null
        ? []
        : [vscode.l10n.t('In place of "{0}", "{1}" was heard.', divergence.said, divergence.heard)],
    ),
  ].join(' ');
}

function faultSentence(fault: ClipFault): string {
  switch (fault) {
    case 'tooShort':
      return vscode.l10n.t('A clip of 3 to 10 s would make it more alike.');
    case 'quiet':
      return vscode.l10n.t('The clip is quiet: closer to the microphone is better.');
    case 'clipped':
      return vscode.l10n.t('The clip is cut off where it is loud: less gain is better.');
    case 'noisy':
      return vscode.l10n.t('There is noise in the clip, which the voice has too.');
    case 'music':
      return vscode.l10n.t('There is music in the clip, which the voice has too.');
  }
}
