import { describe, expect, test } from 'vitest';
import { decodeText } from '../../server/src/cli/decodeText.ts';

/** Encodes by inverting the platform's own decoder, which knows every legacy table. */
function encode(text: string, encoding: string): Uint8Array {
  const table = new Map<string, number[]>();
  const decoder = new TextDecoder(encoding, { fatal: true });
  const add = (bytes: number[]): void => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if (Array.from(character).length === 1 && !table.has(character)) table.set(character, bytes);
    } catch {
      // Not a character of this encoding.
    }
  };
  for (let byte = 0; byte < 256; byte += 1) add([byte]);
  for (let lead = 0x81; lead < 0xff; lead += 1)
    for (let trail = 0x40; trail < 0xff; trail += 1) add([lead, trail]);
  return Uint8Array.from(
    Array.from(text).flatMap((character) => {
      const bytes = table.get(character);
      if (bytes === undefined) throw new Error(`${encoding} has no ${character}`);
      return bytes;
    }),
  );
}

function windows1252(text: string): Uint8Array {
  const special = new Map(
    Array.from('—“”').map((character, index) => [character, [0x97, 0x93, 0x94][index] ?? 0]),
  );
  return Uint8Array.from(
    Array.from(text).map((character) => special.get(character) ?? character.charCodeAt(0)),
  );
}

function utf16(text: string, isBigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

const english = 'The café in Zürich — “open” until five.';
const chinese = '今天天气很好,我们去公园散步。孩子们在草地上奔跑,老人坐在长椅上聊天,大家都非常高兴。';
const taiwanese = '今天天氣很好,我們去公園散步。孩子們在草地上奔跑,老人坐在長椅上聊天,大家都非常高興。';
const japanese = '今日はとても良い天気ですから、公園へ散歩に行きましょう。子供たちは草の上で遊んでいます。';
const korean = '오늘은 날씨가 아주 좋아서 우리는 공원으로 산책을 갔다. 아이들은 잔디밭에서 뛰어놀고 있었다.';
const russian = 'Сегодня очень хорошая погода, и мы пошли гулять в парк. Дети бегали по траве.';

describe('Unicode', () => {
  test.each([
    ['utf-8', Buffer.from(english)],
    ['utf-8', Buffer.from(`\ufeff${english}`)],
    ['utf-16le', utf16(`\ufeff${english}`, false)],
    ['utf-16be', utf16(`\ufeff${english}`, true)],
    ['utf-16le', utf16(english, false)],
    ['utf-16be', utf16(english, true)],
  ])('%s, with a mark or without', (encoding, bytes) => {
    expect(decodeText(bytes, 'a.txt')).toEqual({ text: english, encoding, isCertain: true });
  });

  test('an empty file is an empty text', () => {
    expect(decodeText(new Uint8Array(0), 'a.txt')).toMatchObject({ text: '', encoding: 'utf-8' });
  });
});

describe('legacy encodings', () => {
  test('windows-1252 is recognised', () => {
    expect(decodeText(windows1252(english), 'a.txt')).toEqual({
      text: english,
      encoding: 'windows-1252',
      isCertain: false,
    });
  });

  test.each([
    ['gb18030', chinese],
    ['big5', taiwanese],
    ['shift_jis', japanese],
    ['euc-jp', japanese],
    ['euc-kr', korean],
    ['windows-1251', russian],
    ['koi8-r', russian],
  ])('%s is recognised', (encoding, text) => {
    expect(decodeText(encode(text, encoding), 'a.txt')).toEqual({ text, encoding, isCertain: false });
  });

  test('two characters of an unknown encoding decide nothing', () => {
    expect(() => decodeText(encode('今天', 'gb18030'), 'a.txt')).toThrow(/a\.txt is not UTF-8/);
  });
});

describe('what is not text', () => {
  test.each([
    ['a PNG header', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52]],
    ['ASCII with a NUL', [0x61, 0x62, 0, 0x63, 0x64, 0x65]],
    ['random bytes', Array.from({ length: 4000 }, (_, index) => (index * 197 + (index >> 3) * 31) % 256)],
  ])('%s is refused', (_, bytes) => {
    expect(() => decodeText(Uint8Array.from(bytes), 'a.bin')).toThrow(/a\.bin is not a text file/);
  });

  test('damaged UTF-8 is named with its line, not read as something else', () => {
    const bytes = Buffer.concat([
      Buffer.from('Über\nGrüße aus '),
      Buffer.from([0xc3]),
      Buffer.from('\nKöln'),
    ]);
    expect(() => decodeText(bytes, 'a.txt')).toThrow(/damaged characters, the first in line 2/);
  });
});
