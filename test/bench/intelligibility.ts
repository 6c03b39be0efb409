import { readFileSync } from 'node:fs';
import type { Prosody } from '../../protocol/prosody.ts';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import type { Services } from '../../server/src/services.ts';
import type { Synthesizer } from '../../server/src/synthesis/synthesizer.ts';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { withoutPeer, type BenchResult } from './benchResult.ts';
import { speakAt16kHz } from './speakAt16kHz.ts';

const sentencesFile = 'test/bench/sentences.json';

const voices = ['af_heart', 'am_michael', 'bf_emma', 'bm_george'];

/** What must stay as intelligible as the voice's own way. */
const variants: Readonly<Record<string, Prosody>> = {
  neutral: {},
  'pitch x1.25': { pitchFactor: 1.25 },
  'pitch x0.8': { pitchFactor: 0.8 },
  'rate x1.3': { rateFactor: 1.3 },
  'range x1.5': { rangeFactor: 1.5 },
};

export interface IntelligibilityOptions {
  readonly services: Services;
  /** Takes every nth sentence. */
  readonly stride: number;
  readonly note: (line: string) => void;
}

/**
 * Speaks sentences and hears them back: in all voices in their own way, and in one voice with each change of
 * prosody. Misheard sentences are told line by line.
 */
export async function measureIntelligibility(
  { services, stride, note }: IntelligibilityOptions,
  signal: AbortSignal,
): Promise<BenchResult[]> {
  const { synthesizer } = await services.openSynthesis({ voice: 'af_heart', provider: 'cpu' }, signal);
  const { recognizer } = await services.openRecognition({ engine: 'moonshine', provider: 'cpu' }, signal);
  const sentences = JSON.parse(readFileSync(sentencesFile, 'utf8')) as { readonly text: string }[];
  const texts = sentences.filter((_, index) => index % stride === 0).map(({ text }) => text);
  const tools = { synthesizer, recognizer, texts, note };
  const results: BenchResult[] = [];
  let worst = 0;
  for (const voice of voices) {
    for (const [name, prosody] of Object.entries(variants)) {
      if (name !== 'neutral' && voice !== voices[0]) continue;
      const score = await listen({ voice, name, prosody }, tools, signal);
      if (name === 'neutral') worst = Math.max(worst, score.worst);
      results.push(withoutPeer(`WER ${voice}, ${name}`, 100 * score.wordErrorRate, '%'));
    }
  }
  return [...results, withoutPeer('WER of the worst sentence', 100 * worst, '%')];
}

interface Listening {
  readonly voice: string;
  readonly name: string;
  readonly prosody: Prosody;
}

interface Tools {
  readonly synthesizer: Synthesizer;
  readonly recognizer: Recognizer;
  readonly texts: readonly string[];
  readonly note: (line: string) => void;
}

async function listen({ voice, name, prosody }: Listening, tools: Tools, signal: AbortSignal) {
  const total = { edits: 0, words: 0, worst: 0 };
  for (const text of tools.texts) {
    const samples = await speakAt16kHz({ text, voice, prosody }, tools.synthesizer, signal);
    const heard = await tools.recognizer.recognize(samples, {}, signal);
    const { editCount, referenceWordCount, wordErrorRate } = compareTranscripts(text, heard.text);
    total.edits += editCount;
    total.words += referenceWordCount;
    total.worst = Math.max(total.worst, wordErrorRate);
    if (editCount > 0) tools.note(`${voice}, ${name}: "${text}" was heard as "${heard.text}"`);
  }
  return { wordErrorRate: total.edits / Math.max(1, total.words), worst: total.worst };
}
