import { expect, test } from 'vitest';
import { compareSpoken } from '../../server/src/text/compareSpoken.ts';

test.each<readonly [language: string, said: string, heard: string, errors: string]>([
  ['en', 'It cost five dollars.', 'it cost $5', '0 of 4 words'],
  ['en', 'The wind came first.', 'The wind first', '1 of 4 words'],
  ['en', '', 'Yeah.', '1 of 0 words'],
  ['zh', '今天天气很好。', '今天 天气很好', '0 of 6 characters'],
  ['zh', '我有ＡＢＣ１２个', '我有abc12个', '0 of 8 characters'],
  ['zh', '今天天气很好', '今天天汽好', '2 of 6 characters'],
  ['yue', '你食咗飯未呀', '你食咗飯未', '1 of 6 characters'],
  ['ja', 'コーヒーを、どうぞ！', 'コーヒーをどうぞ', '0 of 8 characters'],
  ['ja', 'はい', '', '2 of 2 characters'],
  ['th', 'สวัสดีครับ', 'สวัสดี ครับ', '0 of 10 characters'],
  ['ko', '안녕하세요, 여러분.', '안녕 하세요 여러분', '2 of 2 words'],
  ['de', 'Grüße aus Köln!', 'grüße aus koln', '1 of 3 words'],
  ['fr', "L'eau n’est pas là.", "l’eau n'est pas la", '1 of 4 words'],
  ['fr', 'un deux trois', 'zéro un deux trois quatre', '2 of 3 words'],
])('%s: %j heard as %j', (language, said, heard, errors) => {
  const { editCount, unitCount, unit } = compareSpoken(said, heard, language);
  expect(`${String(editCount)} of ${String(unitCount)} ${unit}s`).toBe(errors);
});
