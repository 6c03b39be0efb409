import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/** Writes down how long the extension took to activate. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('aloud.aloud');
  if (extension === undefined) throw new Error('The extension is not there.');
  const startMs = performance.now();
  await extension.activate();
  const activationMs = performance.now() - startMs;
  writeFileSync(
    path.join(process.env['ALOUD_TEST_OUT'] ?? '', 'activation.json'),
    JSON.stringify({ activationMs }),
  );
}
