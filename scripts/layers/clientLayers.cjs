const { rule } = require('./rule.cjs');

/** The files of a folder; several as `(one|other)`. */
const client = (folder) => `^client/src/${folder}/`;

/** Who may import whom below client. */
module.exports = [
  rule(
    'extension-is-above-its-features',
    'What is composed does not know who composes it.',
    { path: client('[^/]+') },
    { path: '^client/src/[^/]+[.]ts$' },
  ),
  rule(
    'features-are-above-what-they-share',
    'Every feature imports these, so they must lead to none.',
    { path: client('(daemon|editor|errors|recovery|settings)') },
    { path: '^client/src/', pathNot: client('(daemon|editor|errors|recovery|settings)') },
  ),
  rule(
    'editor-and-settings-are-low',
    'What the editor has and the user set is known without a daemon and without its errors.',
    { path: client('(editor|settings)') },
    { path: '^client/src/', pathNot: client('$1') },
  ),
  rule(
    'errors-are-told-without-a-daemon',
    'The daemon tells its own errors with these.',
    { path: client('errors') },
    { path: client('(daemon|recovery)') },
  ),
  rule(
    'daemon-not-recovery',
    'What helps after a failure asks the daemon, which can do nothing about it.',
    { path: client('daemon') },
    { path: client('recovery') },
  ),
  rule(
    'webview-knows-its-messages',
    'What runs in a frame of the editor has no editor, no Node and no daemon: only messages reach it.',
    { path: '^client/webview/' },
    { pathNot: '^client/(webview/|src/preview/messages\\.ts$)' },
  ),
  rule(
    'client-not-webview',
    'A page is loaded by its address, into a frame of its own.',
    { path: '^client/src/' },
    { path: '^client/webview/' },
  ),
];
