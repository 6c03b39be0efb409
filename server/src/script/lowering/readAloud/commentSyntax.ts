/** How a language writes comments, and strings that only look like them. */
export interface CommentSyntax {
  /** What begins a comment to the end of its line. */
  readonly line: readonly string[];
  /** Such a comment begins at the beginning of a line or behind white space only. */
  readonly isLineAtWord?: boolean;
  readonly blocks: readonly BlockComment[];
  readonly strings: readonly StringSyntax[];
  /** `/.../` is a regular expression where a value may stand. */
  readonly hasRegExps?: boolean;
  /** A string that is a statement of its own at the beginning of something is its description. */
  readonly hasDocStrings?: boolean;
}

export interface BlockComment {
  readonly open: string;
  readonly close: string;
  readonly isNested?: boolean;
  /** Both marks stand at the beginning of a line. */
  readonly isAtLineStart?: boolean;
}

export interface StringSyntax {
  /** Sticky. */
  readonly open: RegExp;
  close(open: string): string;
  /** What protects the character behind it; a doubled close stands for itself where it is the close. */
  readonly escape?: '\\' | '`' | 'doubled';
  readonly isOneLine?: boolean;
  /** Holds code between `${` and `}`, with strings of its own. */
  readonly isTemplate?: boolean;
}

/** @returns null for a language whose comments are not known */
export function commentSyntaxOf(languageId: string): CommentSyntax | null {
  return byLanguage.get(languageId.toLowerCase()) ?? null;
}

function quoted(mark: string, extra: Partial<Omit<StringSyntax, 'open' | 'close'>> = {}): StringSyntax {
  return {
    open: new RegExp(mark.replace(/[$|\\]/gu, '\\$&'), 'uy'),
    close: () => mark,
    escape: '\\',
    ...extra,
  };
}

/** Where the open mark says what the close is: `r##"` ends with `"##`. */
function delimited(open: RegExp, close: (open: string) => string): StringSyntax {
  return { open, close };
}

const oneLine = { isOneLine: true } as const;
const doubled = { escape: 'doubled' } as const;
const cBlock: BlockComment = { open: '/*', close: '*/' };
const nestedBlock: BlockComment = { ...cBlock, isNested: true };
/** A character, not a lifetime or an apostrophe. */
const character: StringSyntax = {
  open: /'(?=\\.{1,10}'|[^'\\\n]{1,2}')/uy,
  close: () => "'",
  escape: '\\',
  isOneLine: true,
};
const rawRust = delimited(/(?<![\p{L}\p{N}_])b?r#*"/uy, (open) => `"${open.replace(/[^#]/gu, '')}`);
const rawCpp = delimited(/R"[^\s()\\]{0,16}\(/uy, (open) => `)${open.slice(2, -1)}"`);
const longLua = delimited(/\[=*\[/uy, (open) => open.replaceAll('[', ']'));

const cStrings = [quoted('"', oneLine), quoted("'", oneLine)];
const c: CommentSyntax = { line: ['//'], blocks: [cBlock], strings: [rawCpp, ...cStrings] };
const cSharp: CommentSyntax = {
  ...c,
  strings: [
    delimited(/\$*"{3,}/uy, (open) => open.replaceAll('$', '')),
    { open: /(?:\$@|@\$|@)"/uy, close: () => '"', escape: 'doubled' },
    ...cStrings,
  ],
};
const java: CommentSyntax = { ...c, strings: [quoted('"""'), ...cStrings] };
const script: CommentSyntax = {
  ...c,
  strings: [...cStrings, quoted('`', { isTemplate: true })],
  hasRegExps: true,
};
const go: CommentSyntax = { ...c, strings: [{ open: /`/uy, close: () => '`' }, ...cStrings] };
const rust: CommentSyntax = {
  line: ['//'],
  blocks: [nestedBlock],
  strings: [rawRust, quoted('"'), character],
};
const nesting: CommentSyntax = {
  line: ['//'],
  blocks: [nestedBlock],
  strings: [quoted('"""'), quoted("'''"), ...cStrings],
};
const hash: CommentSyntax = { line: ['#'], blocks: [], strings: [quoted('"'), quoted("'")] };
/** Quotes inside of a word are apostrophes there, and no string goes on in the next line. */
const wordQuotes = ['"', "'"].map((mark): StringSyntax => ({
  open: new RegExp(`(?<=^|[\\s\\[{(,:=])${mark}(?=[^\\n]*${mark})`, 'muy'),
  close: () => mark,
  escape: '\\',
  isOneLine: true,
}));
const settings: CommentSyntax = { line: ['#'], isLineAtWord: true, blocks: [], strings: wordQuotes };
const shell: CommentSyntax = {
  ...hash,
  isLineAtWord: true,
  strings: [quoted('"'), { open: /'/uy, close: () => "'" }],
};
/** With the letters that may come before it: `r"..."`. */
const pythonStrings = ['"""', "'''", '"', "'"].map((mark): StringSyntax => ({
  open: new RegExp(`(?:(?<![\\p{L}\\p{N}_])[rRuUbBfFtT]{1,2})?${mark}`, 'uy'),
  close: () => mark,
  escape: '\\',
  isOneLine: mark.length === 1,
}));
const python: CommentSyntax = { line: ['#'], blocks: [], strings: pythonStrings, hasDocStrings: true };
const ruby: CommentSyntax = {
  ...hash,
  isLineAtWord: true,
  blocks: [{ open: '=begin', close: '=end', isAtLineStart: true }],
};
const perl: CommentSyntax = {
  ...hash,
  isLineAtWord: true,
  blocks: [{ open: '=', close: '=cut', isAtLineStart: true }],
};
const julia: CommentSyntax = {
  line: ['#'],
  blocks: [{ open: '#=', close: '=#', isNested: true }],
  strings: [quoted('"""'), quoted('"')],
};
const powershell: CommentSyntax = {
  line: ['#'],
  isLineAtWord: true,
  blocks: [{ open: '<#', close: '#>' }],
  strings: [quoted('"', { escape: '`' }), quoted("'", doubled)],
};
const sql: CommentSyntax = {
  line: ['--'],
  blocks: [nestedBlock],
  strings: [quoted("'", doubled), quoted('"', doubled)],
};
const lua: CommentSyntax = {
  line: ['--'],
  blocks: ['', '=', '=='].map((level) => ({ open: `--[${level}[`, close: `]${level}]` })),
  strings: [longLua, ...cStrings],
};
const haskell: CommentSyntax = {
  line: ['--'],
  blocks: [{ open: '{-', close: '-}', isNested: true }],
  strings: [quoted('"'), character],
};
const ada: CommentSyntax = {
  line: ['--'],
  blocks: [],
  strings: [quoted('"', { ...doubled, isOneLine: true }), character],
};
const markup: CommentSyntax = { line: [], blocks: [{ open: '<!--', close: '-->' }], strings: [] };
const lisp: CommentSyntax = {
  line: [';'],
  blocks: [{ open: '#|', close: '|#', isNested: true }],
  strings: [quoted('"')],
};
const percent: CommentSyntax = { line: ['%'], blocks: [], strings: [] };
const erlang: CommentSyntax = { line: ['%'], blocks: [], strings: [quoted('"'), quoted("'", oneLine)] };
const ml: CommentSyntax = {
  line: [],
  blocks: [{ open: '(*', close: '*)', isNested: true }],
  strings: [quoted('"'), character],
};
const fsharp: CommentSyntax = { ...ml, line: ['//'] };
const php: CommentSyntax = { ...c, line: ['//', '#'], strings: [quoted('"'), quoted("'"), quoted('`')] };
const css: CommentSyntax = { line: [], blocks: [cBlock], strings: cStrings };

const byLanguage: ReadonlyMap<string, CommentSyntax> = new Map(
  (
    [
      [
        'c cpp cuda-cpp objective-c objective-cpp glsl hlsl proto proto3 solidity zig v verilog systemverilog',
        c,
      ],
      ['csharp', cSharp],
      ['java groovy kotlin', java],
      ['javascript javascriptreact typescript typescriptreact json jsonc json5', script],
      ['go', go],
      ['rust', rust],
      ['swift scala dart', nesting],
      ['php', php],
      ['css', css],
      ['scss less stylus', { ...css, line: ['//'] }],
      ['python starlark', python],
      ['ruby crystal', ruby],
      ['perl perl6 raku', perl],
      ['shellscript bash zsh fish sh', shell],
      ['powershell', powershell],
      ['r elixir nim tcl awk gdscript', hash],
      ['julia', julia],
      [
        'yaml dockercompose dockerfile makefile toml properties gitignore ignore cmake nginx graphql dotenv',
        settings,
      ],
      ['ini', { ...settings, line: ['#', ';'] }],
      ['terraform hcl', { ...c, line: ['//', '#'], strings: cStrings }],
      ['nix', { line: ['#'], blocks: [cBlock], strings: [quoted('"'), delimited(/''/uy, () => "''")] }],
      ['sql mysql plsql pgsql postgres sqlite', sql],
      ['lua luau', lua],
      ['haskell elm purescript agda', haskell],
      ['ada vhdl', ada],
      ['html xml xsl svg vue svelte', markup],
      ['lisp clojure scheme racket commonlisp elisp', lisp],
      ['latex tex bibtex', percent],
      ['erlang prolog', erlang],
      ['matlab octave', { ...percent, blocks: [{ open: '%{', close: '%}' }] }],
      ['ocaml', ml],
      ['fsharp', fsharp],
    ] as const
  ).flatMap(([ids, syntax]) => ids.split(' ').map((id): [string, CommentSyntax] => [id, syntax])),
);

/** All whose comments are known. */
export const commentSyntaxIds: readonly string[] = [...byLanguage.keys()];
