import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correct, createCorrector } from './corrector.ts';

describe('English, by how it sounds', () => {
  test.each([
    ['We run cube or netties in production.', ['Kubernetes'], 'We run Kubernetes in production.'],
    ['We run Coobernettys in production.', ['Kubernetes'], 'We run Kubernetes in production.'],
    ['The ticket of Roger Gopal.', ['Rajagopal'], 'The ticket of Rajagopal.'],
    ['It was seen by Shivaun today.', ['Siobhán'], 'It was seen by Siobhán today.'],
    ['It was Siobhan.', ['Siobhán'], 'It was Siobhán.'],
    ['Ask the post-gress people.', ['Postgres'], 'Ask the Postgres people.'],
    ['Panda’s reads it.', ['Pandas'], 'Pandas reads it.'],
    ["Coobernettys's logs", ['Kubernetes'], "Kubernetes's logs"],
    ['"Coobernettys", he said.', ['Kubernetes'], '"Kubernetes", he said.'],
    ['They use elastic search here.', ['Elasticsearch'], 'They use Elasticsearch here.'],
    ['so idempotint requests', ['idempotent'], 'so idempotent requests'],
    ['Idempotint requests.', ['idempotent'], 'Idempotent requests.'],
    [
      'He is a grand conductor of Wolfgang Ameday.',
      ['Wolfgang Amadei'],
      'He is a grand conductor of Wolfgang Amadei.',
    ],
  ])('"%s" with %j', async (heard, phrases, expected) => {
    expect(await correct(heard, phrases)).toBe(expected);
  });
});

describe('identifiers', () => {
  test.each([
    ['Call get user media first.', ['getUserMedia'], 'Call getUserMedia first.'],
    ['Call Get User Media first.', ['getUserMedia'], 'Call getUserMedia first.'],
    ['Set max retry count.', ['max_retry_count'], 'Set max_retry_count.'],
    ['The hook used layout effect runs.', ['useLayoutEffect'], 'The hook useLayoutEffect runs.'],
    ['Use a ray buffer here.', ['ArrayBuffer'], 'Use ArrayBuffer here.'],
    ['Open the h t t p server.', ['HTTPServer'], 'Open the HTTPServer.'],
    ['Encode it in UTF eight.', ['utf8'], 'Encode it in utf8.'],
    ['We use numpy.', ['NumPy'], 'We use NumPy.'],
    ['Is it here?', ['isIt'], 'Is it here?'],
    ['Tell us or them.', ['US', 'OR'], 'Tell us or them.'],
    ['set, user, media', ['setUser'], 'set, user, media'],
  ])('"%s" with %j', async (heard, phrases, expected) => {
    expect(await correct(heard, phrases)).toBe(expected);
  });
});

describe('Chinese, by pinyin', () => {
  test.each([
    ['连接数具库失败', ['数据库'], '连接数据库失败'],
    ['连接书据库失败。', ['数据库'], '连接数据库失败。'],
    ['他叫王小名。', ['王小明'], '他叫王小明。'],
    ['用分布是事务。', ['分布式'], '用分布式事务。'],
    // Two characters of other tones are another word.
    ['我买书', ['卖书'], '我买书'],
    ['数据库在这里', ['数据库'], '数据库在这里'],
    ['用 cube or netties 部署数具库', ['Kubernetes', '数据库'], '用 Kubernetes 部署数据库'],
  ])('"%s" with %j', async (heard, phrases, expected) => {
    expect(await correct(heard, phrases)).toBe(expected);
  });
});

describe('what was heard right stays', () => {
  test.each([
    ['Will you come? I will.', ['Will']],
    ['The traffic was heavy.', ['Traefik']],
    ['The console is open.', ['Consul']],
    ['It is the ray of light.', ['Wray']],
    ['The house is green.', ['Greene']],
    ['Read us a story.', ['Redis']],
    ['We grepped the logs.', ['grep']],
    ['We kubernetesed it.', ['Kubernetes']],
    ['He waits for the bus at the station.', ['WaitForBuss', 'Bosch', 'Stacy']],
    ['Nothing of it is here.', ['Nöthing Else']],
  ])('"%s" with %j', async (heard, phrases) => {
    expect(await correct(heard, phrases)).toBe(heard);
  });
});

const phrases = [
  'Kubernetes', 'getUser', 'getUserMedia', 'get_user_media', 'User', 'Media', 'Siobhán', 'Will', 'C++', 'C', '.NET',
  'Yahoo!', 'user media', 'Elasticsearch', 'elastic', 'idempotent', '数据库', '数据', 'HTTPServer', 'Rajagopal',
]; // prettier-ignore
const words = [
  'cube', 'or', 'netties', 'get', 'user', 'Media', 'medea', 'getUser', 'will', 'Will', 'C', 'c', 'plus', 'net', '.NET',
  'yahoo', 'Yahoo!', 'elastic', 'search', 'Idempotint', '数具库', '数据', 'roger', 'gopal', 'h', 't', 'p', 'server', 'the',
  "Kubernetes's", 'C++', 'C++.', 'a,', '"', '-', '_', '😀',
]; // prettier-ignore
const texts = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', ' ', ' ', '-', ', ', '. ', '')), {
    maxLength: 14,
  })
  .map((parts) => parts.map(([word, separator]) => word + separator).join(''));

test('to correct twice is to correct once', async () => {
  const corrected = await createCorrector(phrases);
  fc.assert(
    fc.property(texts, (text) => {
      const once = corrected(text);
      expect(corrected(once)).toBe(once);
    }),
    { numRuns: 500 },
  );
});

test('text far from a phrase of the vocabulary is kept letter by letter', async () => {
  const corrected = await createCorrector(['Kubernetes', 'getUserMedia', '数据库']);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      expect(corrected(text)).toBe(text);
    }),
  );
});

test('what was decided well before the end of a growing text stays', async () => {
  const corrected = await createCorrector(phrases);
  const keptWords = 10;
  fc.assert(
    fc.property(texts, texts, (start, end) => {
      const spaced = `${start} one two three four five six seven eight nine ten`;
      const before = corrected(spaced).split(' ').slice(0, -keptWords).join(' ');
      expect(corrected(`${spaced} ${end}`).startsWith(before)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
