import os from 'node:os';
import path from 'node:path';
import { defaultThreadCount } from '../../server/src/inference/threadCount.ts';
import type { InstalledModel } from '../../server/src/models/installedModel.ts';
import { whisperEngine } from '../../server/src/recognition/engines/whisper/whisperEngine.ts';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import { recognitionSampleRateHz } from '../../server/src/recognition/recognizer.ts';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { againstPeer, median, withoutPeer, type BenchResult } from './benchResult.ts';
import type { SpokenClip } from './spokenClips.ts';
import { startTransformersPeer, type TransformersPeer } from './transformersPeer.ts';

export interface WhisperBench {
  readonly whisper: InstalledModel;
  readonly clips: readonly SpokenClip[];
  /** Outside the project; what is installed there is found again by the next run. */
  readonly cacheFolder: string;
  readonly roundCount: number;
  readonly note: (line: string) => void;
}

/**
 * Whisper against npm @huggingface/transformers on the same published files, from samples to text, clip by clip in turn,
 * with the same number of threads. The peer is told the language, ours finds it. Texts that differ are told.
 */
export async function measureWhisperSpeed(bench: WhisperBench, signal: AbortSignal): Promise<BenchResult[]> {
  const { whisper, clips, cacheFolder, note } = bench;
  note(`On ${os.cpus()[0]?.model ?? 'an unknown processor'}, ${os.cpus().length} of it.`);
  const threadCount = Math.min(2, defaultThreadCount());
  const recognizer = await whisperEngine.open(
    whisper,
    { provider: 'cpu', threadCount, onNote: note },
    signal,
  );
  note('Installing and loading the peer @huggingface/transformers ...');
  const folder = path.join(cacheFolder, 'peers', 'transformers');
  const peer = await startTransformersPeer({ folder, whisper, threadCount });
  try {
    note(`Hearing ${clips.length} clips with both, ${bench.roundCount} times in turn ...`);
    const pairs = await hearInTurn(bench, { recognizer, peer }, signal);
    return summarize(whisper.id, pairs, note);
  } finally {
    peer.dispose();
    await recognizer.dispose();
  }
}

interface Hearers {
  readonly recognizer: Recognizer;
  readonly peer: TransformersPeer;
}

interface HeardPair {
  readonly clip: SpokenClip;
  readonly ours: { readonly text: string; readonly elapsedMs: number };
  readonly peer: { readonly text: string; readonly elapsedMs: number };
}

async function hearInTurn(
  { clips, roundCount }: WhisperBench,
  hearers: Hearers,
  signal: AbortSignal,
): Promise<HeardPair[]> {
  const [first] = clips;
  // Warms both up.
  if (first !== undefined) await hearClip(first, hearers, signal);
  const pairs: HeardPair[] = [];
  for (let round = 0; round < roundCount; round += 1)
    for (const clip of clips) pairs.push(await hearClip(clip, hearers, signal));
  return pairs;
}

async function hearClip(
  clip: SpokenClip,
  { recognizer, peer }: Hearers,
  signal: AbortSignal,
): Promise<HeardPair> {
  const startMs = performance.now();
  const { text } = await recognizer.recognize(clip.samples, {}, signal);
  const elapsedMs = performance.now() - startMs;
  return { clip, ours: { text, elapsedMs }, peer: await peer.recognize(clip.samples) };
}

function summarize(model: string, pairs: readonly HeardPair[], note: (line: string) => void): BenchResult[] {
  const heard = [...new Map(pairs.map((pair) => [pair.clip.name, pair])).values()];
  const different = heard.filter(({ ours, peer }) => compareTranscripts(peer.text, ours.text).editCount > 0);
  for (const { clip, ours, peer } of different)
    note(`${clip.name}: ours "${ours.text}", the peer's "${peer.text.trim()}"`);
  const side = (name: 'ours' | 'peer'): { readonly ms: number; readonly wordErrorRate: number } => ({
    ms: median(pairs.map((pair) => pair[name].elapsedMs)),
    wordErrorRate: wordErrorRate(heard.map((pair) => [pair.clip.text, pair[name].text])),
  });
  const [ours, peer] = [side('ours'), side('peer')];
  const name = `${model}, ${heard.length} clips`;
  return [
    againstPeer(
      `${name}, median of a clip, against npm transformers`,
      { ours: ours.ms, peer: peer.ms },
      'ms',
    ),
    withoutPeer(
      `${name}, median of the pairs`,
      median(pairs.map((pair) => pair.peer.elapsedMs / pair.ours.elapsedMs)),
      'times as fast',
    ),
    withoutPeer(name, realTimeFactor(pairs), 'RTF'),
    withoutPeer(`${name}, WER`, 100 * ours.wordErrorRate, '%'),
    withoutPeer(`${name}, WER of the peer`, 100 * peer.wordErrorRate, '%'),
    withoutPeer(`${name}, other words than the peer in`, different.length, 'clips'),
  ];
}

function realTimeFactor(pairs: readonly HeardPair[]): number {
  const elapsedMs = pairs.reduce((sum, { ours }) => sum + ours.elapsedMs, 0);
  const sampleCount = pairs.reduce((sum, { clip }) => sum + clip.samples.length, 0);
  return elapsedMs / ((sampleCount / recognitionSampleRateHz) * 1000);
}

function wordErrorRate(texts: readonly (readonly [said: string, heard: string])[]): number {
  const compared = texts.map(([said, heard]) => compareTranscripts(said, heard));
  const edits = compared.reduce((sum, { editCount }) => sum + editCount, 0);
  return edits / compared.reduce((sum, { referenceWordCount }) => sum + referenceWordCount, 0);
}
