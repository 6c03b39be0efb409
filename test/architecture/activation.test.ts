import { build, type Metafile } from 'esbuild';
import path from 'node:path';
import { expect, test } from 'vitest';

const projectFolder = path.resolve(import.meta.dirname, '../..');

test('the extension activates with its own code: no library is loaded before something is asked of it', async () => {
  const { metafile } = await build({
    absWorkingDir: projectFolder,
    entryPoints: ['client/src/extension.ts'],
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    outdir: 'dist',
    external: ['vscode'],
  });
  const sources = sourcesAtStart(metafile, 'dist/extension.js');
  expect(sources).toContain('client/src/extension.ts');
  expect(sources.filter((source) => source.startsWith('node_modules/'))).toEqual([]);
});

/** What the entry loads, and what that loads, without what is imported later. */
function sourcesAtStart({ outputs }: Metafile, entry: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    const output = outputs[file];
    if (output === undefined || seen.has(file)) return;
    seen.add(file);
    for (const { path: imported, kind } of output.imports) {
      if (kind === 'import-statement') visit(imported);
    }
  };
  visit(entry);
  return [...seen].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
}
