import { beforeEach, expect, test } from 'vitest';
import { offerRestart } from '../../../client/src/daemon/offerRestart.ts';
import { changeSetting, executedCommands, user, window } from '../../support/fakeVscode.ts';

beforeEach(() => {
  user.asked.length = 0;
  user.answers.length = 0;
  executedCommands.length = 0;
  window.state.focused = true;
});

const restart = 'Restart speech service';
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test.each([
  { id: 'aloud.models.folder', isConnected: true, focused: true, asked: 1 },
  { id: 'aloud.runtime.nodePath', isConnected: true, focused: true, asked: 1 },
  // It is read with each request.
  { id: 'aloud.readAloud.voice', isConnected: true, focused: true, asked: 0 },
  // One that is started next is told the new value.
  { id: 'aloud.models.folder', isConnected: false, focused: true, asked: 0 },
  // Another window tells it.
  { id: 'aloud.models.folder', isConnected: true, focused: false, asked: 0 },
])(
  '$id, connected: $isConnected, in front: $focused: a restart is offered $asked times',
  async ({ id, isConnected, focused, asked }) => {
    using _offers = disposing(offerRestart({ isConnected: () => isConnected }));
    window.state.focused = focused;
    changeSetting(id);
    await settled();
    expect(user.asked.map(({ offered }) => offered)).toEqual(Array.from({ length: asked }, () => [restart]));
    expect(executedCommands).toEqual([]);
  },
);

test('while it is typed, one is offered; what is chosen is done, and later another is offered', async () => {
  using _offers = disposing(offerRestart({ isConnected: () => true }));
  user.answers.push(restart);
  changeSetting('aloud.models.folder');
  changeSetting('aloud.models.folder');
  await settled();
  expect([user.asked.length, executedCommands]).toEqual([1, ['aloud.restartService']]);
  changeSetting('aloud.models.folder');
  expect(user.asked).toHaveLength(2);
});

function disposing(subscription: { dispose(): unknown }): Disposable {
  return { [Symbol.dispose]: () => void subscription.dispose() };
}
