import type { SynthesisRequest } from '../../../../protocol/synthesis.ts';
import { defaultClauseLimits } from '../../text/clauses.ts';
import { toSpeechUnits, type SpeechUnit } from '../speechUnits.ts';
import { keepPhonemes } from '../utteranceRequests.ts';

/**
 * The units of which takes are made together, kept or dropped as a whole: a sentence in one breath, short ones
 * together, of a very long one its parts. A recognizer hears a clause without its sentence worse.
 */
export function* toTakenUnits(request: SynthesisRequest): Generator<readonly SpeechUnit[], void, undefined> {
  const units = toSpeechUnits(request.text, request.language, limits);
  let open: SpeechUnit[] = [];
  for (const unit of keepPhonemes(units, request)) {
    open.push(unit);
    const isEnd = unit.breakAfter === 'sentence' || unit.breakAfter === 'paragraph';
    if (!isEnd && open.length < mostUnits) continue;
    yield open;
    open = [];
  }
  if (open.length > 0) yield open;
}

/** Nobody waits for the beginning of a take, and of several sentences one take seldom is the best of all. */
const limits = { ...defaultClauseLimits, firstWords: defaultClauseLimits.maxWords, joinedWords: 10 };

/** About half a minute. What has no end is heard in parts. */
const mostUnits = 3;
