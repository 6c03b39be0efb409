import { join } from 'node:path';
import {
  createModelStore,
  type ModelStore,
  type ModelStoreOptions,
} from '../../../server/src/models/modelStore.ts';
import { fileWithRanges, serve, type TestServer } from './testServer.ts';
import { noise, quickTiming } from './testTransfer.ts';
import { toyCatalog, toyFile } from './toyModel.ts';

export const signal: AbortSignal = new AbortController().signal;
export const weights = noise(80_000);
export const tokens = noise(300, 5);
export const files = [
  toyFile('model.onnx', weights, 'hf:o/r@main/model.onnx'),
  toyFile('side/tokens.txt', tokens, 'hf:o/r@main/tokens.txt'),
];

/** A hub that has the toy's files. */
export async function serveToy(): Promise<TestServer> {
  return serve((request, response) => {
    const content = request.url?.endsWith('tokens.txt') === true ? tokens : weights;
    fileWithRanges(content)(request, response);
  });
}

interface StoreSetup extends Partial<ModelStoreOptions> {
  readonly hub?: TestServer;
}

export function storeIn(folder: string, { hub, ...options }: StoreSetup = {}): ModelStore {
  return createModelStore({
    folder: join(folder, 'models'),
    catalog: toyCatalog(files),
    environment: hub === undefined ? {} : { HF_ENDPOINT: hub.url.origin },
    networkTiming: quickTiming,
    ...options,
  });
}

export async function stateOf(store: ModelStore): Promise<string | undefined> {
  return (await store.list())[0]?.state;
}
