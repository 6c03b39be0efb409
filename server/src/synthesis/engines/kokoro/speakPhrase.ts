import { isConsonantPhoneme } from '../../../text/phonemes/phonemeAlphabet.ts';
import type { SynthesizedUtterance, UtteranceRequest } from '../../synthesizer.ts';
import { accentOf, lengthenAccents, raiseAccents, type Accent } from './accents.ts';
import { frameStarts, framesPerUnit, toFrames } from './contourFrames.ts';
import { planDurations, type DurationChange } from './durations.ts';
import { applyGain, planEnergy } from './energyContour.ts';
import type { KokoroModel, PhraseContours } from './kokoroModel.ts';
import { toPhonemeProsody, type PhonemeProsody } from './phonemeProsody.ts';
import type { Phrase } from './phrasing.ts';
import { shapePitch } from './pitchContour.ts';
import { toPhonemeIds, type Vocabulary } from './vocabulary.ts';
import { voiceGainDb } from './voiceLevels.ts';
import type { VoiceStyles } from './voiceStyles.ts';
import { toWordTimes } from './wordTimes.ts';

export const kokoroSampleRateHz = 24_000;

export interface SpeakingParts {
  readonly model: KokoroModel;
  readonly vocabulary: Vocabulary;
  readonly styles: VoiceStyles;
}

export interface PhraseTask {
  readonly phrase: Phrase;
  readonly request: UtteranceRequest;
}

/**
 * Says one phrase: durations, contours, sound, each shaped by the prosody before the next is computed.
 *
 * @param signal  checked before each of the three model calls
 */
export async function speakPhrase(
  { phrase, request }: PhraseTask,
  { model, vocabulary, styles }: SpeakingParts,
  signal: AbortSignal,
): Promise<SynthesizedUtterance> {
  const ids = toPhonemeIds(phrase.phonemes, vocabulary);
  const style = await styles.style(request.voice, ids.length - 2);
  const prosody = toPhonemeProsody(request, phrase.spoken, ids.length);
  const accents = findAccents(phrase, prosody);
  signal.throwIfAborted();
  const predicted = await model.predict(ids, style);
  const units = planDurations(predicted.durations, durationChanges(phrase, prosody, accents));
  signal.throwIfAborted();
  const contours = cutLeadingSilence(await model.contours(predicted, units));
  const { shaped, gainDb } = shapeContours(contours, prosody, accents);
  signal.throwIfAborted();
  const samples = await model.decode(predicted, shaped);
  const voiceDb = voiceGainDb(styles.require(request.voice));
  applyGain(
    samples,
    gainDb.map((db) => db + voiceDb),
  );
  return { samples, words: toWordTimes(phrase.spoken, contours.units) };
}

function findAccents({ phonemes, spoken }: Phrase, prosody: readonly PhonemeProsody[]): Accent[] {
  return spoken.flatMap(({ range }) => {
    const strength = prosody[range.start + 1]?.accent ?? 0;
    const accent = range.end > range.start && strength > 0 ? accentOf(phonemes, range, strength) : null;
    return accent === null ? [] : [accent];
  });
}

function durationChanges(
  { phonemes }: Phrase,
  prosody: readonly PhonemeProsody[],
  accents: readonly Accent[],
): DurationChange[] {
  const factors = prosody.map(({ rateFactor }, index) => (index === 0 ? 1 : 1 / rateFactor));
  lengthenAccents(factors, accents);
  const characters = ['', ...Array.from(phonemes)];
  return factors.map((factor, index) => ({ factor, isConsonant: isConsonantPhoneme(characters[index]) }));
}

/**
 * The model begins with a third to a half of a second of silence. The contours need all of it (with half of it the
 * first word was measured 40 dB too quiet), the decoder does not: it hears only the sounds next to it.
 */
const leadingSilenceUnits = 10;

function cutLeadingSilence({ units, f0, energy }: PhraseContours): PhraseContours {
  const [leading = 0, ...rest] = units;
  const cutUnits = Math.max(0, leading - leadingSilenceUnits);
  const cutFrames = cutUnits * framesPerUnit;
  return {
    units: [leading - cutUnits, ...rest],
    f0: f0.subarray(cutFrames),
    energy: energy.subarray(cutFrames),
  };
}

interface ShapedContours {
  readonly shaped: PhraseContours;
  readonly gainDb: Float64Array;
}

function shapeContours(
  contours: PhraseContours,
  prosody: readonly PhonemeProsody[],
  accents: readonly Accent[],
): ShapedContours {
  const starts = frameStarts(contours.units);
  const perFrame = (value: (phoneme: PhonemeProsody) => number): Float64Array =>
    toFrames(prosody.map(value), starts);
  const octaves = perFrame(({ pitchFactor }) => Math.log2(pitchFactor));
  const energyDb = perFrame((phoneme) => phoneme.energyDb);
  raiseAccents({ octaves, energyDb }, accents, starts);
  const rangeFactors = perFrame(({ rangeFactor }) => rangeFactor);
  const { energy, gainDb } = planEnergy(contours.energy, energyDb);
  const f0 = shapePitch(contours.f0, { octaves, rangeFactors });
  prosody.forEach(({ isWhispered }, index) => {
    if (isWhispered) f0.fill(0, starts[index], starts[index + 1]);
  });
  return { shaped: { ...contours, f0, energy }, gainDb };
}
