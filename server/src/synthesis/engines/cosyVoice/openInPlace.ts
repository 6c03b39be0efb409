import { isSpeechError, type SpeechErrorCode } from '../../../../../protocol/errors.ts';
import type { GraphPlace } from './graphPlaces.ts';

export interface PlacedPart<Part> {
  /** For the user, such as "the language model". */
  readonly name: string;
  /** The best first; not empty. */
  readonly places: readonly GraphPlace[];
  /** Opens it and runs it once: some cards fail only then. What it opened it closes again where it fails. */
  readonly open: (place: GraphPlace) => Promise<Part>;
  readonly onNote?: (note: string) => void;
}

/**
 * Opens a part at the first place that takes it. Where another place does, a card that is not there, has too little
 * memory, or fails is no error: a note says what happens instead. Where none does, the error says enough.
 *
 * @throws what opening at the last place throws, and at once what would fail everywhere
 */
export async function openInPlace<Part>({ name, places, open, onNote }: PlacedPart<Part>): Promise<Part> {
  const notes: string[] = [];
  for (const [index, place] of places.entries()) {
    const next = places[index + 1];
    try {
      const part = await open(place);
      for (const note of notes) onNote?.(note);
      return part;
    } catch (error) {
      if (next === undefined || !isSpeechError(error) || !placeCodes.has(error.code)) throw error;
      notes.push(`${error.message} CosyVoice computes ${name} ${describe(place, next)} instead.`);
    }
  }
  throw new RangeError(`There is no place for ${name}.`);
}

/** What another place may do better; a checkpoint that is another model's none does. */
const placeCodes: ReadonlySet<SpeechErrorCode> = new Set([
  'executionProviderUnavailable',
  'outOfMemory',
  'modelIncompatible',
  'engineFailed',
]);

function describe(failed: GraphPlace, next: GraphPlace): string {
  return next.provider === failed.provider ? 'in floats of 32 bits' : 'on the processor';
}
