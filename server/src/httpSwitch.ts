import { isSpeechError } from '../../protocol/errors.ts';
import type { Configuration } from './configuration/configuration.ts';
import type { Log } from './daemon/log.ts';
import type { HttpAdapter } from './daemon/http/httpAdapter.ts';

type HttpSettings = NonNullable<Configuration['http']>;

/** The HTTP adapter as the settings want it: off, or on with a port and a key. */
export interface HttpSwitch {
  /** One change after the other; an adapter that cannot be opened is told to the log, and off. Never rejects. */
  apply(settings: HttpSettings | undefined): Promise<void>;
  /** Null while it is off. */
  address(): string | null;
}

export interface HttpSwitchOptions {
  readonly open: (settings: HttpSettings) => Promise<HttpAdapter>;
  /** The daemon does not end by itself while it is on. @returns what ends that */
  readonly stayAwake: () => () => void;
  readonly log: Log;
}

export function createHttpSwitch({ open, stayAwake, log }: HttpSwitchOptions): HttpSwitch {
  let current: OpenAdapter | null = null;
  let changing: Promise<void> = Promise.resolve();

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
      current = {
        settings,
        address: adapter.address,
        close: async () => {
          endStay();
          await adapter.close();
          log.info('daemon', 'The HTTP adapter is off');
        },
      };
    } catch (error) {
      const reason = isSpeechError(error) ? error.message : String(error);
      log.warn('daemon', `The HTTP adapter stays off: ${reason}`);
    }
  };
  const change = async (settings: HttpSettings | undefined): Promise<void> => {
    if (current?.settings.port === settings?.port && current?.settings.key === settings?.key) return;
    await turnOff();
    if (settings !== undefined) await turnOn(settings);
  };

  return {
    apply(settings) {
      changing = changing.then(() => change(settings));
      return changing;
    },
    address: () => current?.address ?? null,
  };
}

interface OpenAdapter {
  readonly settings: HttpSettings;
  readonly address: string;
  close(): Promise<void>;
}
