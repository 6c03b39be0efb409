import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly icon?: string;
}

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Keys {
  readonly key?: string;
  readonly linux?: string;
  readonly mac?: string;
}

interface Step {
  readonly id: string;
  readonly description: string;
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly (MenuItem & Keys)[];
    readonly walkthroughs?: readonly { readonly steps: readonly Step[] }[];
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const texts = readJson('package.nls.json') as Readonly<Record<string, string>>;

/** What a user who has no mouse, or sees no icon, cannot reach or tell. */
function findFaults({ contributes: { commands, menus, keybindings } }: Manifest): readonly string[] {
  const { commandPalette = [], ...others } = menus;
  const isInline = ({ group = '' }: MenuItem): boolean => /^(?:inline|navigation)/u.test(group);
  const inMenus = (command: string): readonly (readonly [menu: string, item: MenuItem])[] =>
    Object.entries(others).flatMap(([menu, items]) =>
      items.filter((item) => item.command === command).map((item) => [menu, item] as const),
    );
  return commands.flatMap(({ command, title, category, icon }) => {
    const places = inMenus(command);
    const rowItems = places.flatMap(([menu, item]) => (menu === 'view/item/context' ? [item] : []));
    const isInPalette = !commandPalette.some((item) => item.command === command && item.when === 'false');
    const hasKey = keybindings.some((binding) => binding.command === command);
    const isInRow = rowItems.some((item) => !isInline(item));
    // Focus moves to the icons of a title by Tab.
    const isInTitle = places.some(([menu]) => menu === 'view/title');
    const label = texts[title.replaceAll('%', '')] ?? '';
    const onlyAsIcon = rowItems
      .filter(isInline)
      .filter((item) => !rowItems.some((other) => other.when === item.when && !isInline(other)));
    return [
      ...(isInPalette || hasKey || isInRow || isInTitle ? [] : [`${command} cannot be reached by keyboard`]),
      ...(label === '' ? [`${command} has no title`] : []),
      ...(category === undefined ? [`${command} has no category`] : []),
      ...onlyAsIcon.map(({ when = '' }) => `${command} is only an icon where ${when}`),
      ...(places.some(([, item]) => isInline(item)) && icon === undefined ? [`${command} has no icon`] : []),
    ];
  });
}

test('every action is reached by keyboard, and every icon has a title and an entry in the menu', () => {
  const manifest = readJson('package.json') as Manifest;
  expect(manifest.contributes.commands.length).toBeGreaterThan(25);
  expect(findFaults(manifest)).toEqual([]);
});

test('a step of the first steps is done, too, by the keys that it names', () => {
  const { keybindings, walkthroughs = [] } = (readJson('package.json') as Manifest).contributes;
  const commandsOf = (written: string): readonly string[] =>
    keybindings
      .filter(({ key, linux, mac }) => [key, linux, mac].includes(written.toLowerCase()))
      .map(({ command }) => command);
  const named = walkthroughs
    .flatMap(({ steps }) => steps)
    .flatMap(({ id, description, completionEvents }) => {
      const text = texts[description.replaceAll('%', '')];
      const keys = text?.match(/(?:Ctrl|Cmd)(?:\+\w+)+/gu) ?? [];
      return keys.map((key) => ({ step: id, key, commands: commandsOf(key), completionEvents }));
    });
  expect(new Set(named.map(({ key }) => key))).toEqual(
    new Set(['Ctrl+Alt+D', 'Ctrl+Alt+A', 'Cmd+Alt+A', 'Ctrl+Alt+R', 'Cmd+Alt+R']),
  );
  for (const { step, key, commands, completionEvents } of named) {
    const events = commands.map((command) => `onCommand:${command}`);
    expect(events.length, `${step}: ${key} runs nothing`).toBeGreaterThan(0);
    expect(completionEvents, `${step}: ${key}`).toEqual(expect.arrayContaining(events));
  }
  const commands = named.flatMap((one) => one.commands);
  expect(commands).toEqual(expect.arrayContaining(['aloud.dictation.hold', 'aloud.readAloud.selection']));
});

test('every menu and key runs a command that is there', () => {
  const { commands, menus, keybindings } = (readJson('package.json') as Manifest).contributes;
  const known = new Set(commands.map(({ command }) => command));
  const named = [...Object.values(menus).flat(), ...keybindings].map(({ command }) => command);
  expect(named.filter((command) => !known.has(command))).toEqual([]);
});

describe('is found', () => {
  const command = { command: 'a', title: '%command.aloud.doctor%', category: 'Aloud', icon: '$(play)' };
  const hidden = { command: 'a', when: 'false' };
  const when = 'view == v';
  test.each<[name: string, manifest: Manifest['contributes'], fault: string]>([
    [
      'a command that is nowhere',
      { commands: [command], menus: { commandPalette: [hidden] }, keybindings: [] },
      'a cannot be reached by keyboard',
    ],
    [
      'one that is only an icon of a row',
      {
        commands: [command],
        menus: { commandPalette: [hidden], 'view/item/context': [{ command: 'a', when, group: 'inline' }] },
        keybindings: [{ command: 'a' }],
      },
      'a is only an icon where view == v',
    ],
    [
      'one without a title',
      { commands: [{ ...command, title: '%none%' }], menus: {}, keybindings: [] },
      'a has no title',
    ],
    [
      'an icon that is none',
      {
        commands: [{ command: 'a', title: command.title, category: 'Aloud' }],
        menus: { 'view/title': [{ command: 'a', group: 'navigation' }] },
        keybindings: [],
      },
      'a has no icon',
    ],
  ])('%s', (_name, contributes, fault) => {
    expect(findFaults({ contributes })).toEqual([fault]);
  });
});
