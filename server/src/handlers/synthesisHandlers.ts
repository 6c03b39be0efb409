import { synthesisAudio, synthesize, type SynthesisChunk } from '../../../protocol/synthesis.ts';
import { encodePcm16 } from '../audio/pcm.ts';
import { speakMeasured } from '../synthesis/measuredSpeech.ts';
import { handle, type Client, type Handler } from './handler.ts';
import { leaseSynthesis, requireSpoken } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';
import { createWishedTakes } from './wishedTakes.ts';

export function synthesisHandlers(services: SpeechServices, client: Client): readonly Handler[] {
  return [
    handle(synthesize, async ({ stream, provider, priority, takes, pace = 'soon', ...request }, signal) => {
      const asking = { options: { provider, priority, takes }, services, client };
      await requireSpoken(request, services, signal);
      await using wishedTakes = createWishedTakes(takes, asking, signal);
      const wished = await wishedTakes.open(request);
      await using lease = await leaseSynthesis({ voice: request.voice, ...asking }, signal);
      const engine = { ...lease, pace, ...(wished !== null && { takes: wished }) };
      const speech = speakMeasured(engine, request, signal);
      const send = createSender(stream, client);
      for await (const chunk of speech.chunks) {
        await send(chunk);
        signal.throwIfAborted();
      }
      return speech.summary();
    }),
  ];
}

/** Longest piece of sound in one message. */
const pieceMs = 200;

/** Sends chunks piece by piece; the next one goes when the transport has taken the last. */
function createSender(stream: string, client: Client): (chunk: SynthesisChunk) => Promise<void> {
  let sequence = 0;
  return async ({ samples, sampleRateHz, startMs, words }) => {
    const pieceSamples = (sampleRateHz * pieceMs) / 1000;
    for (let start = 0; start < samples.length; start += pieceSamples) {
      const end = Math.min(samples.length, start + pieceSamples);
      const pieceStartMs = startMs + (start * 1000) / sampleRateHz;
      const isLast = end === samples.length;
      const pieceEndMs = isLast ? Infinity : startMs + (end * 1000) / sampleRateHz;
      const pieceFromMs = start === 0 ? -Infinity : pieceStartMs;
      await client.notify(synthesisAudio, {
        stream,
        sequence: sequence++,
        startMs: pieceStartMs,
        sampleRateHz,
        pcm: Buffer.from(encodePcm16(samples.subarray(start, end))).toString('base64'),
        words: words.filter((word) => word.startMs >= pieceFromMs && word.startMs < pieceEndMs),
      });
    }
  };
}
