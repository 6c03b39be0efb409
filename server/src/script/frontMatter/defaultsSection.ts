import { parseDuration } from '../vocabulary/values.ts';
import type { ScriptDefaults } from './frontMatter.ts';
import type { YamlEntry, YamlReader } from './yamlReader.ts';

export const defaultsKeys = ['pauses', 'chapters', 'scenes'] as const;

export const pauseKeys = ['line', 'paragraph', 'heading', 'scene', 'chapter'] as const;

/** `pauses: { paragraph: 700ms }`, `chapters: spoken`, `scenes: silent`: what is said of it, and no more. */
export function readDefaults(reader: YamlReader, entry: YamlEntry | undefined): Partial<ScriptDefaults> {
  const values = reader.readEntries(entry, defaultsKeys);
  const pauses = reader.readEntries(values.get('pauses'), pauseKeys);
  const pause = (key: (typeof pauseKeys)[number]): number | null =>
    reader.readValue(pauses.get(key), 'duration', { parse: parseDuration, fallback: null });
  const heading = (key: 'chapters' | 'scenes'): 'spoken' | 'silent' | null =>
    reader.readValue(values.get(key), 'headingUse', { parse: toHeadingUse, fallback: null });
  return withoutNulls({
    linePauseMs: pause('line'),
    paragraphPauseMs: pause('paragraph'),
    headingPauseMs: pause('heading'),
    scenePauseMs: pause('scene'),
    chapterPauseMs: pause('chapter'),
    chapterHeadings: heading('chapters'),
    sceneHeadings: heading('scenes'),
  });
}

type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

function withoutNulls<T extends object>(values: Nullable<T>): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Partial<T>;
}

function toHeadingUse(text: string): 'spoken' | 'silent' | null {
  return text === 'spoken' || text === 'silent' ? text : null;
}
