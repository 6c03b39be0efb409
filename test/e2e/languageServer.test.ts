import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { InitializeResult, PublishDiagnosticsParams } from 'vscode-languageserver';
import { describe, expect, test } from 'vitest';
import { voicesList } from '../../protocol/voices.ts';
import { startAloud } from '../support/aloudProcess.ts';
import { createDaemonPlace } from '../support/daemonProcess.ts';

const uri = 'untitled:book.aloud';
const textDocument = { uri, languageId: 'aloud', version: 1, text: 'He sat. [laugther] \u{1f30a}\n' };

describe('aloud lsp --stdio', () => {
  const start = () => {
    const { child, done } = startAloud(['lsp', '--stdio'], { holdsInput: true });
    const rpc = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    rpc.listen();
    return { child, done, rpc };
  };

  test('serves an editor and ends when it is told to', { timeout: 60_000 }, async () => {
    const { rpc, done } = start();
    const diagnosed = new Promise<PublishDiagnosticsParams>((resolve) => {
      rpc.onNotification('textDocument/publishDiagnostics', resolve);
    });
    const { serverInfo }: InitializeResult = await rpc.sendRequest('initialize', { processId: process.pid });
    expect(serverInfo?.name).toBe('aloud');
    await rpc.sendNotification('initialized', {});
    await rpc.sendNotification('textDocument/didOpen', { textDocument });
    expect((await diagnosed).diagnostics.map(({ code }) => code)).toEqual(['unknown-tag']);
    await rpc.sendRequest('shutdown');
    await rpc.sendNotification('exit');
    expect(await done).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('ends with its input', { timeout: 60_000 }, async () => {
    const { rpc, child, done } = start();
    await rpc.sendRequest('initialize', {});
    child.stdin.end();
    expect(await done).toMatchObject({
      exitCode: 1,
      stderr:
        'warn: The input ended before `shutdown` and `exit`: it is an editor that starts this command.\n',
    });
  });

  test('ends with the process that it was told to end with', { timeout: 60_000 }, async () => {
    const editor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const { rpc, done } = start();
    await rpc.sendRequest('initialize', { processId: editor.pid });
    editor.kill('SIGKILL');
    await once(editor, 'exit');
    expect((await done).exitCode).toBe(1);
  });

  test('survives bytes that are no message', { timeout: 60_000 }, async () => {
    const { rpc, child, done } = start();
    await rpc.sendRequest('initialize', {});
    child.stdin.write('Content-Length: 5\r\n\r\n{"a":');
    await rpc.sendRequest('shutdown');
    await rpc.sendNotification('exit');
    const { exitCode, stderr } = await done;
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('    at ');
  });
});

test('the daemon speaks it beside the speech protocol', { timeout: 60_000 }, async () => {
  await using place = await createDaemonPlace({ hasModels: false });
  using connection = await place.launch();
  const diagnosed = new Promise<PublishDiagnosticsParams>((resolve) => {
    connection.rpc.onNotification('textDocument/publishDiagnostics', resolve);
  });
  const never = new AbortController().signal;
  const [{ capabilities }, { voices }] = await Promise.all([
    connection.rpc.sendRequest<InitializeResult>('initialize', { processId: null, capabilities: {} }),
    connection.request(voicesList, {}, never),
  ]);
  expect(capabilities.hoverProvider).toBe(true);
  await connection.rpc.sendNotification('textDocument/didOpen', { textDocument });
  expect((await diagnosed).diagnostics.map(({ code }) => code)).toEqual(['unknown-tag']);
  await connection.rpc.sendRequest('shutdown');
  await connection.rpc.sendNotification('exit');
  // Speech goes on, and another editor may begin.
  expect((await connection.request(voicesList, {}, never)).voices).toEqual(voices);
  await connection.rpc.sendRequest('initialize', { processId: null, capabilities: {} });
});
