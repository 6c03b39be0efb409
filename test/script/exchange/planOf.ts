import { resolveCast } from '../../../server/src/script/frontMatter/resolveCast.ts';
import type { Plan } from '../../../server/src/script/lowering/plan.ts';
import { toPlan } from '../../../server/src/script/lowering/toPlan.ts';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';

/** What a script says, without anything beside it. */
export function planOf(source: string): Plan {
  const script = parseScript(source);
  const { frontMatter } = script;
  return toPlan({ script, frontMatter, cast: resolveCast(frontMatter, []) });
}

/** What is heard: a plan without where it is written, its numbers to six decimals, in characters that XML has. */
export function heard(plan: Plan): unknown {
  return JSON.parse(
    JSON.stringify(plan, (key, value: unknown) => {
      if (['source', 'sourceMap', 'voiceSource', 'asked'].includes(key)) return undefined;
      if (typeof value === 'string') return inXml(value);
      return typeof value === 'number' ? Math.round(value * 1e6) / 1e6 + 0 : value;
    }),
  );
}

/** What XML cannot hold is U+FFFD. */
export function inXml(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
