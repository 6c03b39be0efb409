/** Element types of torch by the names of their storages, with the bytes of an element. */
export const storageTypes = {
  FloatStorage: { type: 'float32', elementBytes: 4 },
  HalfStorage: { type: 'float16', elementBytes: 2 },
  BFloat16Storage: { type: 'bfloat16', elementBytes: 2 },
  DoubleStorage: { type: 'float64', elementBytes: 8 },
  LongStorage: { type: 'int64', elementBytes: 8 },
  IntStorage: { type: 'int32', elementBytes: 4 },
  ShortStorage: { type: 'int16', elementBytes: 2 },
  CharStorage: { type: 'int8', elementBytes: 1 },
  ByteStorage: { type: 'uint8', elementBytes: 1 },
  BoolStorage: { type: 'bool', elementBytes: 1 },
} as const;

export type StorageType = (typeof storageTypes)[keyof typeof storageTypes]['type'];
