import { expect, test } from 'vitest';
import { writePunctuation } from '../../../client/src/dictation/spokenPunctuation.ts';

test.each([
  ['Hello there.', 'Hello there.'],
  // Without marks of the engine, and with them.
  ['hello comma world full stop', 'hello, world.'],
  ['Hello, comma, world. Period.', 'Hello, world.'],
  ['The wind came first. Period. Then rain.', 'The wind came first. Then rain.'],
  ['the wind came first period then rain', 'the wind came first. Then rain'],
  ['Is it late? Question mark.', 'Is it late?'],
  ['is it late question mark no exclamation mark', 'is it late? No!'],
  ['Stop exclamation point', 'Stop!'],
  ['we need bread. Comma. And salt semicolon nothing else.', 'we need bread, and salt; nothing else.'],
  ['one thing colon London', 'one thing: London'],
  ['the wind. Comma. London knows', 'the wind, London knows'],
  ['Mara dash the keeper dash left', 'Mara – the keeper – left'],
  ['a well hyphen known name', 'a well-known name'],
  ['she said comma open quote come in close quote period', 'she said, "come in".'],
  ['She said, open quote, come in. Close quote. Then she left.', 'She said, "come in." Then she left.'],
  ['she said open quote come in period close quote then left', 'she said "come in." Then left'],
  ['the keeper open bracket an old man close bracket left', 'the keeper (an old man) left'],
  ['Comma.', ','],
  ['Question mark.', '?'],
  ['Comma and then rain.', ', and then rain.'],
  // Talked about.
  ['Put a comma there.', 'Put a comma there.'],
  ['The period of time was long.', 'The period of time was long.'],
  ['In periods of rain.', 'In periods of rain.'],
  ['After a trial period it rained.', 'After a trial period it rained.'],
  ['A comma separated list of comma separated values.', 'A comma separated list of comma separated values.'],
  ['It has a question mark period', 'It has a question mark.'],
  ['This is the first period. Period.', 'This is the first period.'],
  ['A semicolon semicolon', 'A semicolon;'],
  // Chinese.
  ['你好逗号世界句号', '你好，世界。'],
  ['你好，逗号，世界。句号。', '你好，世界。'],
  ['真的吗问号太好了感叹号', '真的吗？太好了！'],
  ['他说冒号左引号你好右引号句号', '他说：“你好”。'],
  ['苹果顿号梨顿号桃', '苹果、梨、桃'],
  ['這是真的嗎問號', '這是真的嗎？'],
  ['这个逗号的位置不对', '这个逗号的位置不对'],
  ['用逗号分隔', '用逗号分隔'],
])('%j is %j', (heard, expected) => {
  expect(writePunctuation(heard).text).toBe(expected);
});

test.each([
  ['hello period', true],
  ['hello comma world.', false],
  ['hello.', false],
])('the end of %j was said: %j', (heard, expected) => {
  expect(writePunctuation(heard).endsAsSaid).toBe(expected);
});
