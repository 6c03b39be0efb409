import { packageTargets } from './packageTargets.mjs';

/**
 * What is in a package that should not be, and what is missing.
 *
 * @param {readonly string[]} names  of the files in the VSIX
 * @param {string} target  of `packageTargets`
 * @returns {readonly string[]}
 */
export function findPackageFaults(names, target) {
  const { inference = '', sound = '' } = packageTargets[target] ?? {};
  const native = [`onnxruntime-node/bin/napi-v6/${inference}/`, `@decibri/${sound}/`];
  const required = [
    ...always,
    `extension/node_modules/onnxruntime-node/bin/napi-v6/${inference}/onnxruntime_binding.node`,
    `extension/node_modules/@decibri/${sound}/${sound.replace('decibri-', 'decibri.')}.node`,
  ];
  const isAllowed = (/** @type {string} */ name) =>
    expected.some((pattern) => pattern.test(name)) && !forbidden.some((pattern) => pattern.test(name));
  const isForeign = (/** @type {string} */ name) =>
    /\.node$|\.so(\.\d+)*$|\.dylib$|\.dll$/u.test(name) && !native.some((part) => name.includes(part));
  return [
    ...names.filter((name) => !isAllowed(name)).map((name) => `${name} has no place in it.`),
    ...names.filter(isForeign).map((name) => `${name} is for another platform than ${target}.`),
    ...required.filter((name) => !names.includes(name)).map((name) => `${name} is missing.`),
  ];
}

const always = [
  'package.json',
  'package.nls.json',
  'package.nls.zh-cn.json',
  'l10n/bundle.l10n.zh-cn.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'dist/extension.js',
  'dist/cli.js',
  'dist/daemon.js',
  'dist/worker.js',
  'dist/sound.js',
  'dist/english.lexicon',
  'dist/english.words',
  'dist/third-party-notices.txt',
  'media/aloud.png',
  'media/aloud.svg',
  'syntaxes/aloud.tmLanguage.json',
  'node_modules/onnxruntime-node/dist/index.js',
  'node_modules/decibri/src/decibri.js',
].map((name) => `extension/${name}`);

/** Everything at the top, and nothing else. */
const expected = [
  /^(extension\.vsixmanifest|\[Content_Types\]\.xml)$/u,
  /^extension\/(package\.json|package\.nls(\.[\w-]+)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/u,
  /^extension\/dist\/[\w.-]+\.(js|css)$/u,
  /^extension\/dist\/english\.(lexicon|words)(\.license\.txt)?$/u,
  /^extension\/dist\/third-party-notices\.txt$/u,
  /^extension\/l10n\/bundle\.l10n\.[\w-]+\.json$/u,
  /^extension\/media\/[\w./-]+\.(svg|md|png|css|js)$/u,
  /^extension\/syntaxes\/[\w.-]+\.json$/u,
  /^extension\/node_modules\//u,
];

const forbidden = [/\.map$/u, /\.tsx?$|\.mts$|\.cts$/u, /(^|\/)(tests?|__tests__|shared|examples)\//u];
