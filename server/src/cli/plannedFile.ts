import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { Plan, PlanItem, PlanUtterance } from '../script/lowering/plan.ts';
import { markdownToPlan } from '../script/lowering/readAloud/markdownToPlan.ts';
import { toSynthesisRequest } from '../script/lowering/toSynthesisRequest.ts';
import { toPlan } from '../script/lowering/toPlan.ts';
import { checkScript } from '../script/checking/checkScript.ts';
import type { DiagnosticCode, ScriptDiagnostic } from '../script/checking/diagnostic.ts';
import { voiceParts } from '../script/checking/voiceParts.ts';
import { resolveCast } from '../script/frontMatter/resolveCast.ts';
import { isScriptName } from '../scripts/isScriptName.ts';
import { openScriptSound } from '../scripts/openScriptSound.ts';
import { readScriptEnvironment } from '../scripts/readScriptEnvironment.ts';
import type { PlanSources } from '../synthesis/plan/spokenPlan.ts';
import type { CommandContext } from './command.ts';
import { createLineIndex } from '../text/lineIndex.ts';
import type { TextRange } from '../text/textRange.ts';
import type { SpeakOptions } from './speakOptions.ts';
import type { PlacedRange } from './speechReport.ts';
import { createSpeakingChoice } from './speakingChoice.ts';
import { findUnknownEngines } from '../modelLibrary/findUnknownEngines.ts';
import { replaceUnknownVoices, type ReplacedVoice } from '../modelLibrary/replaceUnknownVoices.ts';

export interface PlannedFile {
  readonly file: string;
  readonly source: string;
  readonly options: SpeakOptions;
}

/** Whether a file says how it is to be spoken: a script, or Markdown. */
export function hasPlan(file: string): boolean {
  return isScriptName(file) || isMarkdown(file);
}

export interface OpenedPlan {
  readonly plan: Plan;
  /** For which another voice speaks; empty where they are refused. */
  readonly unknown: readonly ReplacedVoice[];
  /** Holds the sounds. */
  readonly root: string;
  readonly rangeOf: (range: TextRange) => PlacedRange;
}

/**
 * Reads what a file says, and tells what is wrong with it and is heard. For a voice that there is not another one speaks
 * where it is played; a file is not begun, as who has it later cannot see what was told.
 *
 * @throws SpeechError scriptHasErrors for a file that names a voice or an engine that there is not, and
 *         languageUnsupported, before anything is loaded
 */
export async function openPlannedFile(spoken: PlannedFile, context: CommandContext): Promise<OpenedPlan> {
  const { file, source, options } = spoken;
  const { output } = context;
  const { plan, findings, unknown, unknownEngines, root } = await readPlan(spoken, context);
  const positionAt = createLineIndex(source);
  const placeOf = ({ startOffset }: TextRange): string => {
    const { line, character } = positionAt(startOffset);
    return `${file}:${line + 1}:${character + 1}`;
  };
  const [refused] = options.out === undefined ? [] : unknown;
  const [engine] = options.out === undefined || refused !== undefined ? [] : unknownEngines;
  for (const finding of findings) {
    const { startOffset, message } = finding;
    if (engine?.startOffset === startOffset && engine.message === message) continue;
    output.note(`${placeOf(finding)}: ${finding.severity} ${finding.code}: ${message}`);
  }
  for (const voice of unknown) {
    const { message, hint } = voice;
    const instead = refused === undefined ? ` ${options.voice} speaks in its place.` : '';
    if (voice !== refused)
      output.note(`${placeOf(voice.source)}: error unknown-voice: ${message}${instead} ${hint}`);
  }
  if (refused !== undefined) {
    const { source: place, message, hint } = refused;
    throw new SpeechError('scriptHasErrors', { message: `${placeOf(place)}: ${message}`, hint });
  }
  if (engine !== undefined) {
    throw new SpeechError('scriptHasErrors', {
      message: `${placeOf(engine)}: ${engine.message}`,
      hint: 'Correct its name, or take it out: a voice is enough. `aloud voices` lists all, with their engines.',
    });
  }
  await refuseUnspoken(plan, { voice: options.voice, placeOf }, context);
  const rangeOf = ({ startOffset, endOffset }: TextRange): PlacedRange => ({
    start: positionAt(startOffset),
    end: positionAt(endOffset),
  });
  return { plan, unknown, root, rangeOf };
}

interface Spoken {
  /** Of who has none. */
  readonly voice: string;
  readonly placeOf: (range: TextRange) => string;
}

/** @throws SpeechError languageUnsupported, with the line that cannot be spoken */
async function refuseUnspoken(
  { items }: Plan,
  { voice, placeOf }: Spoken,
  context: CommandContext,
): Promise<void> {
  const { services, signal } = context;
  const utterances = items.filter((item) => item.kind === 'utterance');
  const requests = utterances.map((utterance) => requestOf(utterance, voice, context));
  const unspoken = await services.findUnspoken(requests, signal);
  const utterance = utterances[unspoken === null ? -1 : requests.indexOf(unspoken.request)];
  if (unspoken === null || utterance === undefined) return;
  const { code, message, hint, data } = unspoken.refusal;
  throw new SpeechError(code, { message: `${placeOf(utterance.source)}: ${message}`, hint, data });
}

/** What is asked of the voice of an utterance. @param voice  of who has none */
export function requestOf(
  utterance: PlanUtterance,
  voice: string,
  { services }: Pick<CommandContext, 'services'>,
): SynthesisRequest {
  const name = utterance.voice ?? voice;
  return toSynthesisRequest(utterance, { voice: name, abilities: services.voiceAbilities(name) }).request;
}

interface ReadPlan {
  readonly plan: Plan;
  /** But for the voices that are not there. */
  readonly findings: readonly ScriptDiagnostic[];
  /** For which another voice would speak. */
  readonly unknown: readonly ReplacedVoice[];
  /** Of who says something; their voices speak all the same. */
  readonly unknownEngines: readonly ScriptDiagnostic[];
  /** Holds the sounds. */
  readonly root: string;
}

async function readPlan(
  { file, source, options }: PlannedFile,
  { services, signal }: CommandContext,
): Promise<ReadPlan> {
  if (isMarkdown(file)) {
    const plan = markdownToPlan(source, options.language === undefined ? {} : { language: options.language });
    const { items, unknown } = await replaceUnknownVoices({ ...plan, named: null }, services, signal);
    return {
      plan: withOptions({ ...plan, items }, options),
      findings: [],
      unknown,
      unknownEngines: [],
      root: path.dirname(path.resolve(file)),
    };
  }
  const knowledge = await services.readScriptKnowledge(signal);
  const judged = await readScriptEnvironment({ file, source }, { ...knowledge, defaultVoice: options.voice });
  const { script, environment, root } = judged;
  const { frontMatter } = script;
  const named = { frontMatter, cast: resolveCast(frontMatter, environment.included) };
  const plan = toPlan({ script, ...named });
  const { items, unknown } = await replaceUnknownVoices({ items: plan.items, named }, services, signal);
  const findings = checkScript(script, frontMatter, environment).filter(
    (finding) => isHeard(finding) && !unknown.some((voice) => isFindingOf(finding, voice)),
  );
  const unknownEngines = findUnknownEngines({ items, named }, environment);
  return { plan: withOptions({ ...plan, items }, options), findings, unknown, unknownEngines, root };
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

/** Whether a finding is of a voice that is told by itself. All of an included file are found where it is included. */
function isFindingOf(
  { code, message, startOffset }: ScriptDiagnostic,
  { voice, source, asker }: ReplacedVoice,
): boolean {
  if (code !== 'unknown-voice' || startOffset < source.startOffset || startOffset > source.endOffset)
    return false;
  const names = voiceParts(voice).map(({ id }) => `voice "${id}"`);
  return asker === null || (message.startsWith(`${asker}: `) && names.some((name) => message.includes(name)));
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

/** Where the plan's sounds are. */
export function soundsOf({ items }: Plan, file: string): string[] {
  const folder = path.dirname(path.resolve(file));
  return items.flatMap((item) => (item.kind === 'sound' ? [path.resolve(folder, item.file)] : []));
}

export function modelsOf(plan: Plan, { options }: PlannedFile, { services }: CommandContext): string[] {
  const voices = plan.items.flatMap((item) =>
    item.kind === 'utterance' ? [item.voice ?? options.voice] : [],
  );
  return [...new Set(voices.flatMap((voice) => services.synthesisModels(voice)))];
}

export function sourcesOf(
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
