import { activeClass } from './packageDocument.ts';

/** Sets what a reader's own settings do not: who speaks, where a scene ends, which word is heard. */
export const styleSheet = `h1, h2 { text-align: center; line-height: 1.3; }
h1 { margin: 3em 0 1.5em; }
h2 { margin: 2em 0 1em; }
p { margin: 0 0 0.6em; }
hr { width: 30%; margin: 1.5em auto; border: 0; border-top: 1px solid; }
.speaker { font-variant: small-caps; }
.author, .comment { text-align: center; }
.${activeClass} { background-color: #ffd54f; color: #000; }
`;
