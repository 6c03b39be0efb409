import { isSpeechError, SpeechError } from '../../../../protocol/errors.ts';
import { openAudioFile } from '../../audioFiles/openAudioFile.ts';
import { leaseRecognition } from '../../handlers/leases.ts';
import { recognizeFile, type RecognizedFile } from '../../recognition/recognizeFile.ts';
import { toPlainText } from '../../recognition/transcript/plainText.ts';
import { toSrt, toVtt } from '../../recognition/transcript/subtitles.ts';
import { separatorBetween } from '../../text/joinPassages.ts';
import { ignoredHeader } from './checkFields.ts';
import { namedRecognition } from './chooseModel.ts';
import type { Exchange, HttpParts } from './exchange.ts';
import { readForm } from './readForm.ts';
import { createEventStream, sendJson, sendText } from './sendBody.ts';
import { knownWords, toJsonBody, toVerboseBody } from './transcriptionBody.ts';
import { parseTranscriptionRequest, type TranscriptionRequest } from './transcriptionRequest.ts';

/** `POST /v1/audio/transcriptions`: hears a sound file. Who has the answer knows that the file is gone. */
export async function answerTranscription(exchange: Exchange, parts: HttpParts): Promise<void> {
  const finish = await hearUpload(exchange, parts);
  await finish();
}

/** @returns what ends the answer, to be called when neither the file nor the engine is held any more */
async function hearUpload(exchange: Exchange, parts: HttpParts): Promise<() => Promise<void>> {
  const { signal, owner } = exchange;
  const { services, limits, uploads, metrics } = parts;
  await using upload = uploads.reserve();
  const request = parseTranscriptionRequest(await readForm(exchange, upload.path, limits));
  const engine = await namedRecognition(request.model, services.library, signal);
  const { durationMs } = await withoutPath(upload.path, () => openAudioFile(upload.path, signal));
  const choice = {
    ...(engine !== null && { engine }),
    ...(request.language !== null && { language: request.language }),
    ...(request.vocabulary.length > 0 && { vocabulary: [...request.vocabulary] }),
    ...(request.replacements.length > 0 && { replacements: [...request.replacements] }),
    ...(request.leaveOutFillers && { leaveOutFillers: true }),
  };
  await using lease = await leaseRecognition({ choice, services, client: { id: owner }, durationMs }, signal);
  const { recognizer, voiceActivity, options } = lease;
  const answer = createAnswer(exchange, request, limits.stallMs);
  const { onSegment } = answer;
  const tools = { recognizer, voiceActivity, options, ...(onSegment !== undefined && { onSegment }) };
  const heard = await withoutPath(upload.path, () => recognizeFile(upload.path, tools, signal));
  metrics.countAudio('in', { audioMs: heard.durationMs, elapsedMs: heard.elapsedMs });
  return () => answer.finish(heard);
}

interface Answer {
  /** Where the answer begins before all is heard. */
  readonly onSegment?: (segment: { readonly text: string }) => Promise<void>;
  finish(heard: RecognizedFile): Promise<void>;
}

function createAnswer(exchange: Exchange, request: TranscriptionRequest, stallMs: number): Answer {
  const ignore = (fields: readonly string[]): void => {
    if (fields.length > 0) exchange.response.setHeader(ignoredHeader, fields.join(', '));
  };
  ignore(request.ignored);
  if (request.isEventStream) return createEventAnswer(exchange, stallMs);
  return {
    finish(heard) {
      if (request.withWords && knownWords(heard.segments) === null) {
        ignore([...request.ignored, 'timestamp_granularities[word]']);
      }
      sendTranscript(exchange, heard, request);
      return Promise.resolve();
    },
  };
}

/** The pieces one after the other are the whole text. */
function createEventAnswer(exchange: Exchange, stallMs: number): Answer {
  const events = createEventStream(exchange, stallMs);
  let before = '';
  return {
    async onSegment({ text }) {
      const delta = text.trim();
      if (delta === '') return;
      const separator = before === '' ? '' : separatorBetween(before, delta);
      await events.send({ type: 'transcript.text.delta', delta: separator + delta });
      before = delta;
    },
    async finish({ segments }) {
      await events.send({ type: 'transcript.text.done', text: toPlainText(segments) });
      events.end();
    },
  };
}

function sendTranscript(exchange: Exchange, heard: RecognizedFile, request: TranscriptionRequest): void {
  const { segments } = heard;
  switch (request.format) {
    case 'json':
      sendJson(exchange, toJsonBody(heard));
      return;
    case 'verbose_json':
      sendJson(exchange, toVerboseBody(heard, request));
      return;
    case 'text':
      sendText(exchange, `${toPlainText(segments)}\n`, 'text/plain; charset=utf-8');
      return;
    case 'srt':
      sendText(exchange, toSrt(segments), 'application/x-subrip; charset=utf-8');
      return;
    case 'vtt':
      sendText(exchange, toVtt(segments), 'text/vtt; charset=utf-8');
      return;
  }
}

/** Where the file lies for a while says nothing to the client that sent it. */
async function withoutPath<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (!isSpeechError(error) || !error.message.includes(path)) throw error;
    const { code, hint } = error;
    throw new SpeechError(code, { message: error.message.replaceAll(path, 'The file'), hint, cause: error });
  }
}
