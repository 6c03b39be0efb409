import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { nearestNames } from '../../text/nearestNames.ts';
import type { TextRange } from '../../text/textRange.ts';
import type { DiagnosticCode, ScriptDiagnostic } from '../checking/diagnostic.ts';
import { describeValue, valueNames, type ValueKind } from '../vocabulary/tags.ts';
import type { RangedText } from './frontMatter.ts';

/** One key with its value; ranges are of the source. */
export interface YamlEntry {
  readonly key: string;
  readonly keyRange: TextRange;
  readonly value: Node | null;
  /** From the key to the end of its value. */
  readonly range: TextRange;
  /** Keys from the outermost in, with dots between them. */
  readonly path: string;
}

/** Reads values out of YAML and remembers what was wrong with them. */
export interface YamlReader {
  readonly problems: readonly ScriptDiagnostic[];
  /** Where each key that was read as a map, or in one, reaches: to the next key beside it. */
  readonly sections: ReadonlyMap<string, TextRange>;
  /** All of the YAML. */
  readonly whole: TextRange;
  toSource(range: TextRange): TextRange;
  rangeOf(node: Node): TextRange;
  report(range: TextRange, message: string, details?: ReportDetails): void;
  /** The entries of a map: the first of each key. Unknown keys are reported where `keys` names those there are. */
  readMap(
    map: YAMLMap,
    options: { readonly path: string; readonly keys: readonly string[] | null },
  ): Map<string, YamlEntry>;
  /** The entries of a value that should be a map. */
  readEntries(entry: YamlEntry | undefined, keys: readonly string[] | null): Map<string, YamlEntry>;
  /** Null where there is none. */
  readText(entry: YamlEntry | undefined): RangedText | null;
  readTextList(entry: YamlEntry | undefined): RangedText[];
  /** What `parse` makes of a value; the fallback where there is none, or a bad one. */
  readValue<T, F>(
    entry: YamlEntry | undefined,
    kind: ValueKind,
    { parse, fallback }: ValueReading<T, F>,
  ): T | F;
  checkLanguage(language: RangedText): string | null;
}

export interface ReportDetails {
  readonly code?: DiagnosticCode;
  readonly severity?: ScriptDiagnostic['severity'];
  /** Better texts in place of the range. */
  readonly texts?: readonly string[];
}

export interface ValueReading<T, F> {
  readonly parse: (text: string) => T | null;
  readonly fallback: F;
}

/**
 * @param whole       where the YAML is in its source
 * @param looseTexts  what texts say that something else stands for in the YAML, by where they begin in it
 */
export function createYamlReader(
  whole: TextRange,
  looseTexts: ReadonlyMap<number, string> = new Map(),
): YamlReader {
  const problems: ScriptDiagnostic[] = [];
  const sections = new Map<string, TextRange>();

  const toSource = ({ startOffset, endOffset }: TextRange): TextRange => ({
    startOffset: Math.min(whole.startOffset + startOffset, whole.endOffset),
    endOffset: Math.min(whole.startOffset + endOffset, whole.endOffset),
  });

  const rangeOf = (node: Node): TextRange => {
    const [startOffset, endOffset] = node.range ?? [0, 0];
    return toSource({ startOffset, endOffset });
  };

  const report = (range: TextRange, message: string, details: ReportDetails = {}): void => {
    if (problems.length >= mostProblems) return;
    const { code = 'bad-front-matter', severity = 'error', texts = [] } = details;
    const fix = texts.length === 0 ? {} : { fix: { kind: 'replace', range, texts } as const };
    problems.push({ ...range, code, severity, message, ...fix });
  };

  const readMap: YamlReader['readMap'] = (map, { path, keys }) => {
    const entries = new Map<string, YamlEntry>();
    const ends = map.items.slice(1).map(({ key }) => (key as Node | null)?.range?.[0]);
    const outer = path === '' ? whole : sections.get(path);
    const isFlow = map.flow === true;
    const mapEnd = isFlow || outer === undefined ? rangeOf(map).endOffset : outer.endOffset;
    for (const [index, item] of map.items.entries()) {
      const key = item.key as Node | null;
      const value = item.value as Node | null;
      if (!isScalar(key) || typeof key.value !== 'string') {
        report(key === null ? rangeOf(map) : rangeOf(key), 'A key is plain text.');
        continue;
      }
      const keyRange = rangeOf(key);
      const name = key.value;
      const keyStart = key.range?.[0] ?? 0;
      const end = Math.max(value?.range?.[1] ?? 0, key.range?.[1] ?? 0);
      const entryPath = path === '' ? name : `${path}.${name}`;
      if (entries.has(name)) {
        const message = `The key "${name}" was there before; this one does not count.`;
        report(keyRange, message, { code: 'duplicate-key', severity: 'warning' });
        continue;
      }
      const range = toSource({ startOffset: keyStart, endOffset: end });
      const next = ends[index];
      const endOffset = next === undefined ? mapEnd : toSource({ startOffset: 0, endOffset: next }).endOffset;
      sections.set(entryPath, { startOffset: keyRange.startOffset, endOffset });
      if (keys !== null && !keys.includes(name)) {
        const where = path === '' ? 'in front matter' : `in "${path}"`;
        const message = `There is no key "${name}" ${where}. Known are ${keys.join(', ')}.`;
        report(keyRange, message, { texts: nearestNames(name, missingKeys(map, keys)) });
        continue;
      }
      entries.set(name, { key: name, keyRange, value, range, path: entryPath });
    }
    return entries;
  };

  const readScalar = (node: Node | null, path: string): RangedText | null => {
    if (node === null) return null;
    if (isAlias(node)) {
      report(rangeOf(node), 'Aliases are not followed here: write the value out.');
      return null;
    }
    if (!isScalar(node) || typeof node.value !== 'string') {
      report(rangeOf(node), `"${path}" must be a single text.`);
      return null;
    }
    // Nothing behind the colon is no value; empty quotes are one.
    if (node.value === '' && node.type === 'PLAIN') return null;
    return { text: looseTexts.get(node.range?.[0] ?? -1) ?? node.value, ...rangeOf(node) };
  };

  const readText: YamlReader['readText'] = (entry) =>
    entry === undefined ? null : readScalar(entry.value, entry.path);

  return {
    problems,
    sections,
    whole,
    toSource,
    rangeOf,
    report,
    readMap,
    readText,
    readEntries: (entry, keys) => {
      const value = entry?.value ?? null;
      if (entry === undefined || value === null) return new Map();
      if (isMap(value)) return readMap(value, { path: entry.path, keys });
      if (readIsEmpty(value)) return new Map();
      report(rangeOf(value), `"${entry.path}" must be a list of keys and values.`);
      return new Map();
    },
    readTextList: (entry) => {
      const value = entry?.value ?? null;
      if (entry === undefined || value === null) return [];
      const items = isSeq(value) ? value.items : [value];
      return items.flatMap((item) => readScalar(item as Node | null, entry.path) ?? []);
    },
    readValue: (entry, kind, { parse, fallback }) => {
      const found = readText(entry);
      if (entry === undefined || found === null) return fallback;
      const value = parse(found.text);
      if (value !== null) return value;
      const message = `"${found.text.slice(0, 40)}" is no value of "${entry.key}": it must be ${describeValue(kind)}.`;
      report(found, message, {
        code: 'bad-value',
        texts: nearestNames(found.text.slice(0, 40), valueNames(kind)),
      });
      return fallback;
    },
    checkLanguage: (language) => {
      if (/^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*$/u.test(language.text))
        return language.text.replaceAll('_', '-');
      const message = `"${language.text.slice(0, 40)}" names no language; write it as in en or en-GB.`;
      report(language, message, { code: 'bad-value' });
      return null;
    },
  };
}

const mostProblems = 50;

/** One that is written already would count once only. */
function missingKeys(map: YAMLMap, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => !map.has(key));
}

function readIsEmpty(node: Node): boolean {
  return isScalar(node) && node.value === '' && node.type === 'PLAIN';
}
