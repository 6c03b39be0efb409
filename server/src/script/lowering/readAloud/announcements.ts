/** What is said where a text shows something that has no words. In English; other languages hear nothing there. */
export interface Announcements {
  codeBlock(language: string | null, lineCount: number): string;
  readonly footnote: string;
  readonly taskDone: string;
  readonly taskOpen: string;
}

export function announcementsIn(language: string | null): Announcements | null {
  return language === null || /^en(?:-|_|$)/iu.test(language) ? english : null;
}

const english: Announcements = {
  codeBlock(language, lineCount) {
    const lines = lineCount === 1 ? '1 line' : `${lineCount} lines`;
    return `Code block, ${lines}${language === null ? '' : ` of ${languageNames.get(language) ?? language}`}, skipped.`;
  },
  footnote: 'Footnote:',
  taskDone: 'Done:',
  taskOpen: 'To do:',
};

/** Names of languages by what fences call them, where saying that would not do. */
const languageNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bash: 'shell script',
    c: 'C',
    cpp: 'C++',
    'c++': 'C++',
    cs: 'C#',
    csharp: 'C#',
    css: 'CSS',
    go: 'Go',
    html: 'HTML',
    java: 'Java',
    javascript: 'JavaScript',
    js: 'JavaScript',
    json: 'JSON',
    jsonc: 'JSON',
    jsx: 'JavaScript',
    markdown: 'Markdown',
    md: 'Markdown',
    php: 'PHP',
    py: 'Python',
    python: 'Python',
    rb: 'Ruby',
    rs: 'Rust',
    ruby: 'Ruby',
    rust: 'Rust',
    sh: 'shell script',
    shell: 'shell script',
    sql: 'SQL',
    swift: 'Swift',
    toml: 'TOML',
    ts: 'TypeScript',
    tsx: 'TypeScript',
    typescript: 'TypeScript',
    xml: 'XML',
    yaml: 'YAML',
    yml: 'YAML',
  }),
);
