import { parseDuration } from '../vocabulary/values.ts';
import type { ScriptDefaults } from './frontMatter.ts';
import type { YamlEntry, YamlReader } from './yamlReader.ts';

export const defaultsKeys = ['pauses', 'chapters', 'scenes'] as const;

export const pauseKeys = ['line', 'paragraph', 'heading', 'scene', 'chapter'] as const;

/** What holds where a script says nothing else. */
export const standardDefaults: ScriptDefaults = {
  linePauseMs: 350,
  paragraphPauseMs: 700,
  headingPauseMs: 1000,
  scenePauseMs: 1500,
  chapterPauseMs: 2500,
  chapterHeadings: 'spoken',
  sceneHeadings: 'spoken',
};

/** `pauses: { paragraph: 700ms }`, `chapters: spoken`, `scenes: silent`. */
export function readDefaults(reader: YamlReader, entry: YamlEntry | undefined): ScriptDefaults {
  const values = reader.readEntries(entry, defaultsKeys);
  const pauses = reader.readEntries(values.get('pauses'), pauseKeys);
  const pause = (key: (typeof pauseKeys)[number], fallback: number): number =>
    reader.readValue(pauses.get(key), 'duration', { parse: parseDuration, fallback });
  const heading = (key: 'chapters' | 'scenes', fallback: 'spoken' | 'silent'): 'spoken' | 'silent' =>
    reader.readValue(values.get(key), 'headingUse', { parse: toHeadingUse, fallback });
  return {
    linePauseMs: pause('line', standardDefaults.linePauseMs),
    paragraphPauseMs: pause('paragraph', standardDefaults.paragraphPauseMs),
    headingPauseMs: pause('heading', standardDefaults.headingPauseMs),
    scenePauseMs: pause('scene', standardDefaults.scenePauseMs),
    chapterPauseMs: pause('chapter', standardDefaults.chapterPauseMs),
    chapterHeadings: heading('chapters', standardDefaults.chapterHeadings),
    sceneHeadings: heading('scenes', standardDefaults.sceneHeadings),
  };
}

function toHeadingUse(text: string): 'spoken' | 'silent' | null {
  return text === 'spoken' || text === 'silent' ? text : null;
}
