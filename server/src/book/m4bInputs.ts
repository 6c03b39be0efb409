/** A book whose chapters lie in files, to be put into one. */
export interface ChapteredBook {
  readonly title: string;
  readonly author: string | null;
  /** What it says of itself. */
  readonly comment: string;
  readonly chapters: readonly ChapterOfFile[];
}

export interface ChapterOfFile {
  readonly title: string;
  readonly startMs: number;
  readonly durationMs: number;
  /** Absolute path of its sound: ffmpeg reads a relative one as an address. */
  readonly file: string;
}

/** Source: FFmpeg Formats Documentation, "concat" and "Quoting and escaping". */
export function toConcatList(chapters: readonly ChapterOfFile[]): string {
  return chapters.map(({ file }) => `file '${file.replaceAll("'", "'\\''")}'\n`).join('');
}

/** Source: FFmpeg Formats Documentation, "Metadata". */
export function toMetadata({ title, author, comment, chapters }: ChapteredBook): string {
  const tags = {
    title,
    album: title,
    ...(author !== null && { artist: author }),
    genre: 'Audiobook',
    comment,
  };
  const lines = Object.entries(tags).map(([key, value]) => `${key}=${escapeValue(value)}`);
  for (const { title: chapter, startMs, durationMs } of chapters) {
    const [start, end] = [startMs, startMs + durationMs].map(Math.round);
    lines.push(
      '[CHAPTER]',
      'TIMEBASE=1/1000',
      `START=${start}`,
      `END=${end}`,
      `title=${escapeValue(chapter)}`,
    );
  }
  return `;FFMETADATA1\n${lines.join('\n')}\n`;
}

function escapeValue(value: string): string {
  return value.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/[=;#\\]/gu, String.raw`\$&`);
}
