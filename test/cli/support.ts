import { Writable } from 'node:stream';

/** A stream that keeps what is written to it. */
export function textSink(): Writable & { text(): string } {
  const chunks: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return Object.assign(sink, { text: () => chunks.join('') });
}
