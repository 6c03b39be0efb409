import {
  voiceActivityFrameSamples,
  type VoiceActivityDetector,
} from '../../server/src/recognition/vad/voiceActivityDetector.ts';

/**
 * Takes for speech what is louder than the noise around it, whatever it sounds like: the synthetic language of the
 * trained toy weights is made of tones, which Silero rightly hears as no voice. The noise is followed down at once and
 * up slowly; what is remembered of a recording is its level.
 */
export function createEnergyDetector(): VoiceActivityDetector {
  return {
    detect(samples, memory, signal) {
      signal.throwIfAborted();
      const levels = Array.from({ length: samples.length / voiceActivityFrameSamples }, (_unused, index) =>
        levelDb(samples.subarray(index * voiceActivityFrameSamples, (index + 1) * voiceActivityFrameSamples)),
      );
      let noiseDb = memory?.[0] ?? Math.min(levels[0] ?? quietestDb, loudestNoiseDb);
      const probabilities = Float32Array.from(levels, (db) => {
        noiseDb = Math.max(quietestDb, Math.min(db, noiseDb + riseDb));
        return 1 / (1 + Math.exp(speechDb - (db - noiseDb)));
      });
      return Promise.resolve({ probabilities, memory: Float32Array.of(noiseDb) });
    },
    dispose: () => Promise.resolve(),
  };
}

/** Above the noise: as likely speech as not. */
const speechDb = 4;
/** Digital silence is no measure of what is loud. */
const quietestDb = -60;
/** What begins louder than this begins with speech. */
const loudestNoiseDb = -30;
/** A frame: 3 dB a second. */
const riseDb = 0.1;

function levelDb(frame: Float32Array): number {
  return 10 * Math.log10(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length + 1e-12);
}
