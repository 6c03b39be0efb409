import type { ScriptDefaults } from '../../../../server/src/script/frontMatter/frontMatter.ts';
import { resolveCast } from '../../../../server/src/script/frontMatter/resolveCast.ts';
import type { Plan, PlanUtterance } from '../../../../server/src/script/lowering/plan.ts';
import { toPlan, type PlanOptions } from '../../../../server/src/script/lowering/toPlan.ts';
import { parseScript } from '../../../../server/src/script/parsing/parseScript.ts';

/** Those of tests, whatever the product's are. */
const defaults: ScriptDefaults = {
  linePauseMs: 350,
  paragraphPauseMs: 600,
  scenePauseMs: 1500,
  chapterPauseMs: 2500,
  headingPauseMs: 1000,
  chapterHeadings: 'spoken',
  sceneHeadings: 'silent',
};

/** The plan of a script that includes nothing. */
export function planOf(source: string, options: PlanOptions = {}): Plan {
  const script = parseScript(source);
  const { frontMatter } = script;
  const cast = { ...resolveCast(frontMatter, []), defaults: { ...defaults, ...frontMatter.defaults } };
  return toPlan({ script, frontMatter, cast }, options);
}

export function utterancesOf({ items }: Plan): PlanUtterance[] {
  return items.filter((item) => item.kind === 'utterance');
}

/** Each item on a line, as a reader would note it: who says what, with spans in brackets; silences; sounds. */
export function sketch({ items }: Plan): string[] {
  return items.map((item) => {
    switch (item.kind) {
      case 'utterance':
        return `${item.speaker ?? 'narrator'}: ${item.text}`;
      case 'pause':
        return `${item.reason} ${item.durationMs}`;
      case 'sound':
        return `sound ${item.file} ${item.gainDb} ${item.fadeMs}`;
    }
  });
}
