/** ONNX Runtime, by the only module that loads it: told to report nothing before anybody can start it. */
export * as ort from 'onnxruntime-node';

/**
 * The official builds for Linux and macOS send to their maker which models run on which machine, keep an identifier of
 * the machine in the home folder, and write a log of it into the temporary one; see docs/Privacy.md of ONNX Runtime. They
 * read this when the first session of a process is made, in the environment of the process, so it holds for its threads
 * and for the processes it starts as well.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
