import type { TextRange } from '../../../text/textRange.ts';
import type { FrontMatter } from '../../frontMatter/frontMatter.ts';
import type { PointTag } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';
import type { IncludedFile, ScriptEnvironment } from '../environment.ts';

export interface NamedFile extends TextRange {
  readonly path: string;
}

/** The sound that a tag names. */
export function soundFile({ name, argument }: PointTag): NamedFile | null {
  if (name !== 'sound' || argument === null || argument.text === '') return null;
  return { path: argument.text, startOffset: argument.startOffset, endOffset: argument.endOffset };
}

export function missingSounds(
  files: readonly NamedFile[],
  environment: Pick<ScriptEnvironment, 'fileExists'>,
): ScriptDiagnostic[] {
  return files
    .filter(({ path }) => environment.fileExists(path) === false)
    .map(({ path, startOffset, endOffset }) => ({
      code: 'missing-file',
      severity: 'error',
      message: `There is no file "${path}", so nothing is heard here; paths count from the script's folder.`,
      startOffset,
      endOffset,
    }));
}

export function refusedIncludes(
  { includes }: Pick<FrontMatter, 'includes'>,
  included: readonly IncludedFile[],
): ScriptDiagnostic[] {
  return includes.flatMap(({ text, startOffset, endOffset }) => {
    const refusal = included.find(({ path }) => path === text)?.refusal ?? null;
    if (refusal === null) return [];
    return [
      { code: 'missing-file', severity: 'error', message: refusals[refusal](text), startOffset, endOffset },
    ];
  });
}

const refusals: Readonly<Record<NonNullable<IncludedFile['refusal']>, (path: string) => string>> = {
  missing: (path) =>
    `There is no file "${path}" that can be read, so its cast and its words are missing here.`,
  outside: (path) => `"${path}" is outside of the script's workspace and is not read; move it inside.`,
  circle: (path) => `"${path}" includes itself, directly or by another file; it is read once.`,
};
