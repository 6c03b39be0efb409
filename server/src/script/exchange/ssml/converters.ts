import { convertAudio, convertBreak, convertMark } from './convertPoints.ts';
import {
  convertLexicon,
  convertLookup,
  convertMeta,
  convertMetadata,
  convertParagraph,
  convertSentence,
  convertSpeak,
} from './convertDocument.ts';
import { convertEmphasis, convertProsody } from './convertProsody.ts';
import {
  convertAmazonEffect,
  convertAmazonEmotion,
  convertExpression,
  convertMsttsSilence,
} from './convertExpression.ts';
import { convertLanguage, convertVoice } from './convertVoices.ts';
import { convertPhoneme, convertSayAs, convertSub, convertToken } from './convertWords.ts';
import { elementName } from './xmlNames.ts';
import type { ElementConverter } from './ssmlImport.ts';

/** Converts any element; one that nobody knows is noted, and what is in it is kept. */
export const convertElement: ElementConverter = (element, surroundings, context) => {
  const convert = converters.get(elementName(element));
  if (convert !== undefined) {
    convert(element, surroundings, context);
    return;
  }
  context.note(element, `<${element.name}> is no element of SSML 1.1; only what is inside of it was kept.`);
  context.convertChildren(element, surroundings);
};

const ignore: ElementConverter = () => undefined;

const converters: ReadonlyMap<string, ElementConverter> = new Map([
  ['speak', convertSpeak],
  ['p', convertParagraph],
  ['paragraph', convertParagraph],
  ['s', convertSentence],
  ['sentence', convertSentence],
  ['meta', convertMeta],
  ['metadata', convertMetadata],
  ['lexicon', convertLexicon],
  ['lookup', convertLookup],
  ['voice', convertVoice],
  ['lang', convertLanguage],
  ['emphasis', convertEmphasis],
  ['prosody', convertProsody],
  ['break', convertBreak],
  ['mark', convertMark],
  ['audio', convertAudio],
  ['desc', ignore],
  ['sub', convertSub],
  ['phoneme', convertPhoneme],
  ['say-as', convertSayAs],
  ['w', convertToken],
  ['token', convertToken],
  ['mstts:express-as', convertExpression],
  ['mstts:silence', convertMsttsSilence],
  ['google:style', convertExpression],
  ['amazon:effect', convertAmazonEffect],
  ['amazon:emotion', convertAmazonEmotion],
  [
    'amazon:breath',
    (_element, _surroundings, { builder }) => {
      builder.point('[breath]');
    },
  ],
]);
