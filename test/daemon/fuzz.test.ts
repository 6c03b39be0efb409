import fc from 'fast-check';
import { expect, test } from 'vitest';
import { speechErrorCodes } from '../../protocol/errors.ts';
import { frame, openRawClient, openRequest, type RawAnswer } from './rawClient.ts';
import { startTestDaemon, type TestDaemon } from './testDaemon.ts';
import { ask } from './ask.ts';
import { until } from './until.ts';

/** Bytes as a broken or hostile program sends them: more or less like a message. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => Buffer.from(text)),
  fc.string({ unit: 'binary', maxLength: 200 }).map((body) => Buffer.from(frame(body))),
  fc
    .tuple(
      fc.constantFrom('Content-Length', 'content-length', 'Length', '\0'),
      fc.oneof(fc.integer(), fc.string()),
      fc.string(),
    )
    .map(([name, value, rest]) => Buffer.from(`${name}: ${value}\r\n\r\n${rest}`)),
  fc
    .tuple(fc.nat(30), fc.json())
    .map(([cutLength, json]) => Buffer.from(frame(json).slice(0, -1 - cutLength))),
);

const anyJson = fc.jsonValue({ maxDepth: 4 });
const mostly = (usual: string) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant<unknown>(usual) }, { weight: 1, arbitrary: anyJson });
const methods = [
  'test/echo',
  'test/none',
  '$/cancelRequest',
  '$/progress',
  '$/setTrace',
  '$/logTrace',
  'speech/connectionOpen',
  'toString',
  '__proto__',
];

/** JSON of the shape of a message, each field of which may be of any type. */
const anyMessage = fc
  .record(
    {
      jsonrpc: mostly('2.0'),
      id: fc.oneof({ weight: 3, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: anyJson }),
      method: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...methods) },
        { weight: 1, arbitrary: anyJson },
      ),
      params: fc.oneof(
        anyJson,
        fc.record({ id: anyJson, token: anyJson, value: anyJson }, { requiredKeys: [] }),
      ),
      result: anyJson,
      error: fc.oneof(anyJson, fc.record({ code: anyJson, message: anyJson }, { requiredKeys: [] })),
    },
    { requiredKeys: [] },
  )
  .map((message) => Buffer.from(frame(message)));

interface Attack {
  readonly isOpened: boolean;
  readonly parts: readonly Buffer[];
}

const anyAttack: fc.Arbitrary<Attack> = fc.record({
  isOpened: fc.boolean(),
  parts: fc.array(fc.oneof(anyMessage, anyMessage, anyBytes), { minLength: 1, maxLength: 6 }),
});

test(
  'whatever bytes come, answers are coded errors, and a good client is served throughout',
  { timeout: 120_000 },
  async () => {
    await using daemon = await startTestDaemon();
    const good = await daemon.connect();
    let byteStreamCount = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyAttack, { minLength: 5, maxLength: 10 }), async (attacks) => {
        byteStreamCount += attacks.length;
        const answers = (await Promise.all(attacks.map((attack) => carryOut(attack, daemon)))).flat();
        for (const { error } of answers) expect(error === undefined || isCoded(error)).toBe(true);
        expect(await ask(good, 'test/echo', { byteStreamCount })).toEqual({ byteStreamCount });
      }),
      { numRuns: 400 },
    );
    expect(byteStreamCount).toBeGreaterThan(2_000);
    await until(() => daemon.daemon.connectionCount === 1);
    expect(daemon.records.filter(({ level }) => level === 'error')).toEqual([]);
    expect(daemon.connections.filter(({ work }) => work.count > 0)).toEqual([]);
  },
);

/** @returns all that the daemon answered until it closed, or until this client did */
async function carryOut(
  { isOpened, parts }: Attack,
  { folder, token }: TestDaemon,
): Promise<readonly RawAnswer[]> {
  const client = await openRawClient(folder.address.socketPath);
  if (isOpened) client.send(openRequest(token));
  for (const part of parts) client.send(part);
  client.socket.end();
  const answers = await client.answers;
  return answers;
}

function isCoded({ code, data }: NonNullable<RawAnswer['error']>): boolean {
  // Method not found is vscode-jsonrpc's own answer.
  return code === -32601 || (data !== undefined && speechErrorCodes.some((known) => known === data.code));
}
