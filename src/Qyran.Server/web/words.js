// What the pages say. English stands in the code; a language is a table from the English text to its own (words/*.json), and one of the sentences the server says (words/*-sentences.json).
// What a pack says stays English for ever; a page shows it in the reader's language.

/** The languages there are, each by its own name. */
export const languages = { en: 'English', ru: 'Русский', kk: 'Қазақша', tg: 'Тоҷикӣ' };

const known = code => Object.hasOwn(languages, code) ? code : null;

/** What the person chose in this browser, else the first of the browser's languages there is a table for. */
export const language = known(localStorage.getItem('language')) ?? navigator.languages.map(l => known(l.slice(0, 2))).find(l => l) ?? 'en';

// without its table a language is shown in English rather than not at all
const table = language === 'en' ? {} : await fetch(`/web/words/${language}.json`).then(x => x.ok ? x.json() : {}).catch(() => ({}));
const sentences = language === 'ru' ? await fetch(`/web/words/${language}-sentences.json`).then(x => x.ok ? x.json() : {}).catch(() => ({})) : {};
document.documentElement.lang = language;

const numbers = new Map();

/** A number for people, with as many digits behind the point as asked; the caller rounds where the direction matters. Browsers know neither Kazakh nor Tajik ones: they are written as in Russian. */
export function number(value, digits = 0) {
  if (!numbers.has(digits)) numbers.set(digits, new Intl.NumberFormat(language === 'en' ? 'en' : 'ru', { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  return numbers.get(digits).format(value);
}

// of Kazakh and Tajik words browsers know nothing either: there one is one and all else is other, as in English
const plurals = new Intl.PluralRules(language === 'ru' ? 'ru' : 'en'), order = ['one', 'few', 'many'];

/** Which of the forms "one|few|many" or "one|other" a count takes; a fraction takes the second, as in Russian "1,5 кадра". */
function form(text, n) {
  const forms = text.split('|'), i = order.indexOf(plurals.select(n));
  return forms[i < 0 ? 1 : Math.min(i, forms.length - 1)] ?? forms[0];
}

/** The text in the person's language; `{name}` is replaced by `values.name`, and `values.n` chooses among forms parted by |. */
export function t(text, values = {}) {
  let said = Object.hasOwn(table, text) ? table[text] : text;
  if ('n' in values) said = form(said, values.n);
  return said.replace(/\{(\w+)\}/g, (_, name) => typeof values[name] === 'number' ? number(values[name]) : values[name]);
}

/** A fixed title the server gave, such as a rule's: translated where the table knows it, else as given. */
export const told = text => Object.hasOwn(table, text) ? table[text] : text;

// {1}, {2} … stand for what the server put in; the wordiest pattern is the surest
const patterns = Object.entries(sentences).filter(([english]) => english.includes('{1}')).map(([english, said]) => {
  const words = english.split(/\{\d\}/);
  return { fits: new RegExp(`^${words.map(w => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(.*?)')}$`, 's'), said, length: words.join('').length };
}).sort((a, b) => b.length - a.length);

/** What stands behind a place for a measured number: its unit, or another number up to which it goes. */
const unit = /^(?: до \{\d\})? (?:с|м|км\/ч|м\/с²|%|пкс|раза)(?![а-яё])/;

/** A number that the server put into a sentence as it is written here, where it comes with a unit or one stands `behind` it; anything else, such as a zone's id, as it is. */
const measure = (text, behind) => text.replace(/^(-?\d+)(?:\.(\d+))?( km\/h)?$/, (all, whole, part, kmh) => kmh || unit.test(behind) ? `${whole}${part ? `,${part}` : ''}${kmh ? ` ${t('km/h')}` : ''}` : all);

/** A sentence the server says (a problem, a reason, a refusal) in the person's language; as given where no table knows it. */
export function explained(text) {
  if (!text || Object.hasOwn(table, text)) return text && table[text];
  if (Object.hasOwn(sentences, text)) return sentences[text];
  for (const { fits, said } of patterns) {
    const put = fits.exec(text);
    if (put) return said.replace(/\{(\d)\}/g, (place, i, at) => measure(explained(put[i]), said.slice(at + place.length)));
  }
  return text.includes('; ') ? text.split('; ').map(explained).join('; ') : text;
}

/** A date no one reads wrongly: 2026-06-12 in English, 12.06.2026 in the others. */
export function date(d) {
  const two = n => String(n).padStart(2, '0'), parts = [d.getFullYear(), two(d.getMonth() + 1), two(d.getDate())];
  return language === 'en' ? parts.join('-') : parts.reverse().join('.');
}

/** Puts the person's language into a document's fixed texts and labels, and the choice of language into its select. */
export function dress() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    if (text) walker.currentNode.data = walker.currentNode.data.replace(text, told(text));
  }
  for (const name of ['title', 'aria-label'])
    for (const element of document.body.querySelectorAll(`[${name}]`)) element.setAttribute(name, told(element.getAttribute(name)));
  const choice = document.getElementById('language');
  for (const [code, name] of Object.entries(languages)) choice.append(new Option(name, code, false, code === language));
  choice.addEventListener('change', () => { localStorage.setItem('language', choice.value); location.reload(); });
}
