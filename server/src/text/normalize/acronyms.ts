import { isShouted } from './shouting.ts';

/** Written in capitals, said as a word. */
const acronymWords = set(
  'aids amber anova anzac ascii asap awol basic bios braille caps captcha cern cobol covid dos ebitda ecowas epcot ' +
    'fema fifa fortran gif gui hamas hud ikea imax interpol ira jason jpeg laser led lego lidar maga mensa modem ' +
    'moma nafta nasa nascar nasdaq nato navy norad noaa oled opec osha pin ping posix potus radar ram raid rom sars ' +
    'scotus scuba seal sim sonar soho snafu swat taser teflon uefa unesco unicef uber unix vin wasp yolo yahoo zip',
);

/** Given names, which screenplays and plays write in capitals: "TOM enters." */
const givenNames = set(
  'abe alf amy ann anna anne art bea ben beth bob carl cal dan dave dawn dee dirk don doug eli ella emma eric erin eva eve fay ' +
    'flo fred gus guy hal hank hans hugh ian ida ivy jack jake jan jane jay jeff jen jess jill jim joan joe joel john jon ' +
    'josh joy juan judy karl kate kay ken kim kirk kurt lara leah len leo liam lily lisa liz lou lucy luke lynn marc mark ' +
    'mary matt max meg mia mick mike mina moe nan nate ned neil nell nick nina noah noel nora oleg olga olaf omar otto ' +
    'owen pam pat paul peg pete phil pia ralph ray rex rhys rick rita rob ron rosa rose ross roy ruby russ ruth ryan sam ' +
    'sara saul sean seth sid stan sue sven tad ted tess theo tim tina tobi todd tom toni tony troy una uri val vera vic ' +
    'walt wes will wyn yuri yves zack zara zoe',
);

/** Said letter by letter although they could be read as a word, or stand in a shouted line. */
const initialisms = set(
  'aarp abc ada ai aka api ascap asl atm ba bbc bc bce bmw byob cbs cd cdc ce ceo cfo cia cio cms cnn ' +
    'cpa cpu crm css csv ct cto cv dc diy dj dna dns dvd ecb edu eeg ekg emt eod epa eta eu eula faq fbi ' +
    'fda fyi gdp gmt gnp gop gps gpu hbo hiv hr html http https ibm ieee imo io ios ip iq irs iso isp jfk ' +
    'kgb kpi lp mba mri mtv mvp naacp nba nbc nfl ngo nhl nhs npr nsa nyc ocd oem os pc pdf pga phd po qa ' +
    'qr rna rsvp sdk seo sos sql suv tba tbd tcp tnt tv uae ufo ui uk un url usa usb usd ussr utc ux vat ' +
    'vip vpn xml ymca',
);

/** Letters said by name only in capitals; in a shouted line they are the common word. */
const initialismsUnlessShouted = set('la us it pr ac er ps pa id co est pm apr');

/** Ordinary words that are written in capitals to stress them. */
const stressedWords = set(
  'a ace act add age ago aid aim air all also am an and any are area arm art as ask at ate away baby back bad bag bar ' +
    'base be bed been best big bit blue body book born both box boy bug but buy by bye call came can car care case cat ' +
    'city come cut dad day dead deal dear did die do dog done dont door down dr draw drop due each ear ease east easy eat ' +
    'edit egg else end even ever every exit eye face fact fair fall far fast fear feel few file fill find fine fire ' +
    'first fix fly food for four free from fun game gas get girl give go god gold gone good got great guy had half hall ' +
    'hand hard has hate have he head hear help her here hey high him his hit hold home hope hot hour how hurt ice idea if ' +
    'ill in into is ive job join joy just keep key kid kill kind king know lady land last late law lay lead left less ' +
    'let lets life like line list live long look lost lot love low mad made main make man many map may me mean men ' +
    'menu met mind mine miss mom more most move mr mrs ms much must my name near need never new news next nice night ' +
    'no none nor not note nothing now of off oh ok okay old on once one only open or other our out over own page park ' +
    'part pass past pay people per pick plan play plus poor post pull push put quit ran rate read real red rest rich ' +
    'ride right rise road room rule run sad safe said sale same save saw say sea see seen self sell send set seven ' +
    'she ship shop show shut side sign sir sit six size so some son soon sorry star start stay step still stop such ' +
    'sun sure take talk tell ten test than that the their them then there they this three time tiny to todo too took ' +
    'top town tree true try turn two type until up upon use used very view wait walk wall want war was watch water ' +
    'way we week well went were west what when where who whole why wide wife will win wind wish with woman won word ' +
    'words work world would wow year yes yet you young your zero',
);
const vowels = /[aeiouy]/iu;
/** A shape English words have: one or two consonants between vowels, an easy beginning and end. */
const pronounceable =
  /^(?:[bcdfghjklmnprstvwyz]|[bcfgps]l|[bcdfgpt]r|s[ckmnptw]|[cstpw]h|qu|str|scr|thr|spr)?[aeiouy]{1,2}(?:[bcdfgklmnprstvxz]{1,2}[aeiouy]{1,2})*(?:[bcdfgklmnprstxyz]|[lnr][dgkmnpst]|[cstn][hgkt]|ll|ss|ff|ck|[dgkmnpt]s|lls|s[tkp]|[ct]t)?$/u;

/**
 * Whether a word written in capitals is said letter by letter (`FBI`) rather than as a word (`NASA`, `STOP`).
 *
 * @param capitals  at least two letters A-Z
 * @param text      where it stands, to tell an acronym from a line written in capitals
 */
export function isSpelledOut(capitals: string, text: string, offset: number): boolean {
  const lower = capitals.toLowerCase();
  if (acronymWords.has(lower) || givenNames.has(lower)) return false;
  if (initialisms.has(lower) || !vowels.test(lower)) return true;
  if (isShouted(text, offset)) return false;
  if (isNamedThe(lower, text, offset)) return true;
  if (initialismsUnlessShouted.has(lower)) return true;
  if (stressedWords.has(lower) || lower.length >= 6) return false;
  return lower.length <= 3 || !pronounceable.test(lower);
}

/** "the WHO", "the IT department": no pronoun comes after an article. */
function isNamedThe(lower: string, text: string, offset: number): boolean {
  return (
    (lower === 'who' || lower === 'it') &&
    /(?:^|\s)[Tt]he $/u.test(text.slice(Math.max(0, offset - 5), offset))
  );
}

/** Whether a lower-case word is an initialism that no ordinary word is written like. */
export function isInitialism(lower: string): boolean {
  return initialisms.has(lower);
}

/** Lower-case letters without a vowel, such as `html` or `mph`, that are no exclamation. */
export function isUnpronounceable(lower: string): boolean {
  return (
    lower.length > 1 &&
    !vowels.test(lower) &&
    !/^(?:[bhmpstzrfg'-]*(?:h|m|z|rr)[hmstz]*|ps+t+|tsk|nth|pf+t|cwm)$/u.test(lower)
  );
}

function set(list: string): Set<string> {
  return new Set(list.split(' '));
}
