import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readGoldenWav } from './golden.ts';
import { toyFolder } from './senseVoiceToy.ts';

/** One recorded utterance of the language, and what the reference implementation hears in it. */
export interface ToyClip {
  readonly wav: string;
  readonly text: string;
  /** Language, emotion, event and text norm, as `<|zh|>`. */
  readonly head: readonly string[];
}

/** The reference's answers without a language given, with punctuation. */
export function readToyClips(): ToyClip[] {
  const { cases } = JSON.parse(readFileSync(path.join(toyFolder, 'golden/toy.json'), 'utf8')) as ToyGolden;
  return cases.flatMap(({ wav, runs }) =>
    runs
      .filter(({ language, itn }) => language === 'auto' && itn)
      .map(({ fp32: { text, head } }) => ({ wav, text, head })),
  );
}

/** @param wav  such as `u0.wav`, or `long.wav`: ten utterances between silences */
export function readToyWav(wav: string): Float32Array {
  return readGoldenWav(path.join(toyFolder, 'golden', wav));
}

interface ToyGolden {
  readonly cases: readonly {
    readonly wav: string;
    readonly runs: readonly {
      readonly language: string;
      readonly itn: boolean;
      readonly fp32: { readonly head: readonly string[]; readonly text: string };
    }[];
  }[];
}
