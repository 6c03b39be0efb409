import { execFile } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { createToken, isSameToken, readToken, writeToken } from '../../server/src/daemon/token.ts';
import { claimAddress } from '../../server/src/daemon/claimAddress.ts';
import { ensurePrivateFolder } from '../../server/src/daemon/privateFolder.ts';
import { bundleProgram } from '../support/bundleProgram.ts';
import { addressIn, createTestFolder } from './testFolder.ts';

const userId = process.getuid?.() ?? null;
const signal = new AbortController().signal;

describe('the folder', () => {
  test('is made for its owner only, and taken again', async () => {
    using folder = createTestFolder();
    const place = { folder: path.join(folder.path, 'a/b/run'), userId };
    await ensurePrivateFolder(place);
    await ensurePrivateFolder(place);
    expect(lstatSync(place.folder).mode & 0o777).toBe(0o700);
  });

  test.each<{ name: string; make: (path: string) => void; fault: RegExp }>([
    {
      name: 'a file',
      make: (p) => {
        writeFileSync(p, '', { mode: 0o600 });
      },
      fault: /is not a folder/u,
    },
    { name: 'a link to a private folder', make: linkToPrivateFolder, fault: /is a symbolic link/u },
    {
      name: 'a link to nowhere',
      make: (p) => {
        symlinkSync('/nowhere/at/all', p);
      },
      fault: /is a symbolic link|cannot be created/u,
    },
    { name: 'readable by its group', make: folderOfMode(0o750), fault: /is open to others \(mode 750\)/u },
    { name: 'writable by all', make: folderOfMode(0o702), fault: /is open to others \(mode 702\)/u },
    { name: 'passable for all', make: folderOfMode(0o711), fault: /is open to others \(mode 711\)/u },
  ])('$name is refused by daemons and clients', async ({ make, fault }) => {
    using folder = createTestFolder();
    const address = addressIn(path.join(folder.path, 'run'));
    make(address.folder);
    const refused = { name: 'SpeechError', message: expect.stringMatching(fault) as string };
    await expect(claimAddress(createServer(), address, { token: 't', signal })).rejects.toMatchObject(
      refused,
    );
    await expect(ensurePrivateFolder(address)).rejects.toMatchObject(refused);
  });

  test('of another user is refused', async () => {
    using folder = createTestFolder();
    const address = addressIn(path.join(folder.path, 'run'), 54_321);
    mkdirSync(address.folder, { mode: 0o700 });
    await expect(readToken(address)).rejects.toMatchObject({
      code: 'unauthorized',
      message: `The folder '${address.folder}' belongs to user ${String(userId)}, not to user 54321 who asks, so what is in it cannot be trusted.`,
    });
  });
});

describe('a user without rights', () => {
  const nobody = 65_534;
  const built = { program: '' };
  beforeAll(async () => {
    built.program = await bundleProgram(path.join(import.meta.dirname, 'unprivilegedMain.ts'));
  });

  async function asNobody(task: 'serve' | 'read', folder: string): Promise<unknown> {
    const env = { ...process.env, ALOUD_RUNTIME_FOLDER: folder };
    const { stdout } = await promisify(execFile)(process.execPath, [built.program, task, String(nobody)], {
      env,
    });
    return JSON.parse(stdout);
  }

  function folderOf(owner: number, mode: number, folder: string): string {
    mkdirSync(folder);
    chownSync(folder, owner, owner);
    chmodSync(folder, mode);
    return folder;
  }

  const cases = [
    { task: 'serve', owner: nobody, mode: 0o700, outcome: { outcome: 'done' } },
    { task: 'read', owner: nobody, mode: 0o700, outcome: { outcome: 'none' } },
    {
      task: 'serve',
      owner: 0,
      mode: 0o700,
      outcome: { code: 'unauthorized', message: /belongs to user 0/u },
    },
    {
      task: 'serve',
      owner: nobody,
      mode: 0o500,
      outcome: { code: 'daemonUnreachable', message: /cannot be written/u },
    },
    {
      task: 'read',
      owner: nobody,
      mode: 0o755,
      outcome: { code: 'unauthorized', message: /is open to others/u },
    },
  ] as const;

  test.for(cases)(
    '$task in a folder of user $owner with mode $mode (decimal): $outcome',
    async ({ task, owner, mode, outcome }, { skip }) => {
      skip(userId !== 0, 'Only root can become another user.');
      using parent = createTestFolder();
      chmodSync(parent.path, 0o755);
      const folder = folderOf(owner, mode, path.join(parent.path, 'run'));
      const expected =
        'code' in outcome
          ? { ...outcome, message: expect.stringMatching(outcome.message) as string }
          : outcome;
      expect(await asNobody(task, folder)).toEqual(expected);
    },
  );

  test('a folder where none can be made, and a token that cannot be read', async ({ skip }) => {
    skip(userId !== 0, 'Only root can become another user.');
    using parent = createTestFolder();
    chmodSync(parent.path, 0o755);
    expect(await asNobody('serve', path.join(parent.path, 'new'))).toEqual({
      code: 'daemonUnreachable',
      message: expect.stringContaining('cannot be created') as string,
    });
    const folder = folderOf(nobody, 0o700, path.join(parent.path, 'run'));
    writeFileSync(path.join(folder, 'v1.token'), 'of root', { mode: 0o600 });
    expect(await asNobody('read', folder)).toEqual({
      code: 'unauthorized',
      message: expect.stringContaining('cannot be read') as string,
    });
  });
});

describe('the token', () => {
  test('is new each time, and nothing but it is itself', () => {
    const token = createToken();
    expect(token).toMatch(/^[\w-]{43}$/u);
    expect(createToken()).not.toBe(token);
    expect(isSameToken(token, token)).toBe(true);
    for (const other of ['', token.slice(1), `${token} `, token.toLowerCase(), '\0'.repeat(43)]) {
      expect(isSameToken(other, token)).toBe(false);
    }
  });

  test('is written whole, for its owner, over an older one, and leaves nothing beside it', async () => {
    using folder = createTestFolder();
    const { address } = folder;
    await ensurePrivateFolder(address);
    writeFileSync(address.tokenPath, 'old and readable', { mode: 0o644 });
    await writeToken(address, 'new');
    expect(await readToken(address)).toBe('new');
    expect(lstatSync(address.tokenPath).mode & 0o777).toBe(0o600);
    expect(readdirSync(address.folder)).toEqual(['v1.token']);
  });
});

function linkToPrivateFolder(link: string): void {
  mkdirSync(`${link}.real`, { mode: 0o700 });
  symlinkSync(`${link}.real`, link);
}

function folderOfMode(mode: number): (folder: string) => void {
  return (folder) => {
    mkdirSync(folder);
    chmodSync(folder, mode);
  };
}
