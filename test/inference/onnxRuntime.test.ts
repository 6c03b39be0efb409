import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { bundleTypeScript } from '../../scripts/support/bundleTypeScript.mjs';
import { buildProbeGraph } from '../../server/src/inference/probeGraph.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-onnx-runtime-'));
const graph = path.join(folder, 'addition.onnx');
await writeFile(graph, buildProbeGraph());
afterAll(() => rm(folder, { recursive: true }));

const open = `const session = await createSession(process.env.GRAPH, { provider: 'cpu', ownThread: process.env.THREAD === '1' });
  await session.run({ x: { type: 'float32', data: Float32Array.of(1, 2), dims: [2] } });
  await session.dispose();`;

/** ONNX Runtime keeps an identifier and what it has not sent yet in the home folder, and its log in the temporary one. */
test.each([
  { name: 'a session', entry: 'session.ts', imported: 'createSession', code: open, thread: '0' },
  { name: 'a session on a thread', entry: 'session.ts', imported: 'createSession', code: open, thread: '1' },
  {
    name: 'a probe',
    entry: 'providerProbe.ts',
    imported: 'probeProvider',
    code: "if (!(await probeProvider('cpu')).ok) process.exit(1);",
    thread: '0',
  },
])('$name reports nothing to the maker of ONNX Runtime', async ({ entry, imported, code, thread }) => {
  const bundle = await bundleTypeScript(`server/src/inference/${entry}`);
  const home = await mkdtemp(path.join(folder, 'home-'));
  const temporary = path.join(home, 'temporary');
  await mkdir(temporary);
  const program = path.join(folder, 'program.mjs');
  const url = JSON.stringify(pathToFileURL(bundle).href);
  await writeFile(program, `import { ${imported} } from ${url};\n${code}`);
  const env = {
    ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
    GRAPH: graph,
    THREAD: thread,
    HOME: home,
    TMPDIR: temporary,
  };
  await promisify(execFile)(process.execPath, [program], { env });
  expect(await readdir(home, { recursive: true })).toEqual(['temporary']);
});
