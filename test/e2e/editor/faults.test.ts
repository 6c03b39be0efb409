import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { runAloud } from '../../support/aloudProcess.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { requireInstalledModel } from '../../support/installedModels.ts';
import { copyModelStore } from '../../support/modelStoreCopy.ts';
import { createPackageRegistry, type PublishedPackage } from '../../support/packageRegistry.ts';
import { mountSmallDisk } from '../../support/smallDisk.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';
import { never } from '../../support/never.ts';
import type { SeenFaults } from './faultSuite.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/faults');
const said = 'The lighthouse stood alone above the bay.';
const soundMs = 60_000;
const shortlySaid = 'By noon the market had opened.';

/** One run of the editor for all that can be taken away. */
async function seeFaults(): Promise<SeenFaults> {
  const cache = mkdtempSync('/tmp/aloud-faults-');
  try {
    await copyModelStore(cache);
    await using session = await openEditorSession(cache);
    const { workspace, devices } = session;
    mkdirSync(outFolder, { recursive: true });
    const clip = path.join(outFolder, 'said.wav');
    const shortClip = path.join(outFolder, 'saidShort.wav');
    for (const [text, file] of [
      [said, clip],
      [shortlySaid, shortClip],
    ] as const) {
      expect((await runAloud(['speak', text, '--out', file], { env: session.env })).exitCode).toBe(0);
    }
    await using registry = await createPackageRegistry(await publishedModels());
    takeModels(path.join(cache, 'models'));
    using disk = mountSmallDisk(path.join(cache, 'models/silero-vad'));
    writeScript(workspace);
    const result = await runInVsCode({
      suite: path.join(import.meta.dirname, 'faultSuite.ts'),
      folder: workspace,
      outFolder,
      env: {
        ...session.env,
        ALOUD_TEST_CLIP: clip,
        ALOUD_TEST_SHORT_CLIP: shortClip,
        ...(disk !== null && { ALOUD_TEST_SMALL_DISK: '1' }),
        npm_config_registry: registry.url,
      },
      isTrusted: false,
      acts: {
        'read the error': (page) => toast(page, 'error').innerText(),
        'read the note': (page) => toast(page, 'info').innerText(),
        'press Download': (page) => press(page, 'Download'),
        'press Try again': (page) => press(page, 'Try again'),
        'make room': () => Promise.resolve(disk?.makeRoom()),
        'go online': () => registry.listen(),
        'save under a name': saveUnderName,
        unplug: () => {
          devices.unplug();
          return Promise.resolve();
        },
        plug: () => devices.plug(),
      },
    });
    expect(result.exitCode, result.output).toBe(0);
    return JSON.parse(readFileSync(path.join(outFolder, 'faults.json'), 'utf8')) as SeenFaults;
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

/** What dictation needs, as the catalogue says where it is. */
async function publishedModels(): Promise<readonly PublishedPackage[]> {
  const moonshine = await requireInstalledModel('moonshine-tiny', never);
  const detector = await requireInstalledModel('silero-vad', never);
  const weights = ['encoder_model.onnx', 'decoder_model_merged.onnx'].map(
    (name) => [`dist/model/tiny/quantized/${name}`, moonshine.path(name)] as const,
  );
  return [
    { name: '@moonshine-ai/moonshine-js', version: '0.1.29', files: Object.fromEntries(weights) },
    {
      name: 'decibri',
      version: '5.7.0',
      files: { 'models/silero_vad.onnx': detector.path('silero_vad.onnx') },
    },
  ];
}

/** What was prepared for this machine stays: to make it anew would only take time. */
function takeModels(models: string): void {
  rmSync(path.join(models, 'silero-vad'), { recursive: true });
  for (const name of ['manifest.json', 'encoder_model.onnx', 'decoder_model_merged.onnx']) {
    rmSync(path.join(models, 'moonshine-tiny', name));
  }
}

/** It names a cast, a sound of a minute and one that is not there. */
function writeScript(workspace: string): void {
  const script =
    '---\ninclude: cast.aloud\n---\n\nTOM: Hello there.\n\n[sound bell.wav]\n\n[sound gone.wav]\n';
  writeFileSync(path.join(workspace, 'script.aloud'), script);
  writeFileSync(path.join(workspace, 'cast.aloud'), '---\ncast:\n  TOM: am_michael\n---\n');
  const samples = Buffer.alloc((soundMs / 1000) * 8000 * 2);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  writeFileSync(path.join(workspace, 'bell.wav'), Buffer.concat([header, samples]));
}

function toast(page: Page, kind: 'error' | 'info') {
  const shown = page.locator(`.notification-toast:has(.codicon-${kind}) .notification-list-item-message`);
  return shown.last();
}

async function press(page: Page, button: string): Promise<void> {
  const buttons = page.locator('.notification-toast').getByRole('button', { name: button, exact: true });
  await buttons.last().click();
}

async function saveUnderName(page: Page): Promise<void> {
  const name = page.locator('.quick-input-widget input');
  await page.keyboard.press('Control+s');
  await name.waitFor();
  await page.keyboard.press('Enter');
  await name.waitFor({ state: 'hidden' });
}

describe.skipIf(missing !== null)(`faults in the editor (${missing ?? 'VS Code'})`, () => {
  const run: { seen?: SeenFaults } = {};
  beforeAll(async () => {
    run.seen = await seeFaults();
  }, 300_000);
  const seen = (): SeenFaults => {
    if (run.seen === undefined) throw new Error('Nothing was seen.');
    return run.seen;
  };
  const expectWords = (words: string, expected: string): void => {
    expect(compareTranscripts(expected, words).editCount, words).toBe(0);
  };

  test('models that are missing are downloaded with one click, also after the network was away and the disk full', () => {
    const { told, offline, full, written } = seen().missing;
    expect(told).toBe(
      'Nothing that is installed hears English (en). Moonshine Tiny can be downloaded: 28 MB.',
    );
    expect(offline).toBe(
      "'encoder_model.onnx' of model 'moonshine-tiny' could not be fetched: npm's registry cannot be reached (ECONNREFUSED). Check the connection and try again; what is downloaded works without it.",
    );
    if (full !== null)
      expect(full).toMatch(/^The disk of '.*' has \d MB free; \d MB are needed\. Free \d MB/u);
    expectWords(written, shortlySaid);
  });

  test('a document that gets a name while it is dictated into goes on being written to', () => {
    const { file, after } = seen().named;
    expect(file).toBe('file');
    expectWords(after, `${shortlySaid} ${shortlySaid}`);
  });

  test('a daemon that dies while it reads is started again', () => {
    expect(seen().readsAgain).toBe(true);
  });

  test('of a daemon that dies while it hears, the words that were shown are written', () => {
    const { told, heard, written } = seen().killed;
    expect(told).toBe('The connection to the speech service was closed. Try again.');
    expect(heard).not.toBe('');
    expect(written).toBe(heard);
  });

  test('of a microphone that is unplugged, what was heard is written, and with it back the dictation begins again', () => {
    const { told, heard, written, without } = seen().unplugged;
    expect(told).toMatch(/^The microphone ".*" is not available any more\. Connect it again, or/u);
    expect(without).toMatch(/microphone/u);
    expect(heard).not.toBe('');
    expect(written).toBe(heard);
    expectWords(seen().moved.after.slice(written.length), shortlySaid);
  });

  test('a document that is saved and renamed while it is dictated into goes on being written to', () => {
    const { before, after, saved } = seen().moved;
    expect(after.startsWith(before)).toBe(true);
    expect(saved).toBe(after);
  });

  test('all that is said to a document that is read-only, and then closed, is in the clipboard', () => {
    const { clipboard } = seen();
    const first = clipboard.slice(0, shortlySaid.length);
    expectWords(first, shortlySaid);
    expect(clipboard.length).toBeGreaterThan(first.length + 3);
  });

  test('in a workspace that is not trusted a script includes nothing and plays no sound file', () => {
    const { isTrusted, codes, words, playedMs } = seen().untrusted;
    expect(isTrusted).toBe(false);
    expect(codes).toEqual(['unknown-character']);
    expect(words.join(' ')).toContain('Hello there');
    expect(playedMs).toBeLessThan(soundMs);
  });

  test('a script of 48 MB is dictated into, and nothing stands still', () => {
    const { told, written, blockedMs } = seen().long;
    expect(told).toContain('it is too long');
    expectWords(written, shortlySaid);
    expect(blockedMs).toBeLessThan(2000);
  });
});
