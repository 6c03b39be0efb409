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
  'aloud.dictation.engine': {
    type: 'string',
    default: '',
    scope: 'window',
    description:
      'Engine that hears dictation, such as moonshine or sensevoice. Empty: the one that fits the language.',
  },
  'aloud.dictation.language': {
    type: 'string',
    default: '',
    scope: 'resource',
    description: 'Language that is spoken, such as en or zh. Empty: the engine finds out.',
  },
  'aloud.dictation.microphone': {
    type: 'string',
    default: '',
    scope: 'machine',
    description: 'Name of the microphone, or a part of it. Empty: the one the system uses.',
  },
  'aloud.dictation.spokenCommands': {
    type: 'boolean',
    default: true,
    scope: 'window',
    description: 'Do what is said as "new line", "new paragraph" and "scratch that" instead of writing it.',
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
  readonly dictationEngine: string;
  readonly dictationLanguage: string;
  readonly microphone: string;
  readonly hasSpokenCommands: boolean;
  readonly voice: string;
  readonly readingSpeed: number;
  readonly followsReading: boolean;
}
