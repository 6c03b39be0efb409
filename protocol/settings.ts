/** Every setting of the extension: the one source of its type, default and description. */
export const settingDefinitions = {
  'aloud.runtime.nodePath': {
    type: 'string',
    default: '',
    scope: 'machine',
    description:
      'Path of a Node.js 20 or newer that runs the speech engines. Empty: the Node.js inside VS Code is used.',
  },
  'aloud.models.folder': {
    type: 'string',
    default: '',
    scope: 'machine',
    description: 'Folder where models are kept. Empty: the cache folder of your user account.',
  },
  'aloud.readAloud.voice': {
    type: 'string',
    default: 'af_heart',
    scope: 'resource',
    description: 'Voice that reads aloud, and that speaks in scripts what names no voice.',
  },
  'aloud.readAloud.speed': {
    type: 'number',
    default: 1,
    scope: 'resource',
    description: 'How fast it is read, its pitch unchanged: 0.5 to 3, 1 is as it was spoken.',
  },
  'aloud.readAloud.follow': {
    type: 'boolean',
    default: true,
    scope: 'window',
    description: 'Keep in view what is being read. Whoever scrolls away is left alone for some seconds.',
  },
} as const satisfies Record<string, SettingDefinition>;

export type SettingId = keyof typeof settingDefinitions;

export interface SettingDefinition {
  readonly type: 'string' | 'number' | 'boolean';
  readonly default: string | number | boolean;
  /** `machine` settings cannot be set by a workspace, so an opened folder cannot choose what runs. */
  readonly scope: 'machine' | 'window' | 'resource';
  readonly description: string;
}

/** The values in force for one request. */
export interface Settings {
  readonly nodePath: string;
  readonly modelsFolder: string;
  readonly voice: string;
  readonly readingSpeed: number;
  readonly followsReading: boolean;
}
