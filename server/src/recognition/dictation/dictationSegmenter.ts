import { SpeechError } from '../../../../protocol/errors.ts';
import type { RecognizerDescription } from '../../../../protocol/recognition.ts';
import { recognitionSampleRateHz } from '../recognizer.ts';
import type { SegmenterOptions } from '../vad/segmenter.ts';
import { defaultSegmenterOptions, toFrames } from '../vad/segmenterOptions.ts';
import { voiceActivityFrameSamples } from '../vad/voiceActivityDetector.ts';

/**
 * How live speech is cut: as recordings are, but for a shorter pause, since somebody waits for the text.
 *
 * @param endOfSpeechMs  the pause that ends a short utterance
 * @throws SpeechError invalidInput
 */
export function dictationSegmenter(
  endOfSpeechMs: number,
  { maxUtteranceMs }: Pick<RecognizerDescription, 'maxUtteranceMs'>,
): SegmenterOptions {
  if (!(endOfSpeechMs >= shortestPauseMs && endOfSpeechMs <= longestPauseMs)) {
    throw new SpeechError('invalidInput', {
      message: `A pause of ${endOfSpeechMs} ms cannot end an utterance.`,
      hint: `Choose ${shortestPauseMs} to ${longestPauseMs} ms; 600 is usual.`,
    });
  }
  const { shortPauseFrames, preferredFrames, maxFrames } = defaultSegmenterOptions;
  const longPauseFrames = toFrames(endOfSpeechMs);
  const longestFrames = Math.min(maxFrames, Math.floor(maxUtteranceMs / frameMs));
  return {
    ...defaultSegmenterOptions,
    longPauseFrames,
    shortPauseFrames: Math.min(shortPauseFrames, longPauseFrames),
    preferredFrames: Math.min(preferredFrames, longestFrames),
    maxFrames: longestFrames,
  };
}

const frameMs = (voiceActivityFrameSamples * 1000) / recognitionSampleRateHz;

/** As long as the sound that is kept after speech: a segment that ends is then whole. */
const shortestPauseMs = 200;
const longestPauseMs = 5000;
