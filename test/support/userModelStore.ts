import { modelsFolder } from '../../server/src/files/cacheFolder.ts';
import { createModelStore, type ModelStore } from '../../server/src/models/modelStore.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';

/** The models of whoever runs the tests, as the product finds them. */
export const userModelStore: ModelStore = createModelStore({
  folder: modelsFolder(thisUserPlace()),
  environment: process.env,
});
