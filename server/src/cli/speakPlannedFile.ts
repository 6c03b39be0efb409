import path from 'node:path';
import type { Plan, PlanItem, PlanUtterance } from '../script/lowering/plan.ts';
import { markdownToPlan } from '../script/lowering/readAloud/markdownToPlan.ts';
import { toPlan } from '../script/lowering/toPlan.ts';
import { checkScript } from '../script/checking/checkScript.ts';
import type { DiagnosticCode, ScriptDiagnostic } from '../script/checking/diagnostic.ts';
import { resolveCast } from '../script/frontMatter/resolveCast.ts';
import { openScriptSound } from '../scripts/openScriptSound.ts';
import { readScriptEnvironment } from '../scripts/readScriptEnvironment.ts';
import { speakPlan } from '../synthesis/plan/speakPlan.ts';
import type { DroppedByVoice, PlanSources } from '../synthesis/plan/spokenPlan.ts';
import type { CommandContext } from './command.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { createLineIndex } from './lineIndex.ts';
import { offerMissingModels } from './pullModel.ts';
import type { SpeakOptions } from './speakOptions.ts';
import { createTally, reportSpeech, type DroppedRecord } from './speechReport.ts';
import { openSink } from './speechSink.ts';
import { createSpeakingChoice } from './speakingChoice.ts';
import { withKnownVoices } from '../withKnownVoices.ts';

export interface PlannedFile {
  readonly file: string;
  readonly source: string;
  readonly options: SpeakOptions;
}

/** Whether a file says how it is to be spoken: a script, or Markdown. */
export function hasPlan(file: string): boolean {
  return isScript(file) || isMarkdown(file);
}

/**
 * Speaks a script with the voices of its cast, or Markdown without its markup. What is wrong with a script is told and
 * does not keep the rest from being spoken; what a voice cannot do is left out and told.
 */
export async function speakPlannedFile(spoken: PlannedFile, context: CommandContext): Promise<ExitCode> {
  const { file, source, options } = spoken;
  const { output, signal } = context;
  const { plan, findings, root } = await readPlan(spoken, context);
  const positionAt = createLineIndex(source);
  for (const { code, severity, message, startOffset } of findings) {
    const { line, character } = positionAt(startOffset);
    output.note(`${file}:${line + 1}:${character + 1}: ${severity} ${code}: ${message}`);
  }
  const playOrWrite = await openSink(options.out, context);
  await offerMissingModels(context, modelsOf(plan, spoken, context));
  const speech = await speakPlan(plan, sourcesOf({ ...spoken, root }, context), signal);
  const progress = output.progress(options.out ?? 'speaking', 'characters');
  const tally = createTally(output.isJson, ({ endOffset }) => {
    progress.update(endOffset, source.length);
  });
  try {
    await playOrWrite(tally.watch(speech.chunks), speech.sampleRateHz);
  } finally {
    progress.end();
  }
  for (const drop of speech.dropped) output.note(`${file}: ${drop.message}`);
  const dropped = speech.dropped.map((drop) => toRecord(drop, positionAt));
  const { out, voice } = options;
  reportSpeech({ out, voice, summary: speech.summary(), words: tally.words, dropped }, context);
  return exitCodes.ok;
}

interface ReadPlan {
  readonly plan: Plan;
  readonly findings: readonly ScriptDiagnostic[];
  /** Holds the sounds. */
  readonly root: string;
}

async function readPlan(
  { file, source, options }: PlannedFile,
  { services, signal }: CommandContext,
): Promise<ReadPlan> {
  if (isMarkdown(file)) {
    const plan = markdownToPlan(source, options.language === undefined ? {} : { language: options.language });
    return {
      plan: withOptions(plan, options),
      findings: [],
      root: path.dirname(path.resolve(file)),
    };
  }
  const knowledge = await services.readScriptKnowledge(signal);
  const judged = await readScriptEnvironment({ file, source }, { ...knowledge, defaultVoice: options.voice });
  const { script, environment, root } = judged;
  const { frontMatter } = script;
  const plan = toPlan({ script, frontMatter, cast: resolveCast(frontMatter, environment.included) });
  const items = await withKnownVoices(plan.items, services, signal);
  const findings = checkScript(script, frontMatter, environment).filter(isHeard);
  return { plan: withOptions({ ...plan, items }, options), findings, root };
}

function isScript(file: string): boolean {
  return path.extname(file).toLowerCase() === '.aloud';
}

function isMarkdown(file: string): boolean {
  return ['.md', '.markdown'].includes(path.extname(file).toLowerCase());
}

/** Findings that do not change what is heard, or that are told when it is spoken. */
const unheard: ReadonlySet<DiagnosticCode> = new Set([
  'missing-file',
  'unknown-pronunciation',
  'unsupported-by-voice',
  'unused-character',
  'very-long-utterance',
]);

function isHeard({ code, severity }: ScriptDiagnostic): boolean {
  return (severity === 'error' || severity === 'warning') && !unheard.has(code);
}

/** The plan as the command line wants it. */
function withOptions(plan: Plan, options: SpeakOptions): Plan {
  const change = (utterance: PlanUtterance): PlanUtterance => {
    const { language, prosody } = utterance;
    return {
      ...utterance,
      language: language ?? options.language ?? null,
      prosody: {
        rateFactor: prosody.rateFactor * (options.rate ?? 1),
        pitchSemitones: prosody.pitchSemitones + 12 * Math.log2(options.pitch ?? 1),
        rangeFactor: prosody.rangeFactor * (options.range ?? 1),
        volumeDb: prosody.volumeDb + (options.energy ?? 0),
      },
    };
  };
  return {
    ...plan,
    items: plan.items.map((item): PlanItem => (item.kind === 'utterance' ? change(item) : item)),
  };
}

function modelsOf(plan: Plan, { options }: PlannedFile, { services }: CommandContext): string[] {
  const voices = plan.items.flatMap((item) =>
    item.kind === 'utterance' ? [item.voice ?? options.voice] : [],
  );
  return [...new Set(voices.flatMap((voice) => services.synthesisModels(voice)))];
}

function sourcesOf(
  { file, root, options }: PlannedFile & { readonly root: string },
  context: CommandContext,
): PlanSources {
  const { services } = context;
  const choiceFor = createSpeakingChoice(options, context);
  return {
    speak: async (request, signal) => services.speakText(request, await choiceFor(request), signal),
    abilities: (voice) => services.voiceAbilities(voice),
    openSound: (name, signal) => openScriptSound({ file, root }, name, signal),
    voice: options.voice,
  };
}

function toRecord(
  { ability, voice, message, source }: DroppedByVoice,
  positionAt: ReturnType<typeof createLineIndex>,
): DroppedRecord {
  const range =
    source === null ? null : { start: positionAt(source.startOffset), end: positionAt(source.endOffset) };
  return { ability, voice, message, range };
}
