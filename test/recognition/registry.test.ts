import { expect, test } from 'vitest';
import { moonshineEngine } from '../../server/src/recognition/engines/moonshine/moonshineEngine.ts';
import { createRecognitionRegistry } from '../../server/src/recognition/registry.ts';

test('an engine is found by its id, and an unknown id names those that exist', () => {
  const registry = createRecognitionRegistry([moonshineEngine]);
  expect(registry.engine('moonshine')).toBe(moonshineEngine);
  expect(() => registry.engine('moon')).toThrow(
    expect.objectContaining({ code: 'unknownModel', hint: 'The engines are: moonshine.' }),
  );
});

test('an id belongs to one engine', () => {
  expect(() => createRecognitionRegistry([moonshineEngine, moonshineEngine])).toThrow('same id');
});
