import { fromPhones, type Sounds } from './sounds.ts';

/**
 * Roughly how letters sound, in microseconds: good enough to compare two spellings of one word, which are read alike.
 *
 * @param letters  a-z and the apostrophe; others are passed over
 */
export function fromSpelling(letters: string): Sounds {
  const word = letters.toLowerCase().replace(/[^a-z]/g, '');
  const phones: string[] = [];
  for (let at = 0; at < word.length;) {
    const rest = word.slice(at);
    const rule = rules.find(({ pattern, isAtStart }) => (!isAtStart || at === 0) && pattern.test(rest));
    if (rule === undefined) {
      at += 1;
      continue;
    }
    const length = rule.pattern.exec(rest)?.[1]?.length ?? 1;
    phones.push(...rule.phones);
    at += length;
  }
  return fromPhones(phones);
}

interface SpellingRule {
  /** Its first group is what is said; what follows it is only looked at. */
  readonly pattern: RegExp;
  readonly isAtStart: boolean;
  readonly phones: readonly string[];
}

/** `^`: at the start of a word only; what follows a slash must follow. The first that fits counts. */
const rules: readonly SpellingRule[] = (
  '^kn N,^gn N,^pn N,^ps S,^wr R,^x Z,^mc M AH K,^rh R,^eu Y UW,' +
  'tch CH,sch SH,cqu K W,tion SH AH N,sion ZH AH N,ough OW,augh AO,eigh EY,igh AY,' +
  'ck K,ch CH,sh SH,ph F,th TH,gh G,wh W,qu K W,ng NG,zh ZH,kh K,dg JH,cz CH,sz SH,rz ZH,' +
  'ee IY,ea IY,oo UW,ou AW,ow OW,oi OY,oy OY,ai EY,ay EY,au AO,aw AO,ei EY,ey IY,ie/$ IY,ie IY,eu UW,ew UW,oa OW,ue/$ UW,ui UW,' +
  'bb B,cc/[eiy] K S,cc K,dd D,ff F,gg G,kk K,ll L,mm M,nn N,pp P,rr R,ss S,tt T,vv V,zz Z,' +
  'c/[eiy] S,c K,g/[eiy] JH,g G,j JH,q K,x K S,y/$ IY,y/[aeiou] Y,y IH,mb/$ M,mn/$ M,e/$ ,es/$ Z,' +
  'a/[bcdfghklmnprstvz][eiy] EY,i/[bcdfghklmnprstvz]e/$ AY,i/[bcdfghklmnprstvz]e$ AY,o/[bcdfghklmnprstvz]e$ OW,u/[bcdfghklmnprstvz]e UW,' +
  'a AE,e EH,i IH,o OA,u AH,b B,d D,f F,h HH,k K,l L,m M,n N,p P,r R,s S,t T,v V,w W,z Z'
)
  .split(',')
  .map((rule) => {
    const [written = '', ...phones] = rule.split(' ');
    const isAtStart = written.startsWith('^');
    const [letters = '', following] = written.replace('^', '').split('/');
    const ahead = following === undefined ? '' : `(?=${following})`;
    return { pattern: new RegExp(`^(${letters})${ahead}`), isAtStart, phones: phones.filter(Boolean) };
  });
