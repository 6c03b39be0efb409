import { isSpeechError } from '../../../protocol/errors.ts';
import { watchFolder } from '../system/watchFolder.ts';
import type { Configuration } from './configuration.ts';
import { readConfiguration } from './configurationFile.ts';

export interface WatchedConfiguration {
  /** The one in force: the last that was understood. */
  current(): Configuration;
  close(): Promise<void>;
}

export interface ConfigurationWatchOptions {
  readonly file: string;
  /** It was read anew. */
  readonly onChange: (configuration: Configuration) => void;
  /** It is not understood; the last one stays in force. */
  readonly onMistake: (message: string) => void;
}

export async function watchConfiguration(options: ConfigurationWatchOptions): Promise<WatchedConfiguration> {
  const { file, onChange, onMistake } = options;
  let current: Configuration = {};
  const read = async (): Promise<boolean> => {
    try {
      current = await readConfiguration(file);
      return true;
    } catch (error) {
      if (!isSpeechError(error)) throw error;
      onMistake(error.message);
      return false;
    }
  };
  await read();
  const watch = watchFolder({
    path: file,
    depth: 0,
    isIgnored: () => false,
    onChange: () => {
      void read().then((isUnderstood) => {
        if (isUnderstood) onChange(current);
      });
    },
  });
  return { current: () => current, close: () => watch.close() };
}
