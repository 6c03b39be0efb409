import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly linux?: string;
  readonly mac?: string;
  readonly when?: string;
  readonly args?: string;
}

const platforms = ['windows', 'linux', 'mac'] as const;
type Platform = (typeof platforms)[number];

/** Keys that never reach VS Code as these systems come, and what they do there. */
const takenKeys: Readonly<Record<Platform, Readonly<Record<string, string>>>> = {
  windows: {
    'ctrl+alt+delete': 'security screen',
    // AltGr is Ctrl+Alt there: letters of Polish, German, French and others.
    ...Object.fromEntries(
      Array.from('aceéilmnoqsuxz', (letter) => [`ctrl+alt+${letter}`, 'a letter with AltGr']),
    ),
  },
  linux: {
    'ctrl+alt+d': 'show the desktop (Ubuntu, Xfce, MATE)',
    'ctrl+alt+l': 'lock the screen',
    'ctrl+alt+t': 'terminal',
    'ctrl+alt+shift+r': 'record the screen (GNOME)',
    ...Object.fromEntries(
      ['left', 'right', 'up', 'down'].map((arrow) => [`ctrl+alt+${arrow}`, 'work spaces (GNOME, Xfce)']),
    ),
  },
  mac: {
    'cmd+alt+d': 'show or hide the Dock',
    'cmd+alt+h': 'hide the other programs',
    'cmd+alt+space': 'search window of the Finder',
    'cmd+ctrl+d': 'look a word up',
    'cmd+ctrl+f': 'full screen',
    'cmd+ctrl+q': 'lock the screen',
    'cmd+ctrl+space': 'emojis',
  },
};

function keyOn(platform: Platform, { key, linux, mac }: Keybinding): string {
  if (platform === 'linux') return linux ?? key;
  return platform === 'mac' ? (mac ?? key) : key;
}

/** Keys that the system keeps. */
function findTaken(bindings: readonly Keybinding[]): readonly string[] {
  return platforms.flatMap((platform) =>
    bindings.flatMap((binding) => {
      const key = keyOn(platform, binding);
      const taken = takenKeys[platform][key];
      return taken === undefined ? [] : [`${binding.command}: ${key} on ${platform}: ${taken}`];
    }),
  );
}

interface Manifest {
  readonly contributes: {
    readonly keybindings: readonly Keybinding[];
    readonly configurationDefaults: Readonly<Record<string, unknown>>;
  };
}

const manifest = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
) as Manifest;
const { keybindings, configurationDefaults } = manifest.contributes;

test('no key is one that a system keeps for itself', () => {
  expect(keybindings.length).toBeGreaterThan(10);
  expect(findTaken(keybindings)).toEqual([]);
});

test('with the find widget of macOS, its key for regular expressions stays its own', () => {
  const reading = keybindings.filter(({ mac }) => mac === 'cmd+alt+r');
  expect(reading.length).toBeGreaterThan(0);
  expect(reading.filter(({ when = '' }) => !when.includes('!(isMac && findWidgetVisible)'))).toEqual([]);
});

test('in the box of a chat on Linux, the key of VS Code for the list of models stays its own', () => {
  const covering = keybindings.filter((binding) => keyOn('linux', binding) === 'ctrl+alt+.');
  expect(covering.length).toBeGreaterThan(0);
  expect(covering.filter(({ when = '' }) => !when.includes('!(isLinux && inChatInput)'))).toEqual([]);
});

test.each(['aloud.dictation.hold', 'aloud.readAloud.selection', 'aloud.readAloud.clipboard'])(
  'each key of %s tells, too, that a screen reader runs',
  (command) => {
    const bindings = keybindings.filter((binding) => binding.command === command);
    const isNoted = ({ args = '' }: Keybinding): boolean => args.split(' ').includes('screenReader');
    const unnoted = bindings.filter((binding) => !isNoted(binding));
    expect(unnoted.length).toBeGreaterThan(0);
    for (const plain of unnoted) {
      const { args = '', when } = plain;
      const noted = bindings.find(
        (binding) => isNoted(binding) && binding.args?.replace(/ ?screenReader$/u, '') === args,
      );
      const keysOf = (binding?: Keybinding): unknown =>
        binding && platforms.map((platform) => keyOn(platform, binding));
      expect(keysOf(noted), args).toEqual(keysOf(plain));
      const condition = when?.includes('||') === true ? `(${when})` : when;
      expect(noted?.when).toBe(['accessibilityModeEnabled', condition].filter(Boolean).join(' && '));
      // The last one that holds is the one that counts.
      expect(bindings.indexOf(noted as Keybinding)).toBe(bindings.indexOf(plain) + 1);
    }
  },
);

test('a commit message is dictated into only where no other system can have the box', () => {
  const keys = keybindings.filter(({ args = '' }) => args.split(' ').includes('commitMessage'));
  expect(keys.length).toBeGreaterThan(0);
  expect(
    keys.filter(({ when = '' }) => !when.includes('scmRepository && scm.providerCount == 1 &&')),
  ).toEqual([]);
});

test('a terminal leaves to Aloud the keys that are not those of an editor', () => {
  const isOfEditor = ({ when = '' }: Keybinding): boolean => /editor(?:Text)?Focus/iu.test(when);
  const elsewhere = new Set(keybindings.filter((one) => !isOfEditor(one)).map(({ command }) => command));
  expect(elsewhere).toContain('aloud.dictation.stop');
  expect(configurationDefaults['terminal.integrated.commandsToSkipShell']).toEqual([...elsewhere].sort());
});

describe('is found', () => {
  test.each<[name: string, binding: Omit<Keybinding, 'command'>, count: number]>([
    ['what every system but one leaves alone', { key: 'ctrl+alt+d', mac: 'cmd+alt+a' }, 1],
    ['a key of one system', { key: 'ctrl+alt+r', mac: 'cmd+alt+space' }, 1],
    ['nothing', { key: 'ctrl+alt+d', linux: 'ctrl+alt+a', mac: 'cmd+alt+a' }, 0],
  ])('%s', (_name, binding, count) => {
    expect(findTaken([{ command: 'a', ...binding }])).toHaveLength(count);
  });
});
