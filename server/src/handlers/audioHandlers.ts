import { audioEnd, audioPush } from '../../../protocol/stream.ts';
import type { AudioInbox } from './audioInbox.ts';
import { handle, type Handler } from './handler.ts';
import type { StreamTable } from './streamTable.ts';

/** Sound that clients push, for whichever long request takes it. */
export function audioHandlers(inboxes: StreamTable<AudioInbox>): readonly Handler[] {
  return [
    handle(audioPush, async ({ stream, sequence, pcm }) => ({
      bufferedMs: await inboxes.get(stream).push(sequence, pcm),
    })),
    handle(audioEnd, ({ stream }) => {
      inboxes.get(stream).end();
      return Promise.resolve({});
    }),
  ];
}
