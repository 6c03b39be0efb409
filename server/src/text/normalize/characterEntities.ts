import { matchAt } from './rule.ts';

/** A character written by its name or number, as HTML has it. */
export interface CharacterEntity {
  readonly character: string;
  /** UTF-16 code units that it is written with. */
  readonly length: number;
}

/** Reads `&nbsp;`, `&#8212;` or `&#x2014;` at an offset; undefined where there is none, and for letters. */
export function readCharacterEntity(text: string, offset: number): CharacterEntity | undefined {
  const match = matchAt(entity, text, offset);
  if (match?.groups === undefined) return undefined;
  const { name, decimal, hexadecimal } = match.groups;
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  const character = name === undefined ? fromCode(code) : characters.get(name);
  return character === undefined ? undefined : { character, length: match[0].length };
}

const entity =
  /&(?:(?<name>[a-z]{2,6}[0-9]{0,2})|#(?<decimal>\d{1,7})|#[xX](?<hexadecimal>[0-9a-fA-F]{1,6}));/uy;

/** What HTML calls the signs and spaces of prose. */
const characters: ReadonlyMap<string, string> = new Map(
  (
    'amp:& lt:< gt:> quot:" apos:\' nbsp:\u00A0 ensp:\u2002 emsp:\u2003 thinsp:\u2009 shy:\u00AD zwnj:\u200C zwj:\u200D ' +
    'mdash:— ndash:– hellip:… lsquo:‘ rsquo:’ sbquo:‚ ldquo:“ rdquo:” bdquo:„ laquo:« raquo:» bull:• middot:· dagger:† ' +
    'copy:© reg:® trade:™ deg:° sect:§ para:¶ euro:€ pound:£ yen:¥ cent:¢ times:× divide:÷ plusmn:± ' +
    'frac12:½ frac14:¼ frac34:¾ rarr:→ larr:←'
  )
    .split(' ')
    .map((entry): [string, string] => {
      const split = entry.indexOf(':');
      return [entry.slice(0, split), entry.slice(split + 1)];
    }),
);

function fromCode(code: number): string | undefined {
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}
