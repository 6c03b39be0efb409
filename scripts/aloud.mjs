// `npm run -s aloud -- COMMAND`: the command line of this checkout, built first where a source changed.
import { ensureBuilt, ensureInstalled } from './support/project.mjs';

ensureInstalled();
ensureBuilt();
// In this process: signals, streams and the exit code are the command's own, with nothing in between.
await import(new URL('../dist/cli.js', import.meta.url).href);
