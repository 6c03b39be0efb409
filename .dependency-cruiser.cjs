const clientLayers = require('./scripts/layers/clientLayers.cjs');
const { rule } = require('./scripts/layers/rule.cjs');
const serverLayers = require('./scripts/layers/serverLayers.cjs');

/**
 * Layer rules of ARCHITECTURE.md, section "Folders". Each comment says why the rule exists.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle has no first file to read.', {}, { circular: true }),
    rule('no-unresolved', 'An import must name something that exists.', {}, { couldNotResolve: true }),
    rule(
      'protocol-imports-nothing',
      'The wire is what both sides share; it must not pull either side in.',
      { path: '^protocol/' },
      { pathNot: '^(protocol/|node_modules/(zod|vscode-jsonrpc|vscode-languageserver-(types|protocol))/)' },
    ),
    rule(
      'client-not-server',
      'The extension talks to the server over the protocol only.',
      { path: '^client/' },
      { path: '^server/' },
    ),
    rule(
      'server-not-client',
      'The server runs without VS Code.',
      { path: '^server/' },
      { path: '^client/|(^|node_modules/(@types/)?)vscode(/|$)' },
    ),
    rule(
      'product-not-test',
      'Nothing that ships imports a test.',
      { path: '^(protocol|server|client)/' },
      { path: '^(test|scripts)/' },
    ),
    ...serverLayers,
    ...clientLayers,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
