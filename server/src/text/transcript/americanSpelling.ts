/** British words whose American spelling no rule gives. */
const irregular: ReadonlyMap<string, string> = new Map(
  (
    'grey:gray centre:center centres:centers centred:centered theatre:theater theatres:theaters metre:meter metres:meters ' +
    'litre:liter litres:liters kilometre:kilometer kilometres:kilometers centimetre:centimeter centimetres:centimeters ' +
    'millimetre:millimeter millimetres:millimeters fibre:fiber fibres:fibers calibre:caliber sabre:saber spectre:specter ' +
    'sombre:somber lustre:luster meagre:meager manoeuvre:maneuver manoeuvres:maneuvers defence:defense offence:offense ' +
    'licence:license licences:licenses pretence:pretense cheque:check cheques:checks catalogue:catalog catalogues:catalogs ' +
    'dialogue:dialog dialogues:dialogs analogue:analog programme:program programmes:programs ' +
    'plough:plow ploughed:plowed draught:draft draughts:drafts tyre:tire tyres:tires kerb:curb kerbs:curbs pyjamas:pajamas ' +
    'storey:story storeys:stories mould:mold moulds:molds mouldy:moldy moustache:mustache sceptical:skeptical ' +
    'sceptic:skeptic sceptics:skeptics jewellery:jewelry woollen:woolen wilful:willful skilful:skillful ' +
    'fulfil:fulfill fulfils:fulfills fulfilment:fulfillment enrol:enroll enrolment:enrollment instalment:installment ' +
    'instalments:installments ageing:aging judgement:judgment acknowledgement:acknowledgment cosy:cozy ' +
    'okay:ok ' +
    'paediatric:pediatric ' +
    'anaemia:anemia anaesthetic:anesthetic encyclopaedia:encyclopedia manoeuvring:maneuvering oestrogen:estrogen foetus:fetus ' +
    'diarrhoea:diarrhea haemorrhage:hemorrhage leukaemia:leukemia orthopaedic:orthopedic archaeology:archeology ' +
    'archaeologist:archeologist archaeological:archeological mediaeval:medieval ' +
    'practise:practice practised:practiced practising:practicing practises:practices ' +
    'gaol:jail axe:ax omelette:omelet yoghurt:yogurt ' +
    'doughnut:donut doughnuts:donuts marvellous:marvelous chilli:chili gramme:gram analyse:analyze analysed:analyzed ' +
    'analysing:analyzing paralyse:paralyze paralysed:paralyzed catalyse:catalyze ' +
    'sulphur:sulfur aluminium:aluminum sceptre:scepter sceptres:scepters saviour:savior saviours:saviors ' +
    'ochre:ocher sepulchre:sepulcher connexion:connection catalogued:cataloged ' +
    'tsar:czar artefact:artifact artefacts:artifacts furore:furor cancelled:canceled cancelling:canceling'
  )
    .split(' ')
    .map((pair): [string, string] => {
      const [british = '', american = ''] = pair.split(':');
      return [british, american];
    }),
);
const ourWords =
  /^(?<stem>(?:dis|mis|un|re|self)?(?:arb|ard|arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum|sav|splend|succ|tum|val|vap|vig))our(?<ending>s|ed|ing|ite|ites|able|ably|ful|fully|less|er|ers|ist|ists|hood|hoods|ly|al|ally|ization|ize|ized|y)?$/u;
const isWords = /^(?<stem>[a-z]{3,})is(?<ending>e|es|ed|ing|er|ers|ation|ations|able)$/u;
/** Stems that take -ise in both. */
const alwaysIse =
  /^(?:advert|comprom|enterpr|exerc|expert|franch|improv|merchand|otherw|parad|prem|prom|repr|superv|surpr|telev|treat|likew|clockw|lengthw|disgu|desp|compr|prec|conc|rev|dev|adv|surm|circumc|exc)$/u;
const doubled =
  /^(?<stem>(?:trave|labe|mode|leve|signa|quarre|tota|jewe|cance|fue|due|channe|pane|marve|counse|equa|initia|riva|shove|spira|tunne|dia|swive|unrave|grove|snive|penci|chise|shrive|drive|libe))ll(?<ending>ed|ing|er|ers|ings|or|ors)$/u;

/** A lower-case word in American spelling; words without another spelling come back as they are. */
export function toAmericanSpelling(word: string): string {
  const listed = irregular.get(word);
  if (listed !== undefined) return listed;
  const our = ourWords.exec(word)?.groups;
  if (our !== undefined) return `${our['stem'] ?? ''}or${our['ending'] ?? ''}`;
  const twice = doubled.exec(word)?.groups;
  if (twice !== undefined) return `${twice['stem'] ?? ''}l${twice['ending'] ?? ''}`;
  const ise = isWords.exec(word)?.groups;
  const stem = ise?.['stem'] ?? '';
  if (ise !== undefined && stem.length > 3 && !alwaysIse.test(stem)) return `${stem}iz${ise['ending'] ?? ''}`;
  return word;
}
