import { homedir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { placeFromHome } from '../../../client/src/settings/placeFromHome.ts';

const away = path.resolve('/srv/models');

test.each([
  ['', ''],
  ['  ', ''],
  ['~', homedir()],
  ['~/models', path.join(homedir(), 'models')],
  [' ~/models ', path.join(homedir(), 'models')],
  ['models', path.join(homedir(), 'models')],
  ['~models', path.join(homedir(), '~models')],
  [away, away],
])('%j is %j', (written, place) => {
  expect(placeFromHome(written)).toBe(place);
});
