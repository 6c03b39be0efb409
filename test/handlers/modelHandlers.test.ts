import { describe, expect, it } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { isSpeechError } from '../../protocol/errors.ts';
import type { RequestDefinition } from '../../protocol/message.ts';
import { modelLoad, modelProgress, modelPull, modelVerify } from '../../protocol/models.ts';
import { never } from '../support/never.ts';
import { connect, failure } from './handlerClient.ts';

describe('models', () => {
  it('pulls with progress and refuses unknown ones', async () => {
    const phases = ['downloading', 'verifying'] as const;
    using client = connect({
      library: {
        pullModel: (model, { onProgress }) => {
          for (const phase of phases)
            onProgress({ model, file: 'a', receivedBytes: 1, totalBytes: 2, phase });
          return Promise.resolve();
        },
      },
    });
    const told: string[] = [];
    onNotification(client.connection, modelProgress, ({ progress }) => told.push(progress.phase));
    const pull = (model: string) =>
      sendRequest(client.connection, { definition: modelPull, params: { stream: 'm', model } }, never);
    await pull('moonshine-tiny');
    expect(told).toEqual([...phases]);
    expect(isSpeechError(await failure(pull('moonshine')), 'unknownModel')).toBe(true);
  });

  it('tells the state after reading a model again, and how long it took to load one', async () => {
    using client = connect();
    const ask = async (definition: RequestDefinition) =>
      client.connection.sendRequest(definition.method, { model: 'kokoro-82m' });
    expect(await ask(modelVerify)).toEqual({ state: 'installed' });
    expect(await ask(modelLoad)).toEqual({ loadMs: 310 });
  });
});
