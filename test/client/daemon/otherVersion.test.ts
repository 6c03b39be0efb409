import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { SpeechError } from '../../../protocol/errors.ts';
import { toWireError } from '../../../protocol/wireErrors.ts';
import { openDaemonSocket } from '../../../client/src/daemon/openDaemonSocket.ts';
import { ask } from '../../daemon/ask.ts';
import { frame, openRequest } from '../../daemon/rawClient.ts';
import { startTestDaemon } from '../../daemon/testDaemon.ts';
import { createTestFolder } from '../../daemon/testFolder.ts';
import { never } from '../../support/never.ts';

const message = 'The client speaks version 2 of the protocol, the speech service version 1.';
const hint = 'Update the older of the two.';

test.each(['0.0.1', '1.2.3', '99.0.0'])(
  'a window with version %s of the extension is served beside another, whose work goes on',
  async (version) => {
    await using test = await startTestDaemon({ version: '1.2.3' });
    const other = await test.connect();
    const running = ask(other, 'test/delay', { durationMs: 100 });
    const { socketPath, tokenPath } = test.folder.address;
    const socket = await openDaemonSocket({ address: socketPath, tokenFile: tokenPath }, version, never);
    socket.destroy();
    expect(await running).toBe('done');
  },
);

test('one that speaks another protocol is refused, and the work of the others goes on', async () => {
  await using test = await startTestDaemon();
  const other = await test.connect();
  const running = ask(other, 'test/delay', { durationMs: 100 });
  using client = await test.openRaw();
  client.send(openRequest(test.token, { protocolVersion: { major: 2, minor: 0 } }));
  const [refusal] = await client.answers;
  expect(refusal?.error).toMatchObject({ message, data: { code: 'protocolMismatch', hint } });
  expect(await running).toBe('done');
});

test('what a daemon of another protocol answers is told in one sentence, with the way out', async () => {
  using folder = createTestFolder();
  const place = { address: path.join(folder.path, 'x.sock'), tokenFile: path.join(folder.path, 'token') };
  writeFileSync(place.tokenFile, 'token');
  const error = toWireError(new SpeechError('protocolMismatch', { message, hint }));
  const server = createServer((socket) => {
    socket.once('data', () => socket.end(frame({ jsonrpc: '2.0', id: 0, error })));
  });
  await new Promise<void>((resolve) => server.listen(place.address, resolve));
  await expect(openDaemonSocket(place, '0.1.0', never)).rejects.toMatchObject({
    name: 'SpeechError',
    code: 'protocolMismatch',
    message,
    hint,
  });
  server.close();
});
