import { daemonShutdown, daemonStatus } from '../../../protocol/daemon.ts';
import { handle, type Handler } from './handler.ts';
import type { SpeechServices } from './speechServices.ts';

export function daemonHandlers({ daemon }: SpeechServices): readonly Handler[] {
  return [
    handle(daemonStatus, () => Promise.resolve(daemon.status())),
    handle(daemonShutdown, ({ drain }) => {
      // After the answer is on its way.
      setImmediate(() => {
        daemon.shutdown(drain);
      });
      return Promise.resolve({});
    }),
  ];
}
