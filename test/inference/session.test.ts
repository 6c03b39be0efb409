import { expect, test } from 'vitest';
import { createSession } from '../../server/src/inference/session.ts';

test('a missing file is a model that is not installed', async () => {
  await expect(createSession('/nowhere/model.onnx', { provider: 'cpu' })).rejects.toMatchObject({
    code: 'modelNotInstalled',
  });
});
