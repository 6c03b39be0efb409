import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ScriptDiagnostic } from '../script/checking/diagnostic.ts';
import type { ScriptEnvironment } from '../script/checking/environment.ts';
import { resolveCast } from '../script/frontMatter/resolveCast.ts';
import { parseScript } from '../script/parsing/parseScript.ts';
import { updateScript } from '../script/parsing/updateScript.ts';
import { scriptLanguageService } from '../script/scriptLanguageService.ts';
import type { ScriptDocument } from '../script/scriptDocument.ts';
import type { TextChange } from './openTexts.ts';

/** A script that an editor has open, with its tree. What did not change with an edit is the same object after it. */
export interface OpenScript {
  readonly document: ScriptDocument;
  /** What is wrong with it; found once for each document. */
  diagnostics(): readonly ScriptDiagnostic[];
  change(change: TextChange): void;
  /** Judges it by something else from now on, such as a file that changed. */
  setEnvironment(environment: ScriptEnvironment): void;
}

export function createOpenScript(text: TextDocument, environment: ScriptEnvironment): OpenScript {
  const checker = scriptLanguageService.createScriptChecker();
  let checked: { readonly document: ScriptDocument; readonly found: readonly ScriptDiagnostic[] } | null =
    null;
  const parsing = { includedSpeakers: speakersOf(environment) };
  let document = describe({ text, script: parseScript(text.getText(), parsing), environment }, null);
  return {
    get document() {
      return document;
    },
    diagnostics() {
      if (checked?.document !== document) {
        const { script, frontMatter, environment: around } = document;
        checked = { document, found: checker.check(script, frontMatter, around) };
      }
      return checked.found;
    },
    change({ text: after, edits }) {
      const options = { includedSpeakers: speakersOf(document.environment) };
      const script =
        edits === null
          ? parseScript(after.getText(), options)
          : edits.reduce((before, edit) => updateScript(before, edit, options), document.script);
      document = describe({ text: after, script, environment: document.environment }, document);
    },
    setEnvironment(next) {
      const options = { includedSpeakers: speakersOf(next) };
      const isSameCast = sameNames(options.includedSpeakers, speakersOf(document.environment));
      const script = isSameCast ? document.script : parseScript(document.script.source, options);
      document = describe({ text: document.text, script, environment: next }, document);
    },
  };
}

function describe(
  { text, script, environment }: Pick<ScriptDocument, 'text' | 'script' | 'environment'>,
  before: ScriptDocument | null,
): ScriptDocument {
  const { frontMatter } = script;
  const { included } = environment;
  const isSameCast = before?.frontMatter === frontMatter && before.environment.included === included;
  const cast = isSameCast ? before.cast : resolveCast(frontMatter, included);
  return { uri: text.uri, text, script, frontMatter, cast, environment };
}

function speakersOf({ included }: ScriptEnvironment): readonly string[] {
  return included.flatMap(({ refusal, frontMatter }) =>
    refusal === null ? [...frontMatter.cast.keys()] : [],
  );
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, index) => right[index] === name);
}
