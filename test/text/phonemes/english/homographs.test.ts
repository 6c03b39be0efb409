import { expect, test } from 'vitest';
import { createEnglishPhonemizer } from '../../../../server/src/text/phonemes/english/createEnglishPhonemizer.ts';
import { englishLexicon } from '../../../support/englishLexicon.ts';
import { spokenTokens } from '../../../support/spokenTokens.ts';

const phonemize = createEnglishPhonemizer(englishLexicon());

/** The words in capitals are the ones asked for, in order. */
function sayMarked(sentence: string): string {
  const tokens = spokenTokens(sentence);
  const plain = tokens.map((token) => ({ ...token, words: token.words.map((word) => word.toLowerCase()) }));
  return phonemize(plain, 'us')
    .filter(({ token }) => /^[A-Z]{2,}$/.test(token.text))
    .map(({ phonemes }) => phonemes)
    .join(' ');
}

test.each([
  ['i READ that book last year, and now i want to READ it again.', 'ɹˈɛd ɹˈid'],
  ['have you READ it? i have never READ it.', 'ɹˈɛd ɹˈɛd'],
  ['the teacher READ the list while the students READ their books.', 'ɹˈɛd ɹˈid'],
  ['they LIVE near the stadium where the band will play LIVE.', 'lˈɪv lˈIv'],
  ['he LIVES here; they saved many LIVES.', 'lˈɪvz lˈIvz'],
  ['the WIND was so strong that we could not WIND up the rope.', 'wˈɪnd wˈInd'],
  ['she shed a TEAR when she saw the TEAR in her dress.', 'tˈɪɹ tˈɛɹ'],
  ['he will RECORD a new RECORD in the studio.', 'ɹɪkˈɔɹd ɹˈɛkəɹd'],
  ['do not DESERT your friends in the DESERT.', 'dɪzˈɜɹt dˈɛzəɹt'],
  ['the LEAD singer stepped on a LEAD pipe.', 'lˈid lˈɛd'],
  ['we must PRESENT the PRESENT to her.', 'pɹɪzˈɛnt pɹˈɛzənt'],
  ['i OBJECT to that OBJECT.', 'əbʤˈɛkt ˈɑbʤɛkt'],
  ['he was too CLOSE to the door to CLOSE it.', 'klˈOs klˈOz'],
  ['what time does the library CLOSE on saturday?', 'klˈOz'],
  ['the MINUTE hand moved in a MINUTE way.', 'mˈɪnət mInˈut'],
  ['you can USE this tool, but its USE is limited.', 'jˈuz jˈus'],
  ['they REFUSE to take the REFUSE away.', 'ɹɪfjˈuz ɹˈɛfjˌuz'],
  ['we need to SEPARATE the eggs into SEPARATE bowls.', 'sˈɛpəɹˌAt sˈɛpɹət'],
  ['the farmer will PRODUCE fresh PRODUCE.', 'pɹədˈus pɹˈOdˌus'],
  ['she USED to work; he USED a hammer.', 'jˈust jˈuzd'],
  ['the doctor WOUND a bandage around the WOUND.', 'wˈWnd wˈund'],
  ['i ESTIMATE that the ESTIMATE is too low.', 'ˈɛstəmˌAt ˈɛstəmət'],
  ['he DOES not hunt two DOES and a deer.', 'dˈʌz dˈOz'],
  ['he plays BASS in a band, and later that day we caught a BASS.', 'bˈAs bˈæs'],
  ['she took a BOW and put a BOW in her hair.', 'bˈW bˈO'],
  ['the PERFECT way to PERFECT it', 'pˈɜɹfɪkt pəɹfˈɛkt'],
  ['i have never really READ it.', 'ɹˈɛd'],
  ['they will really always RECORD.', 'ɹɪkˈɔɹd'],
  ['i want to sing and RECORD.', 'ɹɪkˈɔɹd'],
  ['the money and PRODUCE', 'pɹˈOdˌus'],
  ['where did the man from the city station RECORD shop go?', 'ɹˈɛkəɹd'],
])('%s', (sentence, phonemes) => {
  expect(sayMarked(sentence)).toBe(phonemes);
});
