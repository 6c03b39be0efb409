// Writes the TextMate grammars of syntaxes/ from the words of the language.
import { writeFile } from 'node:fs/promises';
import { importTypeScript } from './support/bundleTypeScript.mjs';

const { createGrammars } = await importTypeScript('scripts/grammar/createGrammars.ts');
for (const [file, grammar] of Object.entries(createGrammars())) {
  await writeFile(file, `${JSON.stringify(grammar, null, 2)}\n`);
}
