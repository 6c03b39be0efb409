/** What the published graphs of one Moonshine size look like. */
export interface MoonshineShape {
  readonly model: string;
  readonly headCount: number;
  readonly headSize: number;
  /** Decoder cache, one entry per tensor: fed as `input`, given as `output`. */
  readonly cache: readonly CacheTensor[];
  readonly encoderOutput: string;
  readonly startToken: number;
  readonly endToken: number;
}

export interface CacheTensor {
  readonly input: string;
  readonly output: string;
  /** Keys and values of the encoder's output: the same at every step. */
  readonly isConstant: boolean;
}

export const moonshineTiny: MoonshineShape = {
  model: 'moonshine-tiny',
  headCount: 8,
  headSize: 36,
  cache: cacheTensors(6),
  encoderOutput: 'last_hidden_state',
  startToken: 1,
  endToken: 2,
};

function cacheTensors(layerCount: number): readonly CacheTensor[] {
  return Array.from({ length: layerCount }, (_unused, layer) =>
    ['decoder', 'encoder'].flatMap((side) =>
      ['key', 'value'].map((part) => ({
        input: `past_key_values.${layer}.${side}.${part}`,
        output: `present.${layer}.${side}.${part}`,
        isConstant: side === 'encoder',
      })),
    ),
  ).flat();
}
