/**
 * English abbreviations written with a period, without the last one, and how each is said.
 * `title`: stands before a name, so its period never ends a sentence. `number`: an abbreviation only before a number.
 * `plain`: its period ends a sentence where a sentence begins after it.
 */
export interface Abbreviation {
  readonly words: readonly string[];
  readonly kind: 'title' | 'number' | 'plain';
}

/** By the abbreviation in lower case. */
export const abbreviations: ReadonlyMap<string, Abbreviation> = new Map([
  ...entries(
    'title',
    'mr:mister|mrs:missus|ms:miz|mx:mix|messrs:messieurs|dr:doctor|prof:professor|rev:reverend|hon:honorable|gen:general|' +
      'col:colonel|capt:captain|cpt:captain|lt:lieutenant|sgt:sergeant|cpl:corporal|pvt:private|maj:major|cmdr:commander|' +
      'adm:admiral|gov:governor|sen:senator|rep:representative|pres:president|supt:superintendent|insp:inspector|' +
      'rt:right|mme:madame|mlle:mademoiselle|msgr:monsignor|fr:father|st:saint|ste:saint|mt:mount|ft:fort',
  ),
  ...entries(
    'number',
    'no:number|nos:numbers|vol:volume|vols:volumes|ch:chapter|chap:chapter|fig:figure|figs:figures|eq:equation|' +
      'p:page|pp:pages|sec:section|sc:scene|art:article|ver:version|par:paragraph|para:paragraph|ed:edition|ext:extension|' +
      'est:established|c:circa|ca:circa|app:appendix|apt:apartment|ste:suite|ln:line|op:opus|tel:telephone|pt:part|bk:book|' +
      'jan:january|feb:february|mar:march|apr:april|jun:june|jul:july|aug:august|sep:september|sept:september|oct:october|' +
      'nov:november|dec:december',
  ),
  ...entries(
    'plain',
    'etc:et cetera|feat:featuring|vs:versus|cf:compare|al:al|approx:approximately|dept:department|govt:government|univ:university|' +
      'assn:association|assoc:associates|inc:incorporated|ltd:limited|co:company|corp:corporation|bros:brothers|jr:junior|' +
      'sr:senior|esq:esquire|ave:avenue|blvd:boulevard|rd:road|hwy:highway|pkwy:parkway|sq:square|mtn:mountain|' +
      'tues:tuesday|thurs:thursday|thur:thursday|tue:tuesday|wed:wednesday|thu:thursday|fri:friday|mon:monday|' +
      'temp:temperature|max:maximum|min:minimum|avg:average|misc:miscellaneous|incl:including|excl:excluding|' +
      'dist:district|intl:international|natl:national|asst:assistant|attn:attention|adj:adjective|orig:original|' +
      'hr:hour|hrs:hours|mins:minutes|secs:seconds|yr:year|yrs:years|lg:large|pkg:package|pkt:packet|doz:dozen|lb:pound|lbs:pounds|oz:ounces|gal:gallon|tbsp:tablespoon|tsp:teaspoon',
  ),
]);

/** Abbreviations before numbers that are words too: the `I` after their period is who speaks, as in "No. I won't." */
export const alsoWords: ReadonlySet<string> = new Set(['no', 'art', 'fig', 'mar', 'par', 'app', 'op']);

/** Words that begin a sentence far more often than they follow an abbreviation inside one. */
export const sentenceStarters: ReadonlySet<string> = new Set(
  (
    'The A An It He She They We I You This That These Those There Then In On At As But And So Or If When While What Who ' +
    'Why How Where My Our His Her Its Their Your However After Before Although Because For With From To By Not No Yes ' +
    'One Some Many Most Each Every All Both Once Now Today Later Soon Meanwhile Finally Please Let Do Did Does Is Are Was ' +
    'Were Can Could Would Should Will Nobody Everyone Nothing Everything'
  ).split(' '),
);

function entries(kind: Abbreviation['kind'], list: string): [string, Abbreviation][] {
  return list.split('|').map((entry) => {
    const [written = '', said = ''] = entry.split(':');
    return [written, { words: said.split(' '), kind }];
  });
}
