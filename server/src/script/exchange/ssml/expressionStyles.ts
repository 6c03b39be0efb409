import { deliveries, emotions, type Delivery, type Emotion } from '../../../../../protocol/expression.ts';

/** What a script says for a style. */
export interface StyleManner {
  readonly emotion?: Emotion;
  readonly delivery?: Delivery;
  readonly instruct?: string;
}

/** What a script says for a style of `mstts:express-as`; a style it has no word for is an instruction. */
export function mannerOfStyle(style: string): StyleManner {
  const name = style.trim().toLowerCase();
  const emotion = emotions.find((known) => known === name) ?? emotionsOfStyles.get(name);
  if (emotion !== undefined) return { emotion };
  const delivery = deliveries.find((known) => known === name) ?? deliveriesOfStyles.get(name);
  if (delivery !== undefined) return { delivery };
  return { instruct: name.replace(/[-_]+/g, ' ') };
}

/** The style that a voice of Azure has for it, or the word itself. */
export function styleOf(manner: Emotion | Delivery): string {
  return azureStyles.get(manner) ?? manner;
}

const azureStyles: ReadonlyMap<Emotion | Delivery, string> = new Map([
  ['happy', 'cheerful'],
  ['tender', 'affectionate'],
]);

const emotionsOfStyles: ReadonlyMap<string, Emotion> = new Map([
  ['cheerful', 'happy'],
  ['joyful', 'happy'],
  ['affectionate', 'tender'],
  ['gentle', 'tender'],
  ['depressed', 'sad'],
  ['disappointed', 'sad'],
  ['terrified', 'fearful'],
  ['anxious', 'fearful'],
  ['disgust', 'disgusted'],
  ['surprise', 'surprised'],
]);

const deliveriesOfStyles: ReadonlyMap<string, Delivery> = new Map([
  ['whispered', 'whispering'],
  ['whisper', 'whispering'],
  ['shouted', 'shouting'],
  ['laughter', 'laughing'],
  ['sing', 'singing'],
]);
