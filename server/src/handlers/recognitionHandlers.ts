import type { Infer } from '../../../protocol/message.ts';
import {
  recognitionSegment,
  recognizeAudio,
  recognizeFile,
  type recognitionChoiceSchema,
  type RecognitionSummary,
} from '../../../protocol/recognition.ts';
import { openAudioFile } from '../audioFiles/openAudioFile.ts';
import { recognizeFile as hearFile, type RecognizedFile } from '../recognition/recognizeFile.ts';
import { recognizeSource, type RecognitionWatch } from '../recognition/recognizeSource.ts';
import type { TranscribeTools } from '../recognition/transcribe.ts';
import { createAudioInbox, openInbox } from './audioInbox.ts';
import { leaseRecognition } from './leases.ts';
import { assertAbsolute } from './assertAbsolute.ts';
import { handle, type Handler } from './handler.ts';
import type { SoundHandling } from './soundHandling.ts';

export function recognitionHandlers({ services, client, inboxes }: SoundHandling): readonly Handler[] {
  const recognize = (
    request: RecognizeRequest,
    hear: (tools: TranscribeTools & RecognitionWatch) => Promise<RecognizedFile>,
    signal: AbortSignal,
  ): Promise<RecognitionSummary> => recognizeWithLease(request, { services, client, hear }, signal);
  return [
    handle(recognizeFile, async ({ path: file, stream = null, ...choice }, signal) => {
      assertAbsolute(file);
      // How long it is decides on the engine, where none is named.
      const durationMs = choice.engine === undefined ? (await openAudioFile(file, signal)).durationMs : null;
      const request = { stream, choice, durationMs };
      return await recognize(request, (tools) => hearFile(file, tools, signal), signal);
    }),

    handle(recognizeAudio, async ({ stream, sampleRateHz, channelCount = 1, pcm, ...choice }, signal) => {
      const inbox = createAudioInbox({ sampleRateHz, channelCount });
      using _open = openInbox(inboxes, stream, inbox);
      if (pcm !== undefined) inbox.fill(pcm);
      const hear = async (tools: TranscribeTools & RecognitionWatch): Promise<RecognizedFile> => ({
        ...(await recognizeSource(inbox.samples, tools, signal)),
        warnings: [],
      });
      return await recognize({ stream, choice, durationMs: null }, hear, signal);
    }),
  ];
}

interface RecognizeRequest {
  /** Where segments are told as they come; null: nowhere. */
  readonly stream: string | null;
  readonly choice: Infer<typeof recognitionChoiceSchema>;
  /** Null: unknown. */
  readonly durationMs: number | null;
}

interface RecognizeContext extends Omit<SoundHandling, 'inboxes'> {
  readonly hear: (tools: TranscribeTools & RecognitionWatch) => Promise<RecognizedFile>;
}

async function recognizeWithLease(
  { stream, choice, durationMs }: RecognizeRequest,
  { services, client, hear }: RecognizeContext,
  signal: AbortSignal,
): Promise<RecognitionSummary> {
  await using lease = await leaseRecognition({ choice, services, client, durationMs }, signal);
  const { recognizer, voiceActivity, options, loadMs } = lease;
  const heard = await hear({
    recognizer,
    voiceActivity,
    options,
    ...(stream !== null && {
      onSegment: (segment, heardMs) => client.notify(recognitionSegment, { stream, segment, heardMs }),
    }),
  });
  const { engine, model, provider } = recognizer.description;
  return { engine, model, provider, loadMs, ...heard };
}
