/** Inputs and outputs of a graph that are the keys and values of each layer: as they were, and with those of a step. */
export interface AttentionNames {
  readonly pastKey: (layer: number) => string;
  readonly pastValue: (layer: number) => string;
  readonly key: (layer: number) => string;
  readonly value: (layer: number) => string;
}

/** @param prefix  tells them from those of another graph that they are joined with */
export function attentionNames(prefix = ''): AttentionNames {
  return {
    pastKey: (layer) => `${prefix}past_key_${layer}`,
    pastValue: (layer) => `${prefix}past_value_${layer}`,
    key: (layer) => `${prefix}key_${layer}`,
    value: (layer) => `${prefix}value_${layer}`,
  };
}
