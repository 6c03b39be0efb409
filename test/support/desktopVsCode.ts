import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { runTests, runVSCodeCommand, TestRunFailedError } from '@vscode/test-electron';
import { bundleSuite, quietSettings, writeStub } from './editorSuite.ts';
import { packedExtension } from './installedExtension.ts';
import type { EditorResult, EditorRun } from './vsCode.ts';

/** Of the desktop VS Code that is downloaded: the oldest that the extension says it runs in. */
const version = '1.100.3';

/** Whether the suites run in a desktop VS Code, which is downloaded from its maker, and not in one in a browser. */
export function isDesktopWanted(): boolean {
  return process.env['ALOUD_TEST_ELECTRON'] === '1';
}

/**
 * Runs a suite as `runInVsCode` does, in a desktop VS Code. Nobody sees its window: a suite that asks for acts fails.
 *
 * Untried: no machine of ours may download VS Code.
 */
export async function runInDesktop(run: EditorRun): Promise<EditorResult> {
  const { suite, folder, outFolder, env, language = 'en', isTrusted = true } = run;
  const home = mkdtempSync(path.join(tmpdir(), 'aloud-code-'));
  mkdirSync(outFolder, { recursive: true });
  mkdirSync(path.join(home, 'data/User'), { recursive: true });
  writeFileSync(path.join(home, 'data/User/settings.json'), JSON.stringify(quietSettings(isTrusted)));
  const places = [
    `--user-data-dir=${path.join(home, 'data')}`,
    `--extensions-dir=${path.join(home, 'extensions')}`,
  ];
  const lines: string[] = [];
  const output = new Writable({
    write(bytes: Buffer, _encoding, done) {
      lines.push(bytes.toString('utf8'));
      done();
    },
  });
  try {
    await runVSCodeCommand([...places, '--install-extension', await packedExtension()], { version });
    const exitCode = await runTests({
      version,
      extensionDevelopmentPath: writeStub(),
      extensionTestsPath: await bundleSuite(suite),
      extensionTestsEnv: { ...env, ALOUD_TEST_OUT: outFolder },
      launchArgs: [
        folder,
        ...places,
        ...(isTrusted ? ['--disable-workspace-trust'] : []),
        `--locale=${language}`,
      ],
      stdout: output,
      stderr: output,
    }).catch((error: unknown) => {
      if (error instanceof TestRunFailedError) return error.code ?? 1;
      throw error;
    });
    return { exitCode, output: lines.join('') };
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
