import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HistoryLimits } from '../../protocol/history.ts';
import { createUtteranceHistory, type UtteranceHistory } from '../../server/src/history/utteranceHistory.ts';

const day = 86_400_000;
const limits: HistoryLimits = { utteranceCount: 3, keepMs: day, hasSound: true };
const sound = new Uint8Array([1, 0, 2, 0]);
const hearing = {
  text: '',
  language: 'en',
  emotion: null,
  events: [],
  engine: 'moonshine',
  model: 'moonshine-tiny',
};

const state = { root: '', folder: '', nowMs: 0, changeCount: 0, failures: [] as unknown[] };

beforeEach(() => {
  state.root = mkdtempSync(path.join(tmpdir(), 'aloud-history-'));
  Object.assign(state, {
    folder: path.join(state.root, 'h'),
    nowMs: 1_764_000_000_000,
    changeCount: 0,
    failures: [],
  });
});
afterEach(() => {
  rmSync(state.root, { recursive: true, force: true });
});

function open(limitBytes = 1_000_000): UtteranceHistory {
  return createUtteranceHistory({
    folder: state.folder,
    limitBytes,
    nowMs: () => state.nowMs,
    onChanged: () => (state.changeCount += 1),
    onFailure: (error) => state.failures.push(error),
  });
}

async function say(history: UtteranceHistory, texts: readonly string[], within = limits): Promise<void> {
  for (const text of texts) {
    state.nowMs += 1000;
    await history.keep({ durationMs: 500, hearing: { ...hearing, text }, sound }, within);
  }
}

async function textsOf(history: UtteranceHistory): Promise<string[]> {
  return (await history.list()).map(({ hearings }) => hearings[0]?.text ?? '');
}

test('what was said is there in another process, the latest first, no more than the limit', async () => {
  await say(open(), ['one', 'two', 'three', 'four']);
  expect(await textsOf(open())).toEqual(['four', 'three', 'two']);
  expect(state.changeCount).toBe(4);
  const [latest] = await open().list();
  expect(latest).toMatchObject({ saidMs: state.nowMs, durationMs: 500, hasSound: true });
  expect(await open().readSound(latest?.id ?? '')).toEqual(Buffer.from(sound));
});

test.skipIf(process.platform === 'win32')(
  'nobody else can read it, and nothing unfinished stays',
  async () => {
    mkdirSync(state.folder, { mode: 0o755 });
    const unfinished = '0mij9k2x1-5f0c3a9d.0a1b2c3d-0000-4000-8000-0123456789ab.partial';
    writeFileSync(path.join(state.folder, unfinished), 'half');
    writeFileSync(path.join(state.folder, '0mij9k2x1-5f0c3a9e.utterance'), 'broken');
    const others = ['film.mp4.partial', 'notes.txt', 'notes.utterance'];
    for (const name of others) writeFileSync(path.join(state.folder, name), 'not ours');
    await say(open(), ['one']);
    expect(statSync(state.folder).mode & 0o777).toBe(0o700);
    const left = readdirSync(state.folder);
    expect(left).toEqual(expect.arrayContaining(others));
    const files = left.filter((name) => !others.includes(name));
    expect(files).toHaveLength(1);
    expect(statSync(path.join(state.folder, files[0] ?? '')).mode & 0o777).toBe(0o600);
  },
);

test('what is too old goes, also when nothing more is said', async () => {
  const history = open();
  await say(history, ['old']);
  state.nowMs += day / 2;
  await say(history, ['new']);
  state.nowMs += day / 2;
  expect(await textsOf(history)).toEqual(['new']);
  expect(readdirSync(state.folder)).toHaveLength(1);
});

test.each([
  [{ ...limits, utteranceCount: 0 }, []],
  [{ ...limits, utteranceCount: 1 }, ['three']],
  [{ ...limits, keepMs: 1500 }, ['three', 'two']],
  [limits, ['three', 'two', 'one']],
])('smaller limits hold for what is there: %j', async (smaller, expected) => {
  const history = open();
  await say(history, ['one', 'two', 'three']);
  await history.limit(smaller);
  expect(await textsOf(history)).toEqual(expected);
});

test('the disk space is limited', async () => {
  const history = open(600);
  await say(history, ['one', 'two', 'three']);
  expect((await textsOf(history)).length).toBe(2);
});

test('without sound there is none in the file', async () => {
  const history = open();
  await say(history, ['one'], { ...limits, hasSound: false });
  const [kept] = await history.list();
  expect(kept?.hasSound).toBe(false);
  await expect(history.readSound(kept?.id ?? '')).rejects.toMatchObject({ code: 'invalidInput' });
  const [file] = readdirSync(state.folder);
  expect(readFileSync(path.join(state.folder, file ?? ''), 'utf8').endsWith('}')).toBe(true);
});

test('what is heard again is first, five times at most, and its sound stays', async () => {
  const history = open();
  await say(history, ['first']);
  const [{ id } = { id: '' }] = await history.list();
  for (const text of ['2', '3', '4', '5', '6']) await history.addHearing(id, { ...hearing, text });
  const [kept] = await history.list();
  expect(kept?.hearings.map(({ text }) => text)).toEqual(['6', '5', '4', '3', '2']);
  expect(await history.readSound(id)).toEqual(Buffer.from(sound));
});

test('what is deleted is gone, and is not written again by who hears it meanwhile', async () => {
  const history = open();
  await say(history, ['one', 'two', 'three']);
  const [three, two] = await history.list();
  const removed = history.remove([two?.id ?? '']);
  await expect(history.addHearing(two?.id ?? '', hearing)).rejects.toMatchObject({ code: 'invalidInput' });
  await removed;
  expect(await textsOf(history)).toEqual(['three', 'one']);
  await history.remove(null);
  expect(readdirSync(state.folder)).toEqual([]);
  await expect(history.readSound(three?.id ?? '')).rejects.toMatchObject({ code: 'invalidInput' });
});

test('a folder that cannot be made keeps nothing and breaks nothing', async () => {
  writeFileSync(state.folder, 'in the way');
  const history = open();
  await say(history, ['one']);
  expect(await history.list()).toEqual([]);
  expect(state.failures).toHaveLength(1);
});
