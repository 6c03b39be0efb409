import { compareSpoken } from '../../text/compareSpoken.ts';
import type { ScoredPair, TextAccuracy } from './accuracy.ts';

/** The errors in each language: all edits by all words or characters, so that a long recording weighs more. */
export function scoreText(pairs: readonly ScoredPair[]): readonly TextAccuracy[] {
  const languages = [...new Set(pairs.map(({ spoken }) => spoken.language))].sort();
  return languages.flatMap((language) => {
    const said = pairs.filter(({ spoken }) => spoken.language === language && spoken.text !== null);
    const compared = said.map(({ spoken, heard }) => compareSpoken(spoken.text ?? '', heard.text, language));
    const [first] = compared;
    if (first === undefined) return [];
    const editCount = compared.reduce((sum, each) => sum + each.editCount, 0);
    const unitCount = compared.reduce((sum, each) => sum + each.unitCount, 0);
    const told = said.filter(({ heard }) => heard.language !== null);
    const rightCount = told.filter(({ heard }) => heard.language === language).length;
    return [
      {
        language,
        unit: first.unit,
        fileCount: said.length,
        editCount,
        unitCount,
        errorRate: unitCount === 0 ? null : editCount / unitCount,
        identifiedShare: told.length === 0 ? null : rightCount / said.length,
      },
    ];
  });
}
