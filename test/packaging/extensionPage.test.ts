import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const projectFolder = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(projectFolder, 'client/README.md'), 'utf8');

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly title: string }[];
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly linux?: string;
      readonly mac?: string;
    }[];
  };
}
const manifest = readJson('package.json') as Manifest;
const texts = readJson('package.nls.json') as Readonly<Record<string, string>>;

describe('what the editor shows of the extension', () => {
  test('leads nowhere that only a checkout has', () => {
    const targets = [...page.matchAll(/\]\(([^)]*)\)/gu)].map(([, target]) => target);
    expect(targets.filter((target) => !/^https:\/\//u.test(target ?? ''))).toEqual([]);
    expect(page).not.toMatch(/npm run|npm test|<img/u);
  });

  test('names commands that there are', () => {
    const titles = manifest.contributes.commands.map(({ title }) => texts[title.slice(1, -1)] ?? title);
    const named = [...page.matchAll(/_Aloud: ([^_]+)_/gu)].map(([, title]) => title ?? '');
    expect(named.length).toBeGreaterThan(3);
    const isTitle = (name: string) =>
      titles.some(
        (title) => title === name || title.startsWith(`${name}: `) || title.startsWith(`${name} (`),
      );
    expect(named.filter((name) => !isTitle(name))).toEqual([]);
  });

  test.each([
    ['dictate', 'aloud.dictation.hold'],
    ['read aloud', 'aloud.readAloud.selection'],
    ['pause reading', 'aloud.readAloud.togglePause'],
    ['stop either', 'aloud.dictation.stop'],
    ['stop either', 'aloud.readAloud.stop'],
  ])('names the keys that there are: %s, %s', (row, command) => {
    const cells = new RegExp(`^\\| ${row} +\\|(.*)\\|$`, 'mu').exec(page)?.[1]?.split('|') ?? [];
    const keys = cells.map((cell) => cell.replaceAll('`', '').trim().toLowerCase());
    const bound = manifest.contributes.keybindings.find((binding) => binding.command === command);
    expect(keys).toEqual([bound?.key, bound?.linux ?? bound?.key, bound?.mac ?? bound?.key]);
  });

  test('has an icon of the kind and size that the editor takes', () => {
    const icon = readFileSync(path.join(projectFolder, manifest.icon));
    expect(icon.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([256, 256]);
  });
});

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(path.join(projectFolder, name), 'utf8'));
}
