import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Services } from '../../server/src/services.ts';
import { readSamples } from './readSamples.ts';
import { speakAt16kHz } from './speakAt16kHz.ts';

/** Speech with the words that were said. */
export interface SpokenClip {
  readonly name: string;
  readonly text: string;
  /** Mono 16 kHz in [-1, 1]. */
  readonly samples: Float32Array;
}

export interface SpokenClipsOptions {
  readonly services: Services;
  readonly note: (line: string) => void;
}

/** The recordings in ../shared, or ALOUD_SHARED; where they are not, twenty sentences spoken by Kokoro. */
export async function readSpokenClips(
  { services, note }: SpokenClipsOptions,
  signal: AbortSignal,
): Promise<SpokenClip[]> {
  const folder = path.join(process.env['ALOUD_SHARED'] ?? path.resolve('../shared'), 'data/speech');
  const manifest = path.join(folder, 'manifest.json');
  const clips: SpokenClip[] = [];
  if (existsSync(manifest)) {
    const entries = JSON.parse(readFileSync(manifest, 'utf8')) as readonly {
      readonly file: string;
      readonly text: string;
    }[];
    for (const { file, text } of entries)
      clips.push({ name: file, text, samples: await readSamples(path.join(folder, file), signal) });
    return clips;
  }
  note(`There are no recordings in ${folder}: sentences are spoken by Kokoro instead.`);
  const { synthesizer } = await services.openSynthesis({ voice, provider: 'cpu' }, signal);
  const sentences = JSON.parse(readFileSync('test/bench/sentences.json', 'utf8')) as readonly {
    readonly text: string;
  }[];
  for (const { text } of sentences.slice(0, sentenceCount)) {
    const samples = await speakAt16kHz({ text, voice, prosody: {} }, synthesizer, signal);
    clips.push({ name: `sentence ${clips.length + 1}`, text, samples });
  }
  return clips;
}

const voice = 'af_heart';
const sentenceCount = 20;
