/** Every setting of the extension, in the order they are shown: the one source of type, default and description. */
export const settingDefinitions = {
  'aloud.dictation.engine': {
    type: 'string',
    default: '',
    scope: 'window',
    description:
      'What hears dictation. What is not downloaded yet is in the view [Models and Voices](command:aloud.models.focus).',
    choices: {
      '': 'The one that suits the language, of those that are downloaded.',
      moonshine: 'Moonshine: English, small and quick.',
      sensevoice: 'SenseVoice: Chinese, Cantonese, English, Japanese and Korean, with emotions and events.',
      whisper: 'Whisper: a hundred languages, the best of its sizes that is downloaded.',
      'whisper-tiny': 'Whisper, smallest size.',
      'whisper-base': 'Whisper, middle size.',
      'whisper-small': 'Whisper, largest size.',
    },
  },
  'aloud.dictation.language': {
    type: 'string',
    default: '',
    scope: 'resource',
    description:
      'Language that is spoken, such as `en` or `zh`. Empty: the language of the editor; `auto`: the engine finds out.',
  },
  'aloud.dictation.microphone': {
    type: 'string',
    default: '',
    scope: 'machine',
    description: 'Name of the microphone, or a part of it. Empty: the one the system uses.',
  },
  'aloud.dictation.sounds': {
    type: 'string',
    default: '',
    scope: 'window',
    description: 'Two rising tones when dictation hears, two falling ones when it no longer does.',
    choices: {
      '': 'Where a screen reader runs.',
      always: 'Always.',
      never: 'Never.',
    },
  },
  'aloud.dictation.spokenCommands': {
    type: 'boolean',
    default: true,
    scope: 'window',
    description:
      'Do what is said as "new line", "new paragraph" and "scratch that", in Chinese 换行, 新段落 and 删除上一句, instead of writing it.',
  },
  'aloud.dictation.spokenPunctuation': {
    type: 'boolean',
    default: false,
    scope: 'window',
    description:
      'Write marks that are said by name, such as "comma" and "question mark", in English and Chinese. What hears punctuates by itself; switched on, "a comma" and "the period of time" stay words, and a mark that is said counts before one that was guessed.',
  },
  'aloud.dictation.vocabulary': {
    type: 'array',
    items: { type: 'string' },
    default: [],
    scope: 'resource',
    description:
      'Names and phrases that may be said, written as they are to be written. A folder of the workspace may have more in `.aloud/vocabulary.txt`, one a line.',
  },
  'aloud.dictation.replacements': {
    type: 'object',
    additionalProperties: { type: 'string' },
    default: {},
    scope: 'resource',
    description:
      'What is written for what is heard, such as `"my mail": "jane@example.org"` or `"arrow function": "() => "`; nothing, `""`, leaves the words out. Words are found however they are written, the longest first. A folder of the workspace may have more in `.aloud/replacements.txt`, one `my mail -> jane@example.org` a line. A workspace that is not trusted has none.',
  },
  'aloud.dictation.leaveOutFillers': {
    type: 'boolean',
    default: true,
    scope: 'window',
    description:
      'Leave out "um", "uh" and the like, in the language that is heard: German "um" and "er" are words. What may mean something, such as "uh-huh" and "hmm", stays.',
  },
  'aloud.dictation.identifiers': {
    type: 'boolean',
    default: true,
    scope: 'window',
    description:
      'Write the identifiers of open programs as they are there: "get user media" as `getUserMedia`.',
  },
  'aloud.history.utterances': {
    type: 'number',
    default: 50,
    minimum: 0,
    maximum: 1000,
    scope: 'machine',
    description:
      'How many utterances of dictation are kept on this machine, to be copied, heard and transcribed again in the view [History](command:aloud.history.focus). `0`: none, and what was kept is deleted.',
  },
  'aloud.history.days': {
    type: 'number',
    default: 1,
    minimum: 0.01,
    maximum: 365,
    scope: 'machine',
    description: 'After how many days what was said is deleted.',
  },
  'aloud.history.sound': {
    type: 'boolean',
    default: true,
    scope: 'machine',
    description:
      'Keep the sound of what is said too. Without it, an utterance can be neither played nor transcribed again.',
  },
  'aloud.readAloud.voice': {
    type: 'string',
    default: 'af_heart',
    scope: 'resource',
    description:
      'Voice that reads aloud, and that speaks in scripts what names no voice. All can be heard in the view [Models and Voices](command:aloud.models.focus). Two are blended by `af_heart:2+am_adam`.',
  },
  'aloud.readAloud.speed': {
    type: 'number',
    default: 1,
    minimum: 0.5,
    maximum: 3,
    scope: 'resource',
    description: 'How fast it is read, its pitch unchanged: `0.5` to `3`, `1` is as it was spoken.',
  },
  'aloud.readAloud.follow': {
    type: 'boolean',
    default: true,
    scope: 'window',
    description:
      'Keep in view what is being read. Whoever scrolls away is left alone until that is in view again, or is asked for by _Show What Is Being Read_ or the keys for sentences; whoever types, for ten seconds.',
  },
  'aloud.scripts.takes': {
    type: 'number',
    default: 1,
    minimum: 1,
    maximum: 10,
    scope: 'resource',
    description:
      'How often each sentence of a script is spoken at most, a little differently each time: a recognition engine hears the takes, and the best is kept. `1`: once. More takes take longer; a take that is heard without a fault is the last.',
  },
  'aloud.models.folder': {
    type: 'string',
    default: '',
    scope: 'machine',
    description:
      'Folder where models are kept, and with them the history and the sounds that were made; `~` is your home folder. Empty: the cache folder of your user account.',
  },
  'aloud.runtime.nodePath': {
    type: 'string',
    default: '',
    scope: 'machine',
    description:
      'Path of a Node.js 20 or newer that runs the speech service. Empty: the Node.js inside VS Code is used.',
  },
} as const satisfies Record<string, SettingDefinition>;

export type SettingId = keyof typeof settingDefinitions;

export interface SettingDefinition {
  readonly type: 'string' | 'number' | 'boolean' | 'array' | 'object';
  readonly default: string | number | boolean | readonly string[] | Readonly<Record<string, never>>;
  /** Of an array. */
  readonly items?: { readonly type: 'string' };
  /** Of an object. */
  readonly additionalProperties?: { readonly type: 'string' };
  /** `machine` settings cannot be set by a workspace, so an opened folder cannot choose what runs. */
  readonly scope: 'machine' | 'window' | 'resource';
  /** Markdown, in English: see package.nls.json for other languages. */
  readonly description: string;
  /** All values it may have, with what each means. */
  readonly choices?: Readonly<Record<string, string>>;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The values in force for one request. */
export interface Settings {
  readonly nodePath: string;
  readonly modelsFolder: string;
  readonly dictationEngine: string;
  readonly dictationLanguage: string;
  readonly microphone: string;
  /** `always`, `never`; empty: where a screen reader runs. */
  readonly dictationSounds: string;
  readonly hasSpokenCommands: boolean;
  readonly hasSpokenPunctuation: boolean;
  readonly vocabulary: readonly string[];
  /** As the user has written it: anything. */
  readonly replacements: unknown;
  readonly leavesOutFillers: boolean;
  readonly hasIdentifiers: boolean;
  /** 0: nothing is kept. */
  readonly historyCount: number;
  readonly historyDays: number;
  readonly keepsSound: boolean;
  readonly voice: string;
  readonly readingSpeed: number;
  readonly followsReading: boolean;
  /** Of each sentence of a script; 1: it is spoken once. */
  readonly takeCount: number;
}
