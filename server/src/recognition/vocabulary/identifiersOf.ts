import { splitCamelCase } from './spokenWords.ts';

export interface IdentifierOptions {
  /** Shorter ones, in characters, are left out. */
  readonly minLength?: number;
  /** Those that occur less often are left out. */
  readonly minCount?: number;
  /** No more than these, the most frequent first. */
  readonly maxCount?: number;
}

/**
 * The identifiers of a program that are worth being a vocabulary, in any language: names of several words or with
 * digits, and single words where they are declared with a capital. Plain words of one part are what anybody would
 * write, keywords are no names, and hashes and encoded data are nothing that is said.
 *
 * @returns the most frequent first, those of the same frequency in their order; each once
 */
export function identifiersOf(
  sourceText: string,
  { minLength = 4, minCount = 1, maxCount = 5000 }: IdentifierOptions = {},
): string[] {
  const counts = new Map<string, number>();
  const declared = new Set(Array.from(sourceText.matchAll(declarationPattern), ([, name = '']) => name));
  for (const [name] of sourceText.matchAll(identifierPattern)) {
    const bare = name.replace(/^[_$]+|[_$]+$/gu, '');
    if (bare.length >= minLength && isDistinctive(bare, declared))
      counts.set(bare, (counts.get(bare) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= minCount)
    .sort(([, first], [, second]) => second - first)
    .slice(0, maxCount)
    .map(([name]) => name);
}

const identifierPattern = /(?<![\p{L}\p{N}_$])[\p{L}_$][\p{L}\p{N}_$]*/gu;
const declarationPattern =
  /\b(?:class|interface|type|enum|struct|trait|record|protocol|object|module|namespace|new|extends|implements|impl)\s+(\p{Lu}[\p{L}\p{N}_]*)/gu;

/** More is encoded data. */
const longestName = 60;
const mostParts = 8;

function isDistinctive(name: string, declared: ReadonlySet<string>): boolean {
  if (name.length > longestName || keywords.has(name) || !/\p{L}{2}/u.test(name)) return false;
  const parts = name.split(/[_$]+|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u).flatMap(splitCamelCase);
  if (parts.length > mostParts || isEncoded(name, parts)) return false;
  return parts.length > 1 || declared.has(name);
}

/** Letters and digits in turns, as in hashes, or mostly digits. */
function isEncoded(name: string, parts: readonly string[]): boolean {
  const digitCount = name.replace(/\P{N}/gu, '').length;
  const numberCount = parts.filter((part) => /^\p{N}+$/u.test(part)).length;
  const shortCount = parts.filter(({ length }) => length < 2).length;
  return digitCount * 2 > name.length || numberCount > 2 || shortCount > parts.length / 2;
}

/** Of several parts, in one language or another; those of one part are no names anyway. */
const keywords: ReadonlySet<string> = new Set(
  (
    'static_cast dynamic_cast const_cast reinterpret_cast static_assert thread_local co_await co_return co_yield ' +
    'char8_t char16_t char32_t wchar_t size_t ssize_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t ' +
    'uint64_t int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 ByVal ByRef ElseIf EndIf GoTo ' +
    'macro_rules char8 char16 i128 u128'
  ).split(' '),
);
