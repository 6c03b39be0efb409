import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../../server/src/files/cacheFolder.ts';
import { createServices } from '../../server/src/services.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';
import { userModelStore } from '../support/userModelStore.ts';
import type { BenchResult } from './benchResult.ts';
import { measureCosyVoiceSpeed } from './cosyVoiceSpeed.ts';
import { measureCosyVoiceUtterances } from './cosyVoiceUtterances.ts';
import { measureVocoderSpeed } from './cosyVoiceVocoder.ts';
import { measureDaemonLatency } from './daemonLatency.ts';
import { measureFirstAudio } from './firstAudio.ts';
import { measureIntelligibility } from './intelligibility.ts';
import { measureLanguageServer } from './languageServerSpeed.ts';
import { measureMemory } from './memory.ts';
import { runMeasured } from './peakMemory.ts';
import { measureRecognitionSpeed } from './recognitionSpeed.ts';
import { measureScriptFeatureSpeed } from './scriptFeatureSpeed.ts';
import { defaultVoice, engineAbilities } from '../../server/src/modelLibrary/knownEngines.ts';
import { readScriptKnowledge } from '../../server/src/scripts/readScriptKnowledge.ts';
import { measureScriptSpeed } from './scriptSpeed.ts';
import { measureSenseVoiceSpeed } from './senseVoiceSpeed.ts';
import { readSpokenClips } from './spokenClips.ts';
import { measureSynthesisSpeed } from './synthesisSpeed.ts';
import { measureTakes } from './takeGain.ts';
import { measureVocabulary } from './vocabularyGain.ts';
import { measureWhisperSpeed } from './whisperSpeed.ts';

/**
 * `npm run bench`: everything the product promises about speed and memory, side by side with peers in one run.
 * Results go to out/bench.json, and as a table or, with --json, as one object to standard output.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Fewer rounds, and no hour-long recording. */
    quick: { type: 'boolean', default: false },
    /** Also 40 sentences heard back, four voices and four changes of prosody: about ten minutes. */
    intelligibility: { type: 'boolean', default: false },
    /** Measures whose names hold this text only: synthesis, recognition, sensevoice, whisper, cosyvoice, utterances, vocoder, daemon, first, memory, script, lsp, intelligibility, takes. */
    only: { type: 'string', default: '' },
  },
});

const signal = new AbortController().signal;
const outFolder = path.resolve('out');
const distFolder = path.resolve('dist');
const cliPath = path.join(distFolder, 'cli.js');
const roundCount = options.quick ? 2 : 7;
const note = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

mkdirSync(outFolder, { recursive: true });
await using services = createServices({
  env: process.env,
  note,
  version: '0.0.0',
  usesDaemon: false,
  workerPath: path.join(distFolder, 'worker.js'),
});
const store = userModelStore;
const cache = cacheFolder(thisUserPlace());
const sample = createSample();

const measures: Readonly<Record<string, () => Promise<BenchResult[]>>> = {
  synthesis: async () => {
    const kokoro = await store.open('kokoro-82m', signal);
    const peersFolder = path.join(cache, 'peers');
    return measureSynthesisSpeed({ services, kokoro, peersFolder, distFolder, roundCount, note }, signal);
  },
  recognition: async () => {
    const moonshine = await store.open('moonshine-tiny', signal);
    return measureRecognitionSpeed({ moonshine, soundFile: await sample(), roundCount }, signal);
  },
  sensevoice: async () => {
    const silero = await store.open('silero-vad', signal);
    return measureSenseVoiceSpeed({ cacheFolder: cache, silero, roundCount, note }, signal);
  },
  whisper: async () =>
    measureWhisperSpeed(
      {
        whisper: await store.pull('whisper-base', { signal, hasConsent: false }),
        clips: await readSpokenClips({ services, note }, signal),
        cacheFolder: cache,
        roundCount: options.quick ? 1 : 3,
        note,
      },
      signal,
    ),
  // Up to 400 takes, about ten minutes: only where it is asked for.
  ...(options.only === 'takes' && {
    takes: async () => {
      await store.pull('whisper-base', { signal, hasConsent: false });
      return measureTakes({ services, stride: options.quick ? 4 : 1, note }, signal);
    },
  }),
  // Gigabytes of random weights: only where it is asked for.
  ...(options.only === 'cosyvoice' && {
    cosyvoice: () => measureCosyVoiceSpeed({ cacheFolder: cache, roundCount, note }, signal),
  }),
  ...(options.only === 'utterances' && {
    utterances: () =>
      measureCosyVoiceUtterances({ cacheFolder: cache, repeatCount: options.quick ? 4 : 20, note }, signal),
  }),
  ...(options.only === 'vocoder' && {
    vocoder: () => measureVocoderSpeed({ cacheFolder: cache, roundCount }, signal),
  }),
  vocabulary: () =>
    measureVocabulary(
      { services, distFolder, cacheFolder: cache, stride: options.quick ? 4 : 1, roundCount, note },
      signal,
    ),
  daemon: async () =>
    measureDaemonLatency({ services, distFolder, soundFile: await sample(), roundCount }, signal),
  first: () => measureFirstAudio(services, options.quick ? 1 : 3, signal),
  memory: async () => {
    const soundFile = await sample();
    return measureMemory(
      {
        cliPath,
        outFolder,
        soundFile,
        longMinutes: options.quick ? 0 : 60,
        endlessHours: options.quick ? 1 : 6,
        note,
      },
      signal,
    );
  },
  lsp: () => measureLanguageServer({ cliPath, keystrokeCount: options.quick ? 20 : 100 }),
  script: async () => [
    ...measureScriptSpeed({
      roundCount,
      knowledge: await readScriptKnowledge(
        {
          listVoices: (listSignal) => services.listVoices(listSignal),
          readRefusals: (readSignal) => services.readRefusals(readSignal),
          engineAbilities,
          defaultVoice,
          lexiconPath: path.join(distFolder, 'english.lexicon'),
        },
        signal,
      ),
    }),
    ...measureScriptFeatureSpeed(),
  ],
  ...(options.intelligibility && {
    intelligibility: () => measureIntelligibility({ services, stride: options.quick ? 4 : 1, note }, signal),
  }),
};

const chosen = Object.entries(measures).filter(([name]) => name.includes(options.only));
if (chosen.length === 0) {
  process.stderr.write(
    `Nothing that is measured is called "${options.only}". Choose one of ${Object.keys(measures).join(', ')}, cosyvoice, utterances, vocoder, takes.\n`,
  );
  process.exit(2);
}
const results: BenchResult[] = [];
for (const [, measure] of chosen) results.push(...(await measure()));
const report = { ok: true, results };
writeFileSync(path.join(outFolder, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `${toTable(results)}\n`);

/** Spoken when the first measure asks for it, and once. */
function createSample(): () => Promise<string> {
  let file: Promise<string> | undefined;
  return () => (file ??= speakSample());
}

/** About ten seconds of our own speech, so that nothing but the models is needed. */
async function speakSample(): Promise<string> {
  const file = path.join(outFolder, 'bench-speech.wav');
  const text =
    'The ferry crosses the strait in forty minutes when the weather is good. In winter it often stays in port for ' +
    'days, and the island lives on what it has stored.';
  const { exitCode, stderr } = await runMeasured(cliPath, ['speak', text, '--out', file]);
  if (exitCode === 0) return file;
  throw new Error(`The sample could not be spoken: ${stderr}`);
}

function toTable(rows: readonly BenchResult[]): string {
  const lines = rows.map(({ name, ours, peer, ratio, unit }) => {
    const besides = peer === null ? '' : `, peer ${peer} ${unit}, ratio ${ratio ?? '?'}`;
    return `${name}: ${ours ?? 'unknown'} ${unit}${besides}`;
  });
  return lines.join('\n');
}
