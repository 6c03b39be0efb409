import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { format } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { vsCodeProgram } from '../../scripts/support/installVsCode.mjs';
import { isDesktopWanted, runInDesktop } from './desktopVsCode.ts';
import { bundleSuite, quietSettings, writeStub } from './editorSuite.ts';
import { installedExtension } from './installedExtension.ts';
import { answerRequests } from './pageRequests.ts';

/** Chromium, as Debian installs it. */
export const browserProgram = '/usr/bin/chromium';

/** @returns what is missing on this machine, or null */
export function missingVsCode(): string | null {
  if (isDesktopWanted()) return null;
  if (!existsSync(vsCodeProgram)) return 'no VS Code for tests is installed';
  return existsSync(browserProgram) ? null : 'chromium is not installed';
}

export interface EditorRun {
  /** A module that exports `run(): Promise<void>`, run in the extension host. */
  readonly suite: string;
  /** Opened as the workspace. */
  readonly folder: string;
  /** For what runs in the extension host; screenshots and results go there too. */
  readonly outFolder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Of the window, as VS Code names it; absent: English. Its own texts stay English without a language pack. */
  readonly language?: string;
  /** Whether the workspace is one that the user trusts; absent: it is, as all are where nobody is asked. */
  readonly isTrusted?: boolean;
  /** What a suite may ask of who sees the window: by a name, answered with what JSON holds. */
  readonly acts?: Readonly<Record<string, (page: Page) => Promise<unknown>>>;
}

export interface EditorResult {
  /** 0 where the suite has passed. */
  readonly exitCode: number;
  readonly output: string;
}

/**
 * Runs a suite in the extension host of a real VS Code, in a real browser, with the extension installed from its VSIX;
 * the suite belongs to another extension, which is empty.
 */
export async function runInVsCode(run: EditorRun): Promise<EditorResult> {
  if (isDesktopWanted()) return runInDesktop(run);
  const { suite, folder, outFolder, env, timeoutMs = 180_000, acts = {}, language = 'en' } = run;
  const { isTrusted = true } = run;
  const home = mkdtempSync('/tmp/aloud-code-');
  mkdirSync(outFolder, { recursive: true });
  const bundled = await bundleSuite(suite);
  const extensions = await installedExtension();
  const port = await freePort();
  const server = startServer({ home, port, extensions, outFolder, env, isTrusted });
  const lines: string[] = [];
  try {
    await until(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, 60_000);
    const launched = await chromium.launch({
      executablePath: browserProgram,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
    try {
      const context = await launched.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)};`);
      using _acting = answerRequests(page, { folder: outFolder, acts });
      const exitCode = await runSuite(page, {
        port,
        folder,
        bundled,
        timeoutMs,
        log: (line) => lines.push(line),
      });
      await page.screenshot({ path: path.join(outFolder, 'end.png') });
      return { exitCode, output: lines.join('\n') };
    } finally {
      await launched.close();
    }
  } finally {
    await end(server);
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

interface ServerOptions extends Pick<EditorRun, 'outFolder' | 'env'> {
  readonly home: string;
  readonly port: number;
  readonly extensions: string;
  readonly isTrusted: boolean;
}

function startServer({ home, port, extensions, outFolder, env, isTrusted }: ServerOptions): ChildProcess {
  const data = path.join(home, 'data');
  mkdirSync(path.join(data, 'User'), { recursive: true });
  writeFileSync(path.join(data, 'User/settings.json'), JSON.stringify(quietSettings(isTrusted)));
  const log = openSync(path.join(outFolder, 'server.log'), 'w');
  const args = [
    vsCodeProgram,
    '--auth=none',
    `--bind-addr=127.0.0.1:${port}`,
    `--user-data-dir=${data}`,
    `--extensions-dir=${extensions}`,
    `--config=${path.join(home, 'config.yaml')}`,
    '--disable-telemetry',
    '--disable-update-check',
    ...(isTrusted ? ['--disable-workspace-trust'] : []),
    '--disable-getting-started-override',
  ];
  return spawn(process.execPath, args, {
    env: { ...process.env, ...env, HOME: home, EXTENSIONS_GALLERY: '{}', ALOUD_TEST_OUT: outFolder },
    stdio: ['ignore', log, log],
    detached: true,
  });
}

interface SuiteRun {
  readonly port: number;
  readonly folder: string;
  readonly bundled: string;
  readonly timeoutMs: number;
  readonly log: (line: string) => void;
}

/** @returns the exit code of the suite; 2 where it did not end in time */
async function runSuite(page: Page, { port, folder, bundled, timeoutMs, log }: SuiteRun): Promise<number> {
  let resolve: ((code: number) => void) | null = null;
  const ended = new Promise<number>((settle) => (resolve = settle));
  await page.exposeFunction('codeAutomationLog', (_kind: string, args: unknown[]) => {
    log(format(...args));
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    resolve?.(code);
  });
  page.on('crash', () => {
    resolve?.(2);
  });
  const here = `vscode-remote://127.0.0.1:${port}`;
  const payload = [
    ['extensionDevelopmentPath', here + writeStub()],
    ['extensionTestsPath', here + bundled],
    ['skipWelcome', 'true'],
  ];
  const query = `folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  await page.goto(`http://127.0.0.1:${port}/?${query}`);
  return Promise.race([ended, delay(timeoutMs, 2, { ref: false })]);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

async function until(isTrue: () => Promise<boolean>, limitMs: number): Promise<void> {
  const deadlineMs = performance.now() + limitMs;
  while (!(await isTrue().catch(() => false))) {
    if (performance.now() > deadlineMs) throw new Error('VS Code does not answer.');
    await delay(250);
  }
}

/** With all the processes it has started. */
async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return;
  const closed = new Promise((resolve) => server.once('close', resolve));
  process.kill(-server.pid, 'SIGTERM');
  await Promise.race([closed, delay(5000, undefined, { ref: false })]);
}
