/**
 * The platforms there are packages for, by the names VS Code gives them: those that both native libraries are built for.
 * `inference` is the folder of onnxruntime-node, `sound` the package of decibri. Of the latter only its own library is
 * taken: the second copy of onnxruntime in it serves a detector that is not used.
 *
 * @type {Readonly<Record<string, { readonly inference: string, readonly sound: string }>>}
 */
export const packageTargets = {
  'darwin-arm64': { inference: 'darwin/arm64', sound: 'decibri-darwin-arm64' },
  'linux-arm64': { inference: 'linux/arm64', sound: 'decibri-linux-arm64-gnu' },
  'linux-x64': { inference: 'linux/x64', sound: 'decibri-linux-x64-gnu' },
  'win32-arm64': { inference: 'win32/arm64', sound: 'decibri-win32-arm64-msvc' },
  'win32-x64': { inference: 'win32/x64', sound: 'decibri-win32-x64-msvc' },
};
