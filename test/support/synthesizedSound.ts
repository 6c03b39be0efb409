import { synthesisAudio, synthesize, type WordTime } from '../../protocol/synthesis.ts';
import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import { decodePcm } from '../../server/src/audio/pcm.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { resampled } from './correlation.ts';
import { never } from './never.ts';
import { collect } from './soundDaemon.ts';

export interface SynthesizedSound {
  readonly samples: Float32Array;
  readonly words: readonly WordTime[];
}

/** What the daemon makes of a text, at a rate. */
export async function synthesizedSound(
  client: DaemonConnection,
  { text, voice, rateHz }: { readonly text: string; readonly voice: string; readonly rateHz: number },
): Promise<SynthesizedSound> {
  const pieces = collect(client, synthesisAudio, 'wanted');
  const { sampleRateHz } = await client.request(synthesize, { stream: 'wanted', text, voice }, never);
  const parts = pieces.all.map(({ params }) => decodePcm(Buffer.from(params.pcm, 'base64'), 'int16'));
  return {
    samples: resampled(joinSamples(parts), sampleRateHz, rateHz),
    words: pieces.all.flatMap(({ params }) => params.words),
  };
}
