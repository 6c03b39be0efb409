import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  decodePieces,
  type EmittedPiece,
} from '../../../../server/src/recognition/engines/senseVoice/ctcDecoding.ts';
import { openFrontEnd } from '../../../../server/src/recognition/engines/senseVoice/frontEnd.ts';
import { piecesToText } from '../../../../server/src/recognition/engines/senseVoice/pieceText.ts';
import {
  funasrTime,
  sherpaStartMs,
  timePieces,
} from '../../../../server/src/recognition/engines/senseVoice/pieceTimes.ts';
import { readFunasrMetadata } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceMetadata.ts';
import {
  createVocabulary,
  readPieces,
} from '../../../../server/src/recognition/engines/senseVoice/vocabulary.ts';
import { hasGolden, readGoldenWav } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';
import { openToy, openToyModel, toyFolder } from '../../../support/senseVoiceToy.ts';

/** Trained weights: what the reference writes, tags and marks is what we do, in both layouts. */

interface ToyRun {
  readonly language: string;
  readonly itn: boolean;
  readonly fp32: {
    readonly head: readonly string[];
    readonly ids: readonly number[];
    readonly text: string;
    readonly start_s: readonly number[];
  };
}

interface SherpaRun {
  readonly text: string;
  readonly timestamps: readonly number[];
  readonly lang: string;
  readonly emotion: string;
  readonly event: string;
}

interface ToyGolden {
  readonly cases: readonly { readonly wav: string; readonly runs: readonly ToyRun[] }[];
  readonly sherpa: Readonly<Record<string, Readonly<Record<string, SherpaRun>>>>;
}

const golden: ToyGolden = hasGolden
  ? (JSON.parse(readFileSync(path.join(toyFolder, 'golden/toy.json'), 'utf8')) as ToyGolden)
  : { cases: [], sherpa: {} };

const settings = [
  { language: 'auto', itn: false },
  { language: 'auto', itn: true },
  { language: 'zh', itn: false },
  { language: 'ja', itn: true },
];

const graphs = ['funasr.onnx', 'sherpa.onnx'] as const;

const table = graphs.flatMap((graph) => settings.map((setting) => ({ graph, ...setting })));

function samplesOf(wav: string): Float32Array {
  return readGoldenWav(path.join(toyFolder, 'golden', wav));
}

function readToyPieces(): string[] {
  return readPieces(readFileSync(path.join(toyFolder, 'tokens.txt'), 'utf8'), 200);
}

interface Decoded {
  /** Pieces of the four frames of the head. */
  readonly head: readonly string[];
  readonly pieces: readonly EmittedPiece[];
  readonly text: string;
  readonly frameCount: number;
}

async function decodeAll(
  graph: (typeof graphs)[number],
  setting: { readonly language: string; readonly itn: boolean },
): Promise<Map<string, Decoded>> {
  const metadata = readFunasrMetadata(readFileSync(path.join(toyFolder, 'am.mvn'), 'utf8'));
  const frontEnd = await openFrontEnd(metadata.cmvn, { threadCount: 1 });
  const texts = readToyPieces();
  const vocabulary = createVocabulary(texts);
  const model = await openToyModel(graph);
  const decoded = new Map<string, Decoded>();
  for (const { wav } of golden.cases) {
    const features = await frontEnd.toFeatures(samplesOf(wav));
    const { frames } = await model.run({
      features,
      languageId: metadata.languageIds.get(setting.language) ?? -1,
      textNormId: setting.itn ? metadata.withItnId : metadata.withoutItnId,
    });
    const pieces = decodePieces(frames, (id) => vocabulary.isMarkup(id));
    decoded.set(wav, {
      head: [...frames.ids.subarray(0, 4)].map((id) => texts[id] ?? ''),
      pieces,
      text: piecesToText(pieces.map(({ id }) => texts[id] ?? '')).trim(),
      frameCount: features.length / 560,
    });
  }
  await frontEnd.dispose();
  await model.dispose();
  return decoded;
}

const inSeconds = (ms: number): number => ms / 1000;

describe.skipIf(!hasGolden)('the decoded frames', () => {
  it.each(table)('of $graph, language $language, ITN $itn', async ({ graph, language, itn }) => {
    const decoded = await decodeAll(graph, { language, itn });
    for (const { wav, runs } of golden.cases) {
      const run = runs.find((candidate) => candidate.language === language && candidate.itn === itn);
      const { head, pieces, text, frameCount } = decoded.get(wav) ?? { pieces: [], frameCount: 0 };
      expect({ wav, head, ids: pieces.map(({ id }) => id), text }).toEqual({
        wav,
        head: run?.fp32.head,
        ids: run?.fp32.ids,
        text: run?.fp32.text,
      });
      expect(pieces.map(sherpaStartMs).map(inSeconds)).toEqual(run?.fp32.start_s);
      expect(timePieces(pieces, frameCount).map(({ startMs }) => startMs)).toEqual(
        pieces.map(funasrTime).map(({ startMs }) => startMs),
      );
    }
  });

  it.each([false, true])('are what sherpa-onnx says of them, ITN %s', async (itn) => {
    const decoded = await decodeAll('sherpa.onnx', { language: 'auto', itn });
    const peer = Object.entries(golden.sherpa[`model.onnx itn${Number(itn)}`] ?? {});
    expect(peer).toHaveLength(8);
    for (const [wav, { text, timestamps, lang, emotion, event }] of peer) {
      const ours = decoded.get(wav);
      expect({ wav, text: ours?.text, head: ours?.head.slice(0, 3) }).toEqual({
        wav,
        text,
        head: [lang, emotion, event],
      });
      expect(ours?.pieces.map(sherpaStartMs).map(inSeconds)).toEqual(timestamps);
    }
  });
});

/** What the heads of the golden runs are called outside. */
const names: Readonly<Record<string, string | null>> = {
  '<|HAPPY|>': 'happy',
  '<|SAD|>': 'sad',
  '<|ANGRY|>': 'angry',
  '<|NEUTRAL|>': 'neutral',
  '<|EMO_UNKNOWN|>': null,
  '<|Speech|>': null,
  '<|BGM|>': 'music',
  '<|Event_UNK|>': null,
};

describe.skipIf(!hasGolden)('the recognizer', () => {
  it.each(table)('on $graph, language $language, ITN $itn', async ({ graph, language, itn }) => {
    const recognizer = await openToy(graph);
    for (const { wav, runs } of golden.cases) {
      const { fp32 } = runs.find((run) => run.language === language && run.itn === itn) ?? {};
      const hint = language === 'auto' ? {} : { language };
      const heard = await recognizer.recognize(
        samplesOf(wav),
        { ...hint, inverseTextNormalization: itn },
        never,
      );
      const [languageTag, emotion, event] = fp32?.head ?? [];
      const isSpeech = fp32?.text !== '';
      expect({ wav, ...heard }).toMatchObject({
        wav,
        text: fp32?.text,
        language: isSpeech ? languageTag?.slice(2, -2) : null,
        emotion: isSpeech ? names[emotion ?? ''] : null,
      });
      expect(heard.events?.map(({ type }) => type)).toEqual([names[event ?? ''] ?? []].flat());
      for (const share of [heard.languageConfidence, heard.confidence]) {
        if (isSpeech) expect(share).toBeGreaterThan(0.2);
        else expect(share).toBeNull();
      }
    }
    await recognizer.dispose();
  });

  it.each([
    { wav: 'u0.wav', words: ['一', '三', '十', '二', '八。'] },
    { wav: 'u1.wav', words: ['set', 'four', 'two', 'five', 'go', 'two.'] },
    { wav: 'u3.wav', words: ['goset', 'three', 'fiveset', 'go', 'cat.'] },
  ])('times the characters and words of $wav', async ({ wav, words }) => {
    const recognizer = await openToy('sherpa.onnx');
    const samples = samplesOf(wav);
    const heard = await recognizer.recognize(samples, {}, never);
    await recognizer.dispose();
    expect(heard.words?.map(({ text }) => text)).toEqual(words);
    let previousEndMs = 0;
    for (const { startMs, endMs } of heard.words ?? []) {
      expect(startMs).toBeGreaterThanOrEqual(previousEndMs);
      expect(endMs).toBeGreaterThan(startMs);
      previousEndMs = endMs;
    }
    expect(previousEndMs).toBeLessThanOrEqual(samples.length / 16);
  });
});
