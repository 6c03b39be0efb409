/** OpenAI's voices, and ours that speak for them: its namesake where there is one, else one of like pitch and gender. */
export const openAiVoices: Readonly<Record<string, string>> = {
  alloy: 'af_alloy',
  ash: 'am_adam',
  ballad: 'bm_george',
  cedar: 'am_puck',
  coral: 'af_bella',
  echo: 'am_echo',
  fable: 'bm_fable',
  marin: 'af_heart',
  nova: 'af_nova',
  onyx: 'am_onyx',
  sage: 'af_sarah',
  shimmer: 'af_sky',
  verse: 'am_michael',
};

/** Names of OpenAI's models that stand for our default of the same kind. */
const openAiModels = {
  synthesis: /^(?:tts-1|tts-1-hd|gpt-4o-mini-tts)(?:-\d{4}(?:-\d{2}-\d{2})?)?$/,
  recognition: /^(?:whisper-1|gpt-4o-transcribe|gpt-4o-mini-transcribe)(?:-\d{4}-\d{2}-\d{2})?$/,
} as const;

export type SpeechKind = keyof typeof openAiModels;

/** @returns our name of it; what OpenAI does not know is ours already */
export function toOwnVoice(voice: string): string {
  return Object.hasOwn(openAiVoices, voice) ? (openAiVoices[voice] ?? voice) : voice;
}

export function isOpenAiModel(model: string, kind: SpeechKind): boolean {
  return openAiModels[kind].test(model);
}
