// `npm run demo`: from a fresh clone to speech made from text and text made from that speech.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importTypeScript } from './support/bundleTypeScript.mjs';
import { ensureBuilt, ensureInstalled, projectFolder } from './support/project.mjs';
import { askAloud, runAloud } from './support/runAloud.mjs';

const script = 'scripts/demo.aloud';

const startMs = performance.now();
ensureInstalled();
ensureBuilt();
const outFolder = path.join(projectFolder, 'out');
mkdirSync(outFolder, { recursive: true });

runAloud(['models', 'pull']);
const soundFile = path.join('out', 'demo.wav');
const spoken = askAloud(['speak', '--file', script, '--out', soundFile]);
const heard = askAloud(['transcribe', soundFile, '--language', 'en']);
const text = await plainTextOf(script);
const { compareTranscripts } = await importTypeScript('server/src/text/wordErrorRate.ts');
const { editCount, referenceWordCount, wordErrorRate } = compareTranscripts(text, heard.text);

const figures = {
  script,
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
${readFileSync(path.join(projectFolder, script), 'utf8')}
Written:  ${text}
Heard:    ${heard.text}

${spoken.engine}, the voices of ${script}: ${seconds(spoken.durationMs)} of speech in ${seconds(spoken.elapsedMs)} (RTF ${fixed(spoken.rtf)}), first sound after ${seconds(spoken.firstAudioMs)}, loaded in ${seconds(spoken.loadMs)}
${heard.engine}: heard in ${seconds(heard.elapsedMs)} (RTF ${fixed(heard.rtf)}), loaded in ${seconds(heard.loadMs)}
Word error rate: ${fixed(wordErrorRate * 100)} % (${editCount} of ${referenceWordCount} words)
Files: out/demo.wav, out/demo.txt, out/demo.json
The whole demo took ${seconds(performance.now() - startMs)}.`);

/** What a script says, without its tags. */
async function plainTextOf(/** @type {string} */ file) {
  const { parseScript } = await importTypeScript('server/src/script/parsing/parseScript.ts');
  const { resolveCast } = await importTypeScript('server/src/script/frontMatter/resolveCast.ts');
  const { toPlan } = await importTypeScript('server/src/script/lowering/toPlan.ts');
  const { planToText } = await importTypeScript('server/src/script/lowering/planToText.ts');
  const parsed = parseScript(readFileSync(path.join(projectFolder, file), 'utf8'));
  const { frontMatter } = parsed;
  const plan = toPlan({ script: parsed, frontMatter, cast: resolveCast(frontMatter, []) });
  return planToText(plan).replaceAll(/\s+/g, ' ').trim();
}

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
