import type { GraphSignature } from '../../../../onnx/graphSignature.ts';

/** What a graph of a set does. */
export interface GraphRole {
  /** Begins the name of its file as it is published. */
  readonly stem: string;
  readonly signature: GraphSignature;
}

/**
 * The graphs that CosyVoice 3 was split into: no two have the same inputs and outputs, so that each is known whatever
 * its file is called. Of two that fit a graph, it has the earlier role.
 *
 * Source: ayutaz/CosyVoice, scripts/export_llm_onnx.py, export_flow_onnx.py, export_hift_onnx.py and
 * export_remaining_onnx.py, with which ayousanz/cosy-voice3-onnx was made; FunAudioLLM/CosyVoice
 * cosyvoice/bin/export_onnx.py (the estimator)
 */
export const graphRoles = {
  textRows: {
    stem: 'text_embedding',
    signature: {
      inputs: { input_ids: { type: 'int64', dims: ['batch', 'tokens'] } },
      outputs: { embeddings: { type: 'float32', dims: ['batch', 'tokens', 'width'] } },
    },
  },
  tokenRows: {
    stem: 'flow_token_embedding',
    signature: {
      inputs: { token: { type: 'int64', dims: ['batch', 'tokens'] } },
      outputs: { embedded: { type: 'float32', dims: ['batch', 'tokens', 80] } },
    },
  },
  speechRows: {
    stem: 'llm_speech_embedding',
    signature: {
      inputs: { token: { type: 'int64', dims: ['batch', 'tokens'] } },
      outputs: { embedded: { type: 'float32', dims: ['batch', 'tokens', 'width'] } },
    },
  },
  /** Reads all that comes before the speech. */
  initial: {
    stem: 'llm_backbone_initial',
    signature: {
      inputs: {
        inputs_embeds: { type: 'float32', dims: ['batch', 'tokens', 'width'] },
        attention_mask: { type: 'float32', dims: ['batch', 'tokens'] },
      },
      outputs: {
        hidden_states: { type: 'float32', dims: ['batch', 'tokens', 'width'] },
        past_key_values: { type: 'float32', dims: ['layers', 'batch', 'heads', 'tokens', 'head'] },
      },
    },
  },
  /** Reads one token more. Its memory is one tensor: the keys of the first layer, its values, those of the second ... */
  decode: {
    stem: 'llm_backbone_decode',
    signature: {
      inputs: {
        inputs_embeds: { type: 'float32', dims: ['batch', 1, 'width'] },
        attention_mask: { type: 'float32', dims: ['batch', 'all'] },
        past_key_values: { type: 'float32', dims: ['layers', 'batch', 'heads', 'past', 'head'] },
      },
      outputs: {
        hidden_states: { type: 'float32', dims: ['batch', 1, 'width'] },
        new_past_key_values: { type: 'float32', dims: ['layers', 'batch', 'heads', 'all', 'head'] },
      },
    },
  },
  head: {
    stem: 'llm_decoder',
    signature: {
      inputs: { hidden_state: { type: 'float32', dims: ['batch', 1, 'width'] } },
      outputs: { logits: { type: 'float32', dims: ['batch', 6761] } },
    },
  },
  /** Looks ahead, and gives each token its two frames. */
  lookahead: {
    stem: 'flow_pre_lookahead',
    signature: {
      inputs: { token_embedded: { type: 'float32', dims: ['batch', 'tokens', 80] } },
      outputs: { h: { type: 'float32', dims: ['batch', 'frames', 80] } },
    },
  },
  /** Of a vector of the length 1. */
  speaker: {
    stem: 'flow_speaker_projection',
    signature: {
      inputs: { embedding: { type: 'float32', dims: ['batch', 192] } },
      outputs: { projected: { type: 'float32', dims: ['batch', 80] } },
    },
  },
  estimator: {
    stem: 'flow.decoder.estimator',
    signature: {
      inputs: {
        x: { type: 'float32', dims: [2, 80, 'frames'] },
        mask: { type: 'float32', dims: [2, 1, 'frames'] },
        mu: { type: 'float32', dims: [2, 80, 'frames'] },
        t: { type: 'float32', dims: [2] },
        spks: { type: 'float32', dims: [2, 80] },
        cond: { type: 'float32', dims: [2, 80, 'frames'] },
      },
      outputs: { estimator_out: { type: 'float32', dims: [2, 80, 'frames'] } },
    },
  },
  pitch: {
    stem: 'hift_f0_predictor',
    signature: {
      inputs: { mel: { type: 'float32', dims: ['batch', 80, 'frames'] } },
      outputs: { f0: { type: 'float32', dims: ['batch', 'frames'] } },
    },
  },
  source: {
    stem: 'hift_source_generator',
    signature: {
      inputs: { f0: { type: 'float32', dims: ['batch', 1, 'frames'] } },
      outputs: { source: { type: 'float32', dims: ['batch', 1, 'samples'] } },
    },
  },
  decoder: {
    stem: 'hift_decoder',
    signature: {
      inputs: {
        mel: { type: 'float32', dims: ['batch', 80, 'frames'] },
        source_stft: { type: 'float32', dims: ['batch', 18, 'steps'] },
      },
      outputs: {
        magnitude: { type: 'float32', dims: ['batch', 9, 'steps'] },
        phase: { type: 'float32', dims: ['batch', 9, 'steps'] },
      },
    },
  },
} as const satisfies Record<string, GraphRole>;

export type GraphRoleName = keyof typeof graphRoles;
