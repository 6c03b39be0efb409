import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInCatalog, findModel, type CatalogModel } from '../../../../server/src/models/catalog.ts';
import { createModelStore, type ModelStore } from '../../../../server/src/models/modelStore.ts';
import { senseVoiceEngine } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceEngine.ts';
import { fileWithRanges, serve, status, type TestServer } from '../../../models/support/testServer.ts';
import { toyFile } from '../../../models/support/toyModel.ts';
import { quickTiming, sha256, tempFolder } from '../../../models/support/testTransfer.ts';
import { hasGolden } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';
import { toyFolder } from '../../../support/senseVoiceToy.ts';
import { readToyWav } from '../../../support/toyClips.ts';

/** Which file of the toy stands for each of a model's. */
const toyFiles: Readonly<Record<string, string>> = {
  'model.int8.onnx': 'sherpa.int8.onnx',
  'model_quant.onnx': 'funasr.int8.onnx',
  'model.onnx': 'funasr.onnx',
};

function toyContent(name: string): Uint8Array {
  return readFileSync(path.join(toyFolder, toyFiles[name] ?? name));
}

/** The catalogue's own entry, with the sources and unknown checksums that it has, for the files of the toy. */
function toyEntry(id: string): CatalogModel {
  const model = findModel(builtInCatalog, id);
  const files = model.files.map(({ path: name, sources, sha256: known }) => ({
    ...toyFile(name, toyContent(name), ...sources),
    ...(known === null && { sha256: null }),
  }));
  return { ...model, files };
}

/** A mirror of the hubs that has the toy's files under the names of the real ones. */
function serveMirror(): Promise<TestServer> {
  return serve((request, response) => {
    const name = /^\/(?:models\/)?[^/]+\/[^/]+\/resolve\/[^/]+\/(?<name>[^/]+)$/u.exec(request.url ?? '')
      ?.groups?.['name'];
    if (name === undefined) {
      status(404)(request, response);
      return;
    }
    const content = toyContent(name);
    fileWithRanges(content, { headers: { 'x-linked-etag': `"${sha256(content)}"` } })(request, response);
  });
}

async function hear(store: ModelStore, id: string): Promise<string> {
  const model = await store.open(id, never);
  const options = { provider: 'cpu', threadCount: 1, onNote: () => undefined } as const;
  const recognizer = await senseVoiceEngine.open(model, options, never);
  const { text } = await recognizer.recognize(readToyWav('u0.wav'), {}, never);
  await recognizer.dispose();
  return `${recognizer.description.model}: ${text}`;
}

describe.skipIf(!hasGolden)('models of the catalogue, pulled and heard with', () => {
  it.each([
    [
      'sensevoice-small',
      'HF_ENDPOINT',
      '/csukuangfj/sherpa-onnx-sense-voice-zh-en-ja-ko-yue-2024-07-17/resolve/main/',
    ],
    ['sensevoice-small-funasr', 'MODELSCOPE_ENDPOINT', '/models/iic/SenseVoiceSmall-onnx/resolve/master/'],
    ['sensevoice-small-funasr-float', 'HF_ENDPOINT', '/DennisHuang648/SenseVoiceSmall-onnx/resolve/main/'],
  ])('%s from the mirror that %s names', async (id, variable, place) => {
    await using folder = await tempFolder();
    await using mirror = await serveMirror();
    await using broken = await serve(status(404));
    const nowhere = { HF_ENDPOINT: broken.url.origin, MODELSCOPE_ENDPOINT: broken.url.origin };
    const store = createModelStore({
      folder: path.join(folder.path, 'models'),
      catalog: { models: [toyEntry(id)] },
      environment: { ...nowhere, [variable]: `${mirror.url.origin}/` },
      networkTiming: quickTiming,
    });
    const notes: string[] = [];
    await store.pull(id, { signal: never, onNote: (note) => notes.push(note) });
    expect(mirror.requests.map(({ path: asked }) => asked.startsWith(place))).not.toContain(false);
    expect(await hear(store, id)).toBe(`${id}: 一三十二八。`);
    const pinned = notes.filter((note) => note.includes('from now on'));
    const expected = /funasr/u.test(id)
      ? [expect.stringMatching(/'model.*\.onnx'.*stated by the hub and met/u)]
      : [];
    expect(pinned).toEqual(expected);
  });

  it.each(senseVoiceEngine.models)('%s from a folder', async (id) => {
    await using folder = await tempFolder();
    const entry = toyEntry(id);
    const from = path.join(folder.path, 'here');
    mkdirSync(from);
    for (const { path: name } of entry.files) {
      cpSync(path.join(toyFolder, toyFiles[name] ?? name), path.join(from, name));
    }
    const store = createModelStore({
      folder: path.join(folder.path, 'models'),
      catalog: { models: [entry] },
      environment: {},
    });
    await store.pull(id, { signal: never, from });
    expect(await hear(store, id)).toBe(`${id}: 一三十二八。`);
  });

  it('says the ways out where no hub answers', async () => {
    await using folder = await tempFolder();
    const gone = await serve(status(404));
    await gone[Symbol.asyncDispose]();
    const store = createModelStore({
      folder: path.join(folder.path, 'models'),
      catalog: { models: [toyEntry('sensevoice-small-funasr')] },
      environment: { HF_ENDPOINT: gone.url.origin, MODELSCOPE_ENDPOINT: gone.url.origin },
      networkTiming: quickTiming,
    });
    await expect(store.pull('sensevoice-small-funasr', { signal: never })).rejects.toMatchObject({
      code: 'networkUnreachable',
      hint: expect.stringMatching(
        /HF_ENDPOINT, MODELSCOPE_ENDPOINT or npm's registry to a mirror.*'aloud models pull sensevoice-small-funasr --from FOLDER'/u,
      ) as string,
    });
  });
});
