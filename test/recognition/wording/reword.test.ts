import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWording } from '../../../server/src/recognition/wording/wordingRecognizer.ts';
import { reword, type Wording } from '../../../server/src/recognition/wording/reword.ts';

const replacements = Object.entries({
  'my mail': 'jane@example.org',
  'my mail address': 'Jane <jane@example.org>',
  'arrow function': '() => ',
  'get hub': 'GitHub',
  iPhone: 'iPhone',
  signature: 'Best regards,\nJane',
  basically: '',
  'et cetera': 'etc.',
  Komma: ',',
  Punkt: '.',
  'open paren': '(',
  'close paren': ')',
  'dot ignore': '.gitignore',
  我的邮箱: 'jane@example.org',
  ラン: 'LAN',
  さくら社: 'Sakura K.K.',
  'new york office': 'NYO',
  'façade street': 'Façade St',
}).map(([heard, written]) => ({ heard, written }));

function wordingOf(options: Parameters<typeof createWording>[0]): Wording {
  const wording = createWording(options);
  if (wording === null) throw new Error('Nothing is asked for.');
  return wording;
}

const replacing = wordingOf({ replacements });

test.each([
  // Words, however they are written.
  ['Write to my mail please.', 'Write to jane@example.org please.'],
  ['Write to My, Mail, please.', 'Write to jane@example.org, please.'],
  ['Write to my-mail.', 'Write to jane@example.org.'],
  ['MY MAIL is new.', 'jane@example.org is new.'],
  ['I use get hub and get hub’s pages.', 'I use GitHub and GitHub’s pages.'],
  ['An iphone, an I Phone and an IPHONE.', 'An iPhone, an iPhone and an iPhone.'],
  ['The arrowFunction is short.', 'The () => is short.'],
  ['On fac\u0327ade street.', 'On Façade St.'],
  // Not letters inside of words, nor parts of a word.
  ['My mailbox is full.', 'My mailbox is full.'],
  ['Get hubris.', 'Get hubris.'],
  ['It is my mail-order house.', 'It is my mail-order house.'],
  ['See my.mail.example for that.', 'See my.mail.example for that.'],
  ['my_mail_box', 'my_mail_box'],
  // The longest, and then what is left.
  ['Send it to my mail address now.', 'Send it to Jane <jane@example.org> now.'],
  ['My mail addresses.', 'jane@example.org addresses.'],
  ['my my mail', 'my jane@example.org'],
  // What is written is not looked at again, and keeps its case.
  ['Get hub is down.', 'GitHub is down.'],
  ['I phone.', 'iPhone'],
  // Spaces and marks around it.
  ['const f equals arrow function, x plus one.', 'const f equals () => x plus one.'],
  ['Arrow function. My mail.', '() => jane@example.org.'],
  ['Books, pens, et cetera.', 'Books, pens, etc.'],
  ['Books, et cetera, and more.', 'Books, etc., and more.'],
  ['Books et cetera? Yes.', 'Books etc.? Yes.'],
  ['Hallo, Komma, wie geht es dir Punkt.', 'Hallo, wie geht es dir.'],
  ['Call open paren x close paren.', 'Call (x).'],
  ['Add dot ignore to it.', 'Add .gitignore to it.'],
  ['Thanks. Signature.', 'Thanks. Best regards,\nJane.'],
  ['He said "my mail" twice.', 'He said "jane@example.org" twice.'],
  // Said alone, it is written alone.
  ['My mail.', 'jane@example.org'],
  ['Arrow function?', '() => '],
  ['Signature.', 'Best regards,\nJane'],
  // Left out.
  ['Basically, we go.', 'We go.'],
  ['We basically go.', 'We go.'],
  ['We go, basically.', 'We go.'],
  ['Basically.', ''],
  ['It is, basically, fine.', 'It is fine.'],
  // Without spaces.
  ['请发到我的邮箱，谢谢。', '请发到jane@example.org，谢谢。'],
  ['请发到我的、邮箱。', '请发到jane@example.org。'],
  ['我的邮件', '我的邮件'],
  ['ランチの後でランに。', 'ランチの後でLANに。'],
  ['彼はさくら社で働く', '彼はSakura K.K.で働く'],
  ['', ''],
  ['...', '...'],
])('replaces: %j', (heard, written) => {
  expect(reword(heard, { wording: replacing, language: null }).text).toBe(written);
});

const withoutFillers = wordingOf({ leaveOutFillers: true });

test.each([
  ['en', 'Um, so we go.', 'So we go.'],
  ['en-US', 'um so we go', 'so we go'],
  ['en', 'So, um, we go.', 'So we go.'],
  ['en', 'We go, um.', 'We go.'],
  ['en', 'We go um', 'We go'],
  ['en', 'When it rains, um we stay.', 'When it rains, we stay.'],
  ['en', 'I um, think so.', 'I think so.'],
  ['en', 'We go. Um, then we stay.', 'We go. Then we stay.'],
  ['en', 'We go. Um. Then we stay.', 'We go. Then we stay.'],
  ['en', 'Is it, uh? Yes.', 'Is it? Yes.'],
  ['en', 'Um, um, uh, we go.', 'We go.'],
  ['en', 'We uh uh uhm er go.', 'We go.'],
  ['en', 'Um-um, we go. Ummm... So.', 'We go. So.'],
  ['en', 'I think... um... we go.', 'I think we go.'],
  ['en', 'We — uh — go.', 'We go.'],
  ['en', 'He said, "Um, no."', 'He said, "No."'],
  ['en', 'Um, iPhone sales.', 'iPhone sales.'],
  ['en', 'Namely: um, this.', 'Namely: this.'],
  ['en', 'Um.', ''],
  ['en', 'Um, uh...', ''],
  // Real words, and what means something.
  ['en', 'He was taken to the ER.', 'He was taken to the ER.'],
  ['en', 'Uh-huh, uh-oh, uh huh. Uh-uh.', 'Uh-huh, uh-oh, uh huh. Uh-uh.'],
  ['en', 'To err is human, umbrella, mm-hmm, hmm.', 'To err is human, umbrella, mm-hmm, hmm.'],
  ['en', 'He said "um" and left.', 'He said "um" and left.'],
  ['en', 'Ends in -er or er-like.', 'Ends in -er or er-like.'],
  ['de', 'Ähm, er geht um die Ecke.', 'Er geht um die Ecke.'],
  ['de', 'Um acht, äh, kommt er eh.', 'Um acht kommt er eh.'],
  ['pt', 'Um homem em casa, ahn, dorme.', 'Um homem em casa dorme.'],
  ['nl', 'Er is, uh, een boek.', 'Er is een boek.'],
  ['fr', 'Euh, je pense, euh, que oui.', 'Je pense que oui.'],
  ['es', '¿Ehm, vienes?', '¿Vienes?'],
  ['ru', 'Ну, э-э, да.', 'Ну да.'],
  ['ja', 'えーと、東京です。', '東京です。'],
  ['ja', '今日はえーと東京です。', '今日は東京です。'],
  ['ja', 'あのー、それはええと、違います。', 'それは違います。'],
  ['ja', 'あの人はええとも言った。へえー、えー！', 'あの人はええとも言った。へえー、えー！'],
  ['zh', '嗯，我们走吧。', '我们走吧。'],
  ['zh', '我们，呃，走吧。', '我们走吧。'],
  ['zh', '好的。嗯，我嗯想想。', '好的。我想想。'],
  ['zh', '嗯。', '嗯。'],
  ['zh', '嗯嗯，打呃不好。', '嗯嗯，打呃不好。'],
  ['ko', '음, 가요. 음과 양.', '가요. 음과 양.'],
  [null, 'Um, so we go.', 'Um, so we go.'],
  ['sw', 'Um, so we go.', 'Um, so we go.'],
])('leaves out in %s: %j', (language, heard, written) => {
  expect(reword(heard, { wording: withoutFillers, language }).text).toBe(written);
});

const both = wordingOf({
  replacements: [...replacements, { heard: 'um', written: '…' }],
  leaveOutFillers: true,
});

test.each([
  ['Write to my, uh, mail.', 'Write to jane@example.org.'],
  ['Uh, my mail.', 'jane@example.org'],
  ['Um, uh, we go.', '… we go.'],
])('a phrase with a filler inside is one, and a replacement goes first: %j', (heard, written) => {
  expect(reword(heard, { wording: both, language: 'en' }).text).toBe(written);
});

const marks = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  ', ',
  '. ',
  '? ',
  '… ',
  ' — ',
  ': ',
  '-',
  '\n',
  ' "',
  '" ',
  '，',
  '',
);
/** Words, and the phrases of the list, which chance would rarely say. */
const phrases = fc.constantFrom(
  ...'um Um uh huh er my My box I So We go basically Komma iPhone 我 嗯 呃 ラン 3 it’s'
    .split(' ')
    .map((word) => [word]),
  ...[
    'my mail',
    'my mail address',
    'arrow function',
    'get hub',
    'et cetera',
    'open paren',
    'close paren',
  ].map((phrase) => phrase.split(' ')),
  'new york office'.split(' '),
  Array.from('我的邮箱'),
  Array.from('えーっと'),
  Array.from('えーーーと'),
);
const speech = fc
  .array(
    phrases.chain((phrase) => fc.tuple(...phrase.map((word) => fc.tuple(marks, fc.constant(word))))),
    { maxLength: 8 },
  )
  .map((chunks) => chunks.flat());
const languages = fc.constantFrom('en', 'zh', 'ja', 'de');

const toText = (spoken: readonly (readonly [string, string])[]): string =>
  spoken.map(([mark, word]) => mark + word).join('');

test('what is settled stays, whatever follows', () => {
  fc.assert(
    fc.property(speech, fc.nat(), marks, languages, (spoken, at, ending, language) => {
      const context = { wording: both, language };
      const cut = at % (spoken.length + 1);
      // Words that follow each other without a space would be another word.
      const [mark = '', word = ''] = spoken[cut] ?? [];
      const gap = /^\s/u.test(mark) || /^[\p{Script=Han}\p{scx=Hira}]/u.test(word) ? '' : ' ';
      const settled = reword(toText(spoken.slice(0, cut)), context);
      const whole = reword(toText(spoken.slice(0, cut)) + gap + toText(spoken.slice(cut)) + ending, context);
      expect(whole.text.slice(0, settled.settledEnd)).toBe(settled.text.slice(0, settled.settledEnd));
      expect(whole.settledEnd).toBeGreaterThanOrEqual(settled.settledEnd);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['en', 'I use', 'I'],
  ['en', 'I use get', 'I use'],
  ['en', 'I use get hub', 'I use'],
  ['en', 'I use get hub now', 'I use'],
  ['en', 'I use get hub now and', 'I use GitHub now'],
  ['en', 'So we visit the new york', 'So we visit the'],
  ['en', 'So we visit the new york now', 'So we visit the new york'],
  ['en', 'I go uh', 'I go'],
  ['en', 'Um so we', 'So'],
  ['ja', '今日はえーーー', ''],
  ['ja', '今日は東京に行きたいと思っています', '今日は東京に行'],
])('is settled in %s: %j', (language, heard, settled) => {
  const { text, settledEnd } = reword(heard, {
    wording: wordingOf({ replacements, leaveOutFillers: true }),
    language,
  });
  expect(text.slice(0, settledEnd)).toBe(settled);
});

test('where nothing matches, nothing changes', () => {
  const other = wordingOf({ replacements: [{ heard: 'zyx wvu', written: 'never' }], leaveOutFillers: true });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { text: written, isChanged } = reword(text, { wording: other, language: 'fr' });
      fc.pre(!/e+u+h|h+e+u/iu.test(text));
      expect({ written, isChanged }).toEqual({ written: text, isChanged: false });
    }),
  );
});

test('stretches are in order, and all that is not replaced is as it was heard but for a capital', () => {
  fc.assert(
    fc.property(speech, languages, (said, language) => {
      const heard = toText(said);
      const { text, stretches } = reword(heard, { wording: both, language });
      let heardEnd = 0;
      let end = 0;
      for (const stretch of stretches) {
        expect(stretch.heardStart).toBeGreaterThanOrEqual(heardEnd);
        expect(stretch.start).toBeGreaterThanOrEqual(end);
        ({ heardEnd, end } = stretch);
        if (!stretch.isReplaced)
          expect(text.slice(stretch.start, stretch.end).toLowerCase()).toBe(
            heard.slice(stretch.heardStart, stretch.heardEnd).toLowerCase(),
          );
      }
    }),
  );
});
