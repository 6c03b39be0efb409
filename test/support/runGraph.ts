import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createSession } from '../../server/src/inference/session.ts';
import type { NamedTensors } from '../../server/src/inference/tensor.ts';
import { createModel } from '../../server/src/onnx/graphBuilding.ts';
import { writeModel, type Graph } from '../../server/src/onnx/onnxModel.ts';

/** Runs a graph once on the CPU and gives all its outputs. */
export async function runGraph(graph: Graph, feeds: NamedTensors): Promise<NamedTensors> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-graph-'));
  const file = path.join(folder, 'graph.onnx');
  await writeFile(file, writeModel(createModel(graph, { '': 20, 'com.microsoft': 1 })));
  try {
    const session = await createSession(file, { provider: 'cpu', threadCount: 1, spinning: false });
    const outputs = await session.run(feeds);
    await session.dispose();
    return outputs;
  } finally {
    await rm(folder, { recursive: true });
  }
}
