import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openEditorSession } from '../../support/editorSession.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/script');

const script = `---
cast:
  MARA: bf_emma
---

# The harbor

MARA: (happy) Come in.

The wind came [puase 2s] first.
`;

describe.skipIf(missing !== null)(`a script in the editor (${missing ?? 'VS Code'})`, () => {
  test('is judged, mended, completed, renamed in, played and written', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    writeFileSync(path.join(workspace, 'story.aloud'), script);
    const suite = path.join(import.meta.dirname, 'scriptSuite.ts');
    const result = await runInVsCode({ suite, folder: workspace, outFolder, env });
    expect(result.exitCode, result.output).toBe(0);
    const seen: unknown = JSON.parse(readFileSync(path.join(outFolder, 'script.json'), 'utf8'));
    expect(seen).toMatchObject({
      diagnostics: [{ code: 'unknown-tag' }],
      fixedLine: 'The wind came [pause 2s] first.',
      labels: expect.arrayContaining(['happy', 'whispering']) as unknown,
      renamed: script.replaceAll('MARA', 'ANNA').replace('puase', 'pause'),
      lens: expect.stringMatching(/^▶ Play line \(\d s\)$/u) as unknown,
      words: ['Come', 'in'],
      // Where a line begins a character may speak; a word of the story is not taken for a tag.
      suggested: { name: 'ANNA: ', word: 'ANNA: We had nothing to say' },
    });
  });
});
