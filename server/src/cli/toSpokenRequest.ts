import type { EngineAbilities } from '../../../protocol/expression.ts';
import type { Prosody } from '../../../protocol/prosody.ts';
import type { PlanUtterance } from '../script/lowering/plan.ts';
import { toSynthesisRequest, type LoweredUtterance } from '../script/lowering/toSynthesisRequest.ts';
import { directedManner } from '../script/lowering/utteranceVoices.ts';
import { readDirection } from '../script/parsing/direction.ts';
import type { Direction } from '../script/tree/tree.ts';
import type { SpeakOptions } from './speakOptions.ts';

/** A plain text as the command line wants it said. What its voice cannot do of a direction is left out and told. */
export function toSpokenRequest(
  text: string,
  options: SpeakOptions,
  abilities: EngineAbilities,
): LoweredUtterance {
  const { voice, language, direction, rate, pitch, range, energy } = options;
  const prosody: Prosody = {
    ...(rate === undefined ? {} : { rateFactor: rate }),
    ...(pitch === undefined ? {} : { pitchFactor: pitch }),
    ...(range === undefined ? {} : { rangeFactor: range }),
    ...(energy === undefined ? {} : { energyDb: energy }),
  };
  const plain = { text, voice, ...(language === undefined ? {} : { language }) };
  if (direction === undefined || direction.trim() === '')
    return { request: { ...plain, prosody }, dropped: [] };
  const { request, dropped } = toSynthesisRequest(toUtterance(direction), { voice, abilities });
  const { prosody: directed = {}, style } = request;
  return { request: { ...plain, prosody: { ...directed, ...prosody }, ...(style && { style }) }, dropped };
}

/** Of no text: only how it is said counts. */
function toUtterance(direction: string): PlanUtterance {
  return {
    kind: 'utterance',
    speaker: null,
    voice: null,
    language: null,
    text: '',
    ...directedManner(readWords(direction)),
    spans: [],
    points: [],
    source: { startOffset: 0, endOffset: 0 },
    sourceMap: [],
  };
}

/** The words of scripts where all of them are such, else an instruction. */
function readWords(words: string): Direction {
  const written = `(${words})`;
  const found = readDirection(written, 0, written.length)?.direction ?? null;
  if (found !== null && found.endOffset === written.length) return found;
  const range = { startOffset: 0, endOffset: written.length };
  return { ...range, items: [{ ...range, meaning: { kind: 'instruct', instruction: words.trim() } }] };
}
