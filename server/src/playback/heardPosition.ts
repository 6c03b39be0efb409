/** Which sample of the text is heard when so many samples of the speaker's stream have been. */
export interface HeardPosition {
  /** From this sample of the stream on, the text goes on at `sourceSample`; what was noted beyond is void. */
  jump(streamSample: number, sourceSample: number): void;
  /** Up to this sample of the stream, the text goes on evenly to `sourceSample`. */
  extend(streamSample: number, sourceSample: number): void;
  /** @returns a sample of the text, as a fraction */
  at(streamSample: number): number;
}

interface Point {
  readonly stream: number;
  readonly source: number;
}

export function createHeardPosition(): HeardPosition {
  const points: Point[] = [{ stream: 0, source: 0 }];
  return {
    jump(stream, source) {
      points.splice(0, points.length, { stream, source });
    },
    extend(stream, source) {
      points.push({ stream, source });
    },
    at(stream) {
      // What was heard is not asked for again.
      while (points[1] !== undefined && points[1].stream <= stream) points.shift();
      const [from, to] = points;
      if (from === undefined) return 0;
      if (to === undefined || stream <= from.stream) return from.source;
      return from.source + ((stream - from.stream) / (to.stream - from.stream)) * (to.source - from.source);
    },
  };
}
