/** ONNX Runtime back ends, by ONNX Runtime's own names. */
export const executionProviders = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;

export type ExecutionProvider = (typeof executionProviders)[number];
