import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** A copy of the sources inside out/, where node_modules is still found by walking up. */
const projectFolder = path.resolve(import.meta.dirname, '../..');
const copyFolder = path.join(projectFolder, 'out/planted');

const layersOfServer = ['depcruise', '--config', '.dependency-cruiser.cjs', 'server'];
const layersOfClient = ['depcruise', '--config', '.dependency-cruiser.cjs', 'client'];

const faults = [
  {
    name: 'a kernel that reads the environment',
    file: 'server/src/audio/planted.ts',
    code: 'export const planted = process.env;\n',
    tool: ['tsc', '-b', 'server/src/audio'],
    expected: /planted\.ts.*TS(2591|2580|2304)/,
  },
  {
    name: 'a kernel that imports Node',
    file: 'server/src/audio/planted.ts',
    code: "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
    tool: ['tsc', '-b', 'server/src/audio'],
    expected: /planted\.ts.*TS(2307|2591)/,
  },
  {
    name: 'the extension importing the server',
    file: 'client/src/planted.ts',
    code: "import type { Recognizer } from '../../server/src/recognition/recognizer.ts';\nexport type Planted = Recognizer;\n",
    tool: ['tsc', '-b', 'client'],
    expected: /planted\.ts.*TS(6059|6307)/,
  },
  {
    name: 'a synthesizer importing a recognizer, as a type only',
    file: 'server/src/synthesis/planted.ts',
    code: "import type { Recognizer } from '../recognition/recognizer.ts';\nexport type Planted = Recognizer;\n",
    tool: layersOfServer,
    expected: /synthesis-not-recognition: server\/src\/synthesis\/planted\.ts/,
  },
  {
    name: 'a book that knows an engine',
    file: 'server/src/book/planted.ts',
    code: "export { kokoroAbilities } from '../synthesis/engines/kokoro/kokoroAbilities.ts';\n",
    tool: layersOfServer,
    expected: /book-knows-no-engine: server\/src\/book\/planted\.ts/,
  },
  {
    name: 'a folder that knows who composes it',
    file: 'server/src/configuration/planted.ts',
    code: "import type { Services } from '../services.ts';\nexport type Planted = Services;\n",
    tool: layersOfServer,
    expected: /roots-are-above-the-folders: server\/src\/configuration\/planted\.ts/,
  },
  {
    name: 'a small tool that knows the wire',
    file: 'server/src/cancellation/planted.ts',
    code: "export type { SpeechErrorCode } from '../../../protocol/errors.ts';\n",
    tool: layersOfServer,
    expected: /tools-know-nothing-of-ours: server\/src\/cancellation\/planted\.ts/,
  },
  {
    name: 'a small tool that knows another of another kind',
    file: 'server/src/streams/planted.ts',
    code: "export { untilAborted } from '../cancellation/untilAborted.ts';\n",
    tool: layersOfServer,
    expected: /tools-know-nothing-of-ours: server\/src\/streams\/planted\.ts/,
  },
  {
    name: 'an engine that knows which voices there are',
    file: 'server/src/synthesis/planted.ts',
    code: "export type { ModelLibrary } from '../modelLibrary/modelLibrary.ts';\n",
    tool: layersOfServer,
    expected: /library-and-access-are-above-the-engines: server\/src\/synthesis\/planted\.ts/,
  },
  {
    name: 'a command that composes the daemon',
    file: 'server/src/cli/planted.ts',
    code: "export { serveClient } from '../serveClient.ts';\n",
    tool: layersOfServer,
    expected: /command-line-knows-its-services: server\/src\/cli\/planted\.ts/,
  },
  {
    name: 'onnxruntime outside inference',
    file: 'server/src/recognition/planted.ts',
    code: "import { Tensor } from 'onnxruntime-node';\nexport const planted = Tensor;\n",
    tool: layersOfServer,
    expected: /ort-only-in-inference: server\/src\/recognition\/planted\.ts/,
  },
  {
    name: 'the sound library outside devices',
    file: 'server/src/playback/planted.ts',
    code: "import { Speaker } from 'decibri';\nexport const planted = Speaker;\n",
    tool: layersOfServer,
    expected: /sound-library-only-in-devices: server\/src\/playback\/planted\.ts/,
  },
  {
    name: 'the sound library in a process that is not its own',
    file: 'server/src/planted.ts',
    code: "export * from './devices/native/nativeSound.ts';\n",
    tool: layersOfServer,
    expected: /native-sound-only-in-its-process: server\/src\/planted\.ts/,
  },
  {
    name: 'an engine that sees another engine',
    file: 'server/src/synthesis/engines/planted/planted.ts',
    code: "export * from '../kokoro/kokoroSynthesizer.ts';\n",
    tool: layersOfServer,
    expected: /engines-do-not-see-each-other: server\/src\/synthesis\/engines\/planted/,
  },
  {
    name: "dictation that knows an engine's process",
    file: 'server/src/recognition/dictation/planted.ts',
    code: "import type { Engines } from '../../worker/engines.ts';\nexport type Planted = Engines;\n",
    tool: layersOfServer,
    expected: /dictation-takes-any-engine: server\/src\/recognition\/dictation\/planted\.ts/,
  },
  {
    name: 'a language server that runs something',
    file: 'server/src/languageServer/planted.ts',
    code: "import { spawn } from 'node:child_process';\nexport const planted = spawn;\n",
    tool: layersOfServer,
    expected: /language-server-only-reads: server\/src\/languageServer\/planted\.ts/,
  },
  {
    name: 'vscode in the server',
    file: 'server/src/models/planted.ts',
    code: "import type { Uri } from 'vscode';\nexport type Planted = Uri;\n",
    tool: layersOfServer,
    expected: /server-not-client: server\/src\/models\/planted\.ts/,
  },
  {
    name: 'a page of the editor that knows the editor',
    file: 'client/webview/preview/planted.ts',
    code: "import type { Uri } from 'vscode';\nexport type Planted = Uri;\n",
    tool: layersOfClient,
    expected: /webview-knows-its-messages: client\/webview\/preview\/planted\.ts/,
  },
  {
    name: 'what features share that knows one of them',
    file: 'client/src/editor/planted.ts',
    code: "export { toTreeItem } from '../models/modelItems.ts';\n",
    tool: layersOfClient,
    expected: /features-are-above-what-they-share: client\/src\/editor\/planted\.ts/,
  },
  {
    name: 'errors that know the daemon',
    file: 'client/src/errors/planted.ts',
    code: "export type { SpeechService } from '../daemon/speechService.ts';\n",
    tool: layersOfClient,
    expected: /errors-are-told-without-a-daemon: client\/src\/errors\/planted\.ts/,
  },
  {
    name: 'a promise nobody awaits',
    file: 'server/src/models/planted.ts',
    code: 'async function work(): Promise<void> {\n  await Promise.resolve();\n}\n\nexport function planted(): void {\n  work();\n}\n',
    tool: ['eslint', 'server/src/models/planted.ts'],
    expected: /no-floating-promises/,
  },
  {
    name: 'module-level state',
    file: 'server/src/models/planted.ts',
    code: 'let count = 0;\n\nexport function planted(): number {\n  count += 1;\n  return count;\n}\n',
    tool: ['eslint', 'server/src/models/planted.ts'],
    expected: /No module-level state/,
  },
  {
    name: 'an unformatted file',
    file: 'server/src/models/planted.ts',
    code: 'export const planted = "double quotes"\n',
    tool: ['prettier', '--check', 'server/src/models/planted.ts'],
    expected: /planted\.ts/,
  },
  {
    name: 'a file nobody imports',
    file: 'server/src/models/planted.ts',
    code: 'export const planted = 1;\n',
    tool: ['knip'],
    expected: /server\/src\/models\/planted\.ts/,
  },
] as const;

describe('a planted fault makes the check fail', () => {
  beforeAll(copySources);
  afterAll(() => {
    rmSync(copyFolder, { recursive: true, force: true });
  });

  test.each(faults)('$name', { timeout: 120_000 }, ({ file, code, tool: [command, ...args], expected }) => {
    const planted = path.join(copyFolder, file);
    mkdirSync(path.dirname(planted), { recursive: true });
    writeFileSync(planted, code);
    try {
      const bin = path.join(projectFolder, 'node_modules/.bin', command);
      const { status, stdout, stderr } = spawnSync(bin, args, { cwd: copyFolder, encoding: 'utf8' });
      expect(stdout + stderr).toMatch(expected);
      expect(status).not.toBe(0);
    } finally {
      rmSync(planted);
    }
  });
});

/** Everything git knows or would add, so that generated folders and half-installed ones stay out. */
function copySources(): void {
  rmSync(copyFolder, { recursive: true, force: true });
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: projectFolder,
    encoding: 'utf8',
  });
  for (const file of stdout.split('\n').filter((line) => line !== '')) {
    cpSync(path.join(projectFolder, file), path.join(copyFolder, file), { force: true });
  }
}
