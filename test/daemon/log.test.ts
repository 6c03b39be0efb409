import { describe, expect, it } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { describeBug } from '../../server/src/daemon/log.ts';

describe('describeBug', () => {
  it('says where a mistake happened, and nothing of what it says', () => {
    const { error, stack } = describeBug(new TypeError('no phoneme in "secret\n    at home:1:2"'));
    expect(error).toBe('TypeError');
    expect(stack).toMatch(/^ {4}at .*log\.test\.ts:\d+:\d+\)?\n/u);
    expect(stack).not.toMatch(/secret|home/u);
  });

  it('says of a refusal what was refused', () => {
    const refusal = new SpeechError('daemonUnreachable', {
      message: 'The folder is full.',
      hint: 'Empty it.',
    });
    expect(describeBug(refusal).error).toBe('The folder is full.');
  });

  it('of what is no error says its type', () => {
    expect(describeBug('secret')).toEqual({ error: 'string', stack: null });
  });
});
