import { describe, expect, it } from 'vitest';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { measurePitchHz } from '../../support/pitch.ts';
import { hear } from '../../support/speechEngines.ts';
import { cast, rateHz, useScriptStage } from './spokenScript.ts';

const { opened, speakScript } = useScriptStage();

describe('directions and spans', () => {
  it('make a line longer and shorter by what they say', async () => {
    const text = 'The old boat left the harbor at noon with nobody on board.';
    const { lines } = await speakScript(
      `${text}\n\n(slow) ${text}\n\n(fast) ${text}\n\n<say rate="1.5">${text}</say>\n`,
    );
    const [plain = 0, ...others] = lines.map(({ samples }) => samples.length);
    const factors = others.map((length) => plain / length);
    [0.8, 1.25, 1.5].forEach((factor, index) => {
      expect(Math.abs((factors[index] ?? 0) / factor - 1), factors.join(' ')).toBeLessThan(0.1);
    });
  });

  it('raise the word that is strong', async () => {
    const { samples, words, lines } = await speakScript(
      'My brother ran along the river today.\n\nMy brother ran along the **river** today.\n\nMy brother ran along the *river* today.\n',
    );
    expect(lines).toHaveLength(3);
    const [plain = 0, strong = 0, moderate = 0] = words
      .filter(({ text }) => text === 'river')
      .map(({ startMs, endMs }) => {
        const { medianHz } = measurePitchHz(samples.slice(startMs * 24, endMs * 24), rateHz);
        return 12 * Math.log2(medianHz);
      });
    expect(strong - plain).toBeGreaterThan(2);
    expect(moderate - plain).toBeGreaterThan(1);
  });

  it.each([
    [
      'by IPA',
      '',
      'He closed the <say ipa="ˈwɪndoʊ">qvist</say> behind him.',
      'He closed the window behind him.',
    ],
    [
      'by ARPAbet',
      '',
      'He closed the <say arpabet="W IH1 N D OW0">qvist</say> again.',
      'He closed the window again.',
    ],
    [
      'by a respelling',
      'Qvist: WIN-doh',
      'He closed the Qvist behind him.',
      'He closed the window behind him.',
    ],
    [
      'by an alias',
      'Qvist: { alias: "garden gate" }',
      'He closed the Qvist and left.',
      'He closed the garden gate and left.',
    ],
    ['by digits', '', 'The code is <say as="digits">472</say> today.', 'The code is four seven two today.'],
  ])('are pronounced %s', async (_, lexicon, line, meant) => {
    const source = lexicon === '' ? line : `---\nlexicon:\n  ${lexicon}\n---\n\n${line}\n`;
    const { samples, words } = await speakScript(source);
    const heard = await hear(opened.moonshine, samples, rateHz);
    expect(compareTranscripts(meant, heard).editCount, heard).toBe(0);
    for (const { startOffset, endOffset } of words) expect(endOffset).toBeGreaterThan(startOffset);
  });

  it('tell what Kokoro cannot do', async () => {
    const { dropped, lines } = await speakScript(`${cast}MARA: (singing) Hello there. [cough] [cough]\n`);
    expect(dropped.map(({ ability, voice }) => `${ability} ${voice}`).sort()).toEqual([
      'delivery:singing bf_emma',
      'event:cough bf_emma',
    ]);
    expect(lines).toHaveLength(1);
  });
});
