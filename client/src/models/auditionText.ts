/** What a voice says when somebody wants to hear it, in its language. @param language  BCP-47 */
export function auditionText(language: string): string {
  const [primary = 'en'] = language.toLowerCase().split('-');
  return texts[primary] ?? english;
}

const english = 'Good evening. I read what you have written, at the pace you like.';

const texts: Readonly<Record<string, string>> = {
  de: 'Guten Abend. Ich lese vor, was Sie geschrieben haben.',
  en: english,
  es: 'Buenas tardes. Leo en voz alta lo que ha escrito.',
  fr: 'Bonsoir. Je lis à voix haute ce que vous avez écrit.',
  hi: 'नमस्ते। आपने जो लिखा है, वह मैं पढ़कर सुनाता हूँ।',
  it: 'Buonasera. Leggo ad alta voce quello che avete scritto.',
  ja: 'こんばんは。あなたの書いた文章を読み上げます。',
  ko: '안녕하세요. 쓰신 글을 소리 내어 읽어 드립니다.',
  pt: 'Boa noite. Leio em voz alta o que você escreveu.',
  ru: 'Добрый вечер. Я читаю вслух то, что вы написали.',
  zh: '晚上好。你写的文字，由我来读。',
};
