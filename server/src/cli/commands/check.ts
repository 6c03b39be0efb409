import type { DiagnosticSeverity, ScriptDiagnostic } from '../../script/checking/diagnostic.ts';
import { checkScript } from '../../script/checking/checkScript.ts';
import { readScriptEnvironment } from '../../scripts/readScriptEnvironment.ts';
import { readScriptSource } from '../../scripts/readScriptSource.ts';
import type { ScriptKnowledge } from '../../scripts/scriptKnowledge.ts';
import { jsonOption, type AddCommand, type CommandContext } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { forEachFile } from '../forEachFile.ts';
import { printable } from '../printable.ts';
import { createLineIndex } from '../../text/lineIndex.ts';

interface CheckOptions {
  readonly strict: boolean;
  readonly json: boolean;
}

const keptOnInterrupt = 'Nothing was changed; the scripts that were not named yet were not checked.';

export const checkCommand: AddCommand = (program, run) => {
  program
    .command('check')
    .description('find what is wrong in scripts')
    .argument('<script...>', 'scripts, *.aloud')
    .option('--strict', 'fail on warnings too', false)
    .addOption(jsonOption())
    .action(async (files: readonly string[], options: CheckOptions) => {
      await run({ json: options.json, keptOnInterrupt }, (context) => checkFiles(files, options, context));
    });
};

async function checkFiles(
  files: readonly string[],
  { strict }: CheckOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { services, signal, output } = context;
  const knowledge = await services.readScriptKnowledge(signal);
  const counts = new Map<DiagnosticSeverity, number>();
  const exitCode = await forEachFile(files, { context, keptOnInterrupt }, async (file) => {
    const { source, diagnostics } = await checkFile(file, knowledge, signal);
    report({ file, source, diagnostics, isOk: !hasFailed(diagnostics, strict) }, context);
    for (const { severity } of diagnostics) counts.set(severity, (counts.get(severity) ?? 0) + 1);
    return !hasFailed(diagnostics, strict);
  });
  if (!output.isJson && counts.size > 0) output.note(summary(counts));
  return exitCode;
}

async function checkFile(
  file: string,
  knowledge: ScriptKnowledge,
  signal: AbortSignal,
): Promise<{ source: string; diagnostics: readonly ScriptDiagnostic[] }> {
  const source = await readScriptSource(file, signal);
  const { script, environment } = await readScriptEnvironment({ file, source }, knowledge);
  return { source, diagnostics: checkScript(script, script.frontMatter, environment) };
}

function hasFailed(diagnostics: readonly ScriptDiagnostic[], isStrict: boolean): boolean {
  return diagnostics.some(({ severity }) => severity === 'error' || (isStrict && severity === 'warning'));
}

interface CheckedFile {
  readonly file: string;
  readonly source: string;
  readonly diagnostics: readonly ScriptDiagnostic[];
  readonly isOk: boolean;
}

/** Lines and columns count from 1 for people, from 0 in JSON, as editors do; both in UTF-16 code units. */
function report({ file, source, diagnostics, isOk }: CheckedFile, { output }: CommandContext): void {
  const positionAt = createLineIndex(source);
  output.record({
    ok: isOk,
    file,
    diagnostics: diagnostics.map(({ code, severity, message, startOffset, endOffset }) => ({
      code,
      severity,
      message,
      range: { start: positionAt(startOffset), end: positionAt(endOffset) },
    })),
  });
  for (const { code, severity, message, startOffset } of diagnostics) {
    const { line, character } = positionAt(startOffset);
    const place = `${file}:${line + 1}:${character + 1}`;
    // A log that is shown later is a terminal, too.
    output.result(printable(`${place}: ${severity} ${code}: ${message}`));
  }
}

/** In the order they are told in. */
const severityNames: readonly (readonly [severity: DiagnosticSeverity, one: string, several: string])[] = [
  ['error', 'error', 'errors'],
  ['warning', 'warning', 'warnings'],
  ['information', 'note', 'notes'],
  ['hint', 'hint', 'hints'],
];

function summary(counts: ReadonlyMap<DiagnosticSeverity, number>): string {
  const parts = severityNames.flatMap(([severity, one, several]) => {
    const count = counts.get(severity) ?? 0;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
  });
  return `${parts.join(', ')}.`;
}
