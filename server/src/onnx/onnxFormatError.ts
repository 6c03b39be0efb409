/**
 * The one error of this folder: bytes that are not a readable ONNX protobuf, or a graph that lacks what an
 * edit needs. The caller, who knows the file's name and where it came from, turns it into a `SpeechError`.
 */
export class OnnxFormatError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OnnxFormatError';
  }
}
