import type { VoiceShare } from './voiceBlend.ts';

/** As loud as this voice all others are made; the default one, which so stays as the model makes it. */
const referenceVoice = 'af_heart';

/**
 * How much louder a voice, or a blend, has to be to sound as loud as the others, in decibels. The model's own voices
 * lie up to 12 dB apart, so that the characters of a book would not seem to be in one room.
 */
export function voiceGainDb(voices: readonly VoiceShare[]): number {
  const reference = voiceLevelsDb[referenceVoice] ?? 0;
  return voices.reduce(
    (sum, { id, share }) => sum + share * (reference - (voiceLevelsDb[id] ?? reference)),
    0,
  );
}

/**
 * Level of each voice as the model makes it, in dB of full scale: root mean square of the 20 ms windows within 30 dB
 * of the loudest, mean over three English sentences, between which it differs by 1.7 dB at most.
 */
const voiceLevelsDb: Readonly<Record<string, number>> = {
  af_alloy: -20.0, af_aoede: -16.4, af_bella: -20.7, af_heart: -21.8, af_jessica: -21.1, af_kore: -17.3,
  af_nicole: -20.8, af_nova: -25.0, af_river: -20.3, af_sarah: -20.0, af_sky: -22.7, am_adam: -17.5,
  am_echo: -20.2, am_eric: -20.0, am_fenrir: -18.0, am_liam: -20.6, am_michael: -23.1, am_onyx: -20.4,
  am_puck: -17.2, am_santa: -21.7, bf_alice: -19.6, bf_emma: -19.5, bf_isabella: -16.5, bf_lily: -20.0,
  bm_daniel: -20.4, bm_fable: -21.7, bm_george: -19.7, bm_lewis: -22.2, ef_dora: -22.5, em_alex: -21.8,
  em_santa: -22.2, ff_siwis: -18.5, hf_alpha: -14.1, hf_beta: -15.7, hm_omega: -14.8, hm_psi: -16.3,
  if_sara: -12.6, im_nicola: -17.5, jf_alpha: -19.2, jf_gongitsune: -19.3, jf_nezumi: -19.3,
  jf_tebukuro: -19.2, jm_kumo: -18.5, pf_dora: -22.6, pm_alex: -21.9, pm_santa: -22.2, zf_xiaobei: -19.9,
  zf_xiaoni: -18.2, zf_xiaoxiao: -15.5, zf_xiaoyi: -18.7, zm_yunjian: -20.5, zm_yunxi: -19.9,
  zm_yunxia: -19.9, zm_yunyang: -22.9,
}; // prettier-ignore
