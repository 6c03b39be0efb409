import { createAudioEncoder, type AudioEncoder, type EncodedFormat } from '../../audioFiles/audioEncoder.ts';
import { generatedSpeech } from '../../audioFiles/generatedSpeech.ts';
import { createResampler } from '../../audio/resample.ts';
import type { SynthesisRequest } from '../../../../protocol/synthesis.ts';
import { leaseSynthesis, requireSpoken } from '../../handlers/leases.ts';
import { createWishedTakes } from '../../handlers/wishedTakes.ts';
import type { ModelLibrary } from '../../modelLibrary/modelLibrary.ts';
import { timeSource } from '../../streams/meter.ts';
import { speakMeasured } from '../../synthesis/measuredSpeech.ts';
import type { TakesOptions } from '../../synthesis/takes/speakBestTakes.ts';
import { ignoredHeader } from './checkFields.ts';
import { checkSynthesisModel } from './chooseModel.ts';
import type { Exchange, HttpParts } from './exchange.ts';
import { readJson } from './readJson.ts';
import { createBodyStream, createEventStream } from './sendBody.ts';
import { parseSpeechRequest, type SpeechRequest } from './speechRequest.ts';

/**
 * `POST /v1/audio/speech`: speaks a text. Bytes go out as clauses are made, events within them where the engine gives
 * sound while it computes; a client that does not read holds the synthesis up, and one that goes away ends it. What is
 * wrong before the first sound is answered with a status.
 */
export async function answerSpeech(exchange: Exchange, parts: HttpParts): Promise<void> {
  const asked = parseSpeechRequest(await readJson(exchange, parts.limits.jsonBytes));
  const { services, limits } = parts;
  const { signal, owner } = exchange;
  await checkSynthesisModel(asked, services.library, signal);
  const request = withoutVainInstructions(asked, services.library);
  const spoken = toSynthesisRequest(request);
  await requireSpoken(spoken, services, signal);
  await using wished = createWishedTakes(
    request.takes ?? undefined,
    { options: {}, services, client: { id: owner } },
    signal,
  );
  const takes = await wished.open(spoken);
  const isVain = request.takes !== null && takes === null;
  const answered = isVain ? { ...request, ignored: ['takes', ...request.ignored] } : request;
  const sink = createSink(exchange, answered, limits.stallMs);
  await speakInto(sink, { ...request, spoken, heardTakes: takes }, { exchange, parts });
  await sink.end();
}

function toSynthesisRequest({ text, voice, rateFactor, instructions }: SpeechRequest): SynthesisRequest {
  const style = instructions === null ? {} : { style: { instruction: instructions } };
  return { text, voice, prosody: { rateFactor }, ...style };
}

interface SpokenRequest extends SpeechRequest {
  readonly spoken: SynthesisRequest;
  readonly heardTakes: TakesOptions | null;
}

/** Those that the voice does not follow are ignored. */
function withoutVainInstructions(
  request: SpeechRequest,
  library: Pick<ModelLibrary, 'voiceAbilities'>,
): SpeechRequest {
  const { instructions, voice, ignored } = request;
  if (instructions === null || library.voiceAbilities(voice).instruct.support !== 'none') return request;
  return { ...request, instructions: null, ignored: ['instructions', ...ignored] };
}

/** The engine is held no longer than it speaks. */
async function speakInto(
  sink: SpeechSink,
  { voice, format, isEventStream, spoken, heardTakes }: SpokenRequest,
  { exchange, parts }: { readonly exchange: Exchange; readonly parts: HttpParts },
): Promise<void> {
  const { services, metrics } = parts;
  const { signal, owner } = exchange;
  await using lease = await leaseSynthesis({ voice, options: {}, services, client: { id: owner } }, signal);
  const { synthesizer } = lease;
  const encoder = await createVoiceEncoder(format, synthesizer.description.sampleRateHz);
  const pace = isEventStream ? 'soon' : 'whole';
  const engine = { ...lease, pace, ...(heardTakes !== null && { takes: heardTakes }) } as const;
  const { chunks } = speakMeasured(engine, spoken, signal);
  const timed = timeSource(chunks, () => performance.now());
  let audioMs = 0;
  try {
    for await (const { samples, sampleRateHz } of timed.items) {
      audioMs += (samples.length * 1000) / sampleRateHz;
      await sink.write(encoder.push(samples));
    }
    await sink.write(encoder.flush());
  } finally {
    metrics.countAudio('out', { audioMs, elapsedMs: timed.times().totalMs });
  }
}

/** Rate of every answer, as OpenAI's: `pcm` has no header that could say another. */
const outputRateHz = 24_000;

async function createVoiceEncoder(format: EncodedFormat, voiceRateHz: number): Promise<AudioEncoder> {
  const encoder = await createAudioEncoder(format, outputRateHz, { tags: generatedSpeech });
  if (voiceRateHz === outputRateHz) return encoder;
  const resampler = createResampler(voiceRateHz, outputRateHz);
  return {
    push: (samples) => encoder.push(resampler.push(samples)),
    flush: () => Buffer.concat([encoder.push(resampler.flush()), encoder.flush()]),
  };
}

interface SpeechSink {
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

const contentTypes: Readonly<Record<EncodedFormat, string>> = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  pcm: 'audio/pcm',
};

function createSink(exchange: Exchange, request: SpeechRequest, stallMs: number): SpeechSink {
  const { response } = exchange;
  if (request.ignored.length > 0) response.setHeader(ignoredHeader, request.ignored.join(', '));
  if (request.isEventStream) {
    const events = createEventStream(exchange, stallMs);
    return {
      write: async (bytes) => {
        if (bytes.length === 0) return;
        await events.send({ type: 'speech.audio.delta', audio: Buffer.from(bytes).toString('base64') });
      },
      end: async () => {
        await events.send({ type: 'speech.audio.done' });
        events.end();
      },
    };
  }
  response.setHeader('content-type', contentTypes[request.format]);
  const body = createBodyStream(exchange, stallMs);
  return {
    write: (bytes) => body.write(bytes),
    end: () => {
      body.end();
      return Promise.resolve();
    },
  };
}
