import type { TextRange } from '../../../text/textRange.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';
import { didYouMean } from '../didYouMean.ts';
import type { ScriptEnvironment } from '../environment.ts';
import { voiceParts } from '../voiceParts.ts';

/**
 * What is wrong with the name of a voice: each part of a blend is looked up, and weighed with a positive number.
 *
 * @param range    of the name in the source
 * @param options  `engine`: whose voices are proposed where one is not there; absent or unknown: all of them
 */
export function unknownVoices(
  name: string,
  range: TextRange,
  { voices, engine }: Pick<ScriptEnvironment, 'voices'> & { readonly engine?: string | undefined },
): ScriptDiagnostic[] {
  // Where no voice is known at all, nobody has looked.
  if (voices.length === 0) return [];
  const ids = new Set(voices.map(({ id }) => id));
  const parts = voiceParts(name);
  // All of a blend are of one engine.
  const blended = parts.map(({ id }) => voices.find((voice) => voice.id === id)).find(Boolean)?.engine;
  const ofEngine = voices.filter((voice) => voice.engine === (blended ?? engine));
  const proposed = (ofEngine.length > 0 ? ofEngine : voices).map(({ id }) => id);
  return parts.flatMap((part): ScriptDiagnostic[] => {
    const partRange = {
      startOffset: range.startOffset + part.startOffset,
      endOffset: range.startOffset + part.endOffset,
    };
    if (!ids.has(part.id)) return [unknownVoice(part.id, partRange, proposed)];
    if (part.weight === null || isWeight(part.weight)) return [];
    return [
      {
        code: 'unknown-voice',
        severity: 'error',
        message: `"${part.weight}" is no share of a voice in a blend; it is a number above 0, as in "${part.id}:2".`,
        ...partRange,
      },
    ];
  });
}

/** An engine that the cast names and nobody has. */
export function unknownEngine(
  name: string,
  range: TextRange,
  { abilities }: Pick<ScriptEnvironment, 'abilities'>,
): ScriptDiagnostic[] {
  if (abilities.size === 0 || abilities.has(name)) return [];
  const { names, question } = didYouMean(name, abilities.keys());
  return [
    {
      code: 'unknown-voice',
      severity: 'error',
      message: `There is no engine "${name}" that could speak.${question}`,
      ...onlyRange(range),
      ...replacement(range, names),
    },
  ];
}

function unknownVoice(id: string, range: TextRange, proposed: readonly string[]): ScriptDiagnostic {
  const { names, question } = didYouMean(id, proposed);
  return {
    code: 'unknown-voice',
    severity: 'error',
    message: id === '' ? 'The name of a voice is missing here.' : `There is no voice "${id}".${question}`,
    ...range,
    ...replacement(range, names),
  };
}

function replacement(range: TextRange, texts: readonly string[]): Pick<ScriptDiagnostic, 'fix'> {
  return texts.length === 0 ? {} : { fix: { kind: 'replace', range: onlyRange(range), texts } };
}

function onlyRange({ startOffset, endOffset }: TextRange): TextRange {
  return { startOffset, endOffset };
}

function isWeight(text: string): boolean {
  const weight = Number(text);
  return text !== '' && weight > 0 && Number.isFinite(weight);
}
