import { expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { createTextRefusal } from '../../server/src/modelLibrary/textRefusal.ts';
import { primaryLanguage } from '../../server/src/synthesis/chooseLanguage.ts';

const refuse = (spoken: readonly string[]) => (language: string) =>
  spoken.includes(primaryLanguage(language))
    ? null
    : new SpeechError('languageUnsupported', {
        message: `It cannot speak the language "${language}".`,
        hint: 'None.',
      });
const here = createTextRefusal({ kokoro: refuse(['en', 'fr']), cosyvoice: refuse(['zh', 'en']) });

test.each([
  { engine: 'kokoro', text: 'Hello.', language: null, voiceLanguage: 'en-US', refused: null },
  { engine: 'kokoro', text: 'Bonjour.', language: 'fr', voiceLanguage: 'en-US', refused: null },
  { engine: 'kokoro', text: 'Hola.', language: 'es', voiceLanguage: 'en-US', refused: 'es' },
  { engine: 'kokoro', text: 'Hola.', language: null, voiceLanguage: 'es', refused: 'es' },
  { engine: 'kokoro', text: 'The word 你好 is said.', language: null, voiceLanguage: 'en-US', refused: null },
  { engine: 'kokoro', text: '你好，世界。', language: 'en', voiceLanguage: 'en-US', refused: 'zh' },
  { engine: 'kokoro', text: '…', language: 'es', voiceLanguage: 'en-US', refused: null },
  { engine: 'cosyvoice', text: '你好', language: null, voiceLanguage: 'zh', refused: null },
  { engine: 'cosyvoice', text: 'नमस्ते', language: null, voiceLanguage: 'zh', refused: 'hi' },
  { engine: 'another', text: 'Hola.', language: 'es', voiceLanguage: 'en', refused: null },
])('$engine, $text in $language: $refused', ({ engine, refused, ...text }) => {
  const refusal = here(engine, text);
  if (refused === null) expect(refusal).toBeNull();
  else expect(refusal?.message).toContain(`cannot speak the language "${refused}"`);
});
