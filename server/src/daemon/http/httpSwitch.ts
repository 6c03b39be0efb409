import { isDeepStrictEqual } from 'node:util';
import { isSpeechError } from '../../../../protocol/errors.ts';
import type { Configuration } from '../../configuration/configuration.ts';
import type { Clock } from '../../system/clock.ts';
import type { Log } from '../log.ts';
import type { HttpAdapter } from './httpAdapter.ts';

type HttpSettings = NonNullable<Configuration['http']>;

/** The HTTP adapter as the settings want it: off, or on with a port and a key. */
export interface HttpSwitch {
  /**
   * One change after the other. An adapter that cannot be opened is told to the log, and tried again every
   * `retryMs` while these settings stand. Never rejects.
   */
  apply(settings: HttpSettings | undefined): Promise<void>;
  /** Frees the port and does not turn on any more; requests that run are finished until it is turned off. */
  stopListening(): Promise<void>;
  /** Null while it is off. */
  address(): string | null;
}

export interface HttpSwitchOptions {
  readonly open: (settings: HttpSettings) => Promise<HttpAdapter>;
  /** The daemon does not end by itself while it is on. @returns what ends that */
  readonly stayAwake: () => () => void;
  readonly log: Log;
  readonly clock: Clock;
}

/** A daemon that leaves frees the port soon, another program may do so at any time. */
export const retryMs = 5_000;

export function createHttpSwitch({ open, stayAwake, log, clock }: HttpSwitchOptions): HttpSwitch {
  let current: OpenAdapter | null = null;
  let changing: Promise<void> = Promise.resolve();
  let isStopped = false;
  let retry: Disposable | null = null;
  /** So that each try does not tell it again. */
  let toldReason = '';

  const turnOff = async (): Promise<void> => {
    const closing = current;
    current = null;
    try {
      await closing?.close();
    } catch (error) {
      log.error('daemon', 'The HTTP adapter did not close as it should', { error: String(error) });
    }
  };
  const turnOn = async (settings: HttpSettings): Promise<void> => {
    try {
      const adapter = await open(settings);
      const endStay = stayAwake();
      log.info('daemon', 'The HTTP adapter is on', { address: adapter.address });
      toldReason = '';
      current = {
        settings,
        address: adapter.address,
        stopListening: () => {
          adapter.stopListening();
        },
        close: async () => {
          endStay();
          await adapter.close();
          log.info('daemon', 'The HTTP adapter is off');
        },
      };
    } catch (error) {
      const reason = isSpeechError(error) ? error.message : String(error);
      if (reason !== toldReason) log.warn('daemon', `The HTTP adapter stays off: ${reason}`);
      toldReason = reason;
      if (!isStopped) retry = clock.after(retryMs, () => void apply(settings));
    }
  };
  const change = async (settings: HttpSettings | undefined): Promise<void> => {
    if (isStopped && settings !== undefined) return;
    retry?.[Symbol.dispose]();
    if (isDeepStrictEqual(current?.settings, settings)) return;
    await turnOff();
    if (settings !== undefined) await turnOn(settings);
  };

  const apply = (settings: HttpSettings | undefined): Promise<void> => {
    changing = changing.then(() => change(settings));
    return changing;
  };

  return {
    apply,
    stopListening() {
      isStopped = true;
      retry?.[Symbol.dispose]();
      changing = changing.then(() => current?.stopListening());
      return changing;
    },
    address: () => (isStopped ? null : (current?.address ?? null)),
  };
}

interface OpenAdapter {
  readonly settings: HttpSettings;
  readonly address: string;
  stopListening(): void;
  close(): Promise<void>;
}
