// `npm run demo`: from a fresh clone to speech made from text and text made from that speech.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importTypeScript } from './support/bundleTypeScript.mjs';
import { ensureBuilt, ensureInstalled, projectFolder } from './support/project.mjs';
import { askAloud, runAloud } from './support/runAloud.mjs';

const text =
  'This speech was made on your own machine, and nothing that you say or write leaves it. ' +
  'The first boat left the harbor at half past six, with 42 people on board, and the sea was calm.';

const startMs = performance.now();
ensureInstalled();
ensureBuilt();
const outFolder = path.join(projectFolder, 'out');
mkdirSync(outFolder, { recursive: true });

runAloud(['models', 'pull']);
const soundFile = path.join('out', 'demo.wav');
const spoken = askAloud(['speak', text, '--out', soundFile]);
const heard = askAloud(['transcribe', soundFile]);
const { compareTranscripts } = await importTypeScript('server/src/text/wordErrorRate.ts');
const { editCount, referenceWordCount, wordErrorRate } = compareTranscripts(text, heard.text);

const figures = {
  text,
  heard: heard.text,
  editCount,
  wordCount: referenceWordCount,
  wordErrorRate,
  speech: pick(spoken),
  recognition: pick(heard),
};
writeFileSync(path.join(outFolder, 'demo.txt'), `${text}\n`);
writeFileSync(path.join(outFolder, 'demo.json'), `${JSON.stringify(figures, null, 2)}\n`);

console.log(`
Written:  ${text}
Heard:    ${heard.text}

${spoken.engine}, voice ${spoken.voice}: ${seconds(spoken.durationMs)} of speech in ${seconds(spoken.elapsedMs)} (RTF ${fixed(spoken.rtf)}), first sound after ${seconds(spoken.firstAudioMs)}, loaded in ${seconds(spoken.loadMs)}
${heard.engine}: heard in ${seconds(heard.elapsedMs)} (RTF ${fixed(heard.rtf)}), loaded in ${seconds(heard.loadMs)}
Word error rate: ${fixed(wordErrorRate * 100)} % (${editCount} of ${referenceWordCount} words)
Files: out/demo.wav, out/demo.txt, out/demo.json
The whole demo took ${seconds(performance.now() - startMs)}.`);

/** The timings of a result. */
function pick(/** @type {Record<string, unknown>} */ result) {
  const { engine, durationMs, elapsedMs, firstAudioMs = null, loadMs, rtf } = result;
  return { engine, durationMs, elapsedMs, firstAudioMs, loadMs, rtf };
}

function seconds(/** @type {number} */ milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function fixed(/** @type {number} */ value) {
  return value.toFixed(2);
}
