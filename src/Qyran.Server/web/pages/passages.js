// Passages: searched as one types, newest first, more as one scrolls; new ones appear at the top while nothing is asked about.
import { t, explained } from '../words.js';
import { h, head, empty, icon, when, speed, plate, chip, classWord, classes, typing, foreign } from '../dom.js';
import { get, listen, query, me } from '../api.js';
import { restand } from '../address.js';

export const title = t('Passages');
const PAGE = 60, MOST = 5 * PAGE; // as many rows as what happens makes; whoever scrolls has more
const words = { lookalike: t('looks alike'), oneedit: t('one sign off'), twoedits: t('two signs off') };

export async function show(host, _, go) {
  const cameras = await get('/api/cameras');
  if (!host.isConnected) return;
  const names = new Map(cameras.map(c => [c.id, c.name]));
  const field = (name, attributes) => h('input', { name, ...attributes });
  const form = h('form', { class: 'search card', role: 'search', onsubmit: e => e.preventDefault() },
    h('label', { class: 'plate-field' }, t('Plate'), icon('search'), field('plate', { placeholder: t('123AB*   ?  any sign'), autocomplete: 'off', spellcheck: 'false', maxlength: '32' })),
    h('label', null, t('Reason'), field('reason', { placeholder: me.plate_reason ? t('what the plate is sought for') : t('may be left out'), autocomplete: 'off', minlength: '3', maxlength: '200' })),
    h('label', null, t('Within'), h('select', { name: 'edits' }, h('option', { value: '0' }, t('look-alikes')), h('option', { value: '1' }, t('one wrong sign')), h('option', { value: '2' }, t('two wrong signs')), h('option', { value: 'exact' }, t('exactly this')))),
    h('label', null, t('Camera'), h('select', { name: 'camera' }, h('option', { value: '' }, t('all')), cameras.map(c => h('option', { value: c.id }, c.name)))),
    h('label', null, t('Kind'), h('select', { name: 'class' }, h('option', { value: '' }, t('all')), classes.map(c => h('option', { value: c }, classWord(c))))),
    h('label', null, t('At least km/h'), field('speed_from_kmh', { type: 'number', min: '0', max: '400', step: '1', placeholder: t('any') })),
    h('label', null, t('From'), field('from', { type: 'datetime-local' })),
    h('label', null, t('Until'), field('until', { type: 'datetime-local' })));
  const given = new URLSearchParams(location.search);
  for (const input of form.elements) if (given.has(input.name)) input.value = given.get(input.name);

  const body = h('tbody'), note = h('p', { class: 'muted small' }), rest = h('div');
  const sheet = h('div', { class: 'card sheet' }, h('table', null, h('thead', null, h('tr', null, ['', t('Plate'), t('Kind'), t('Speed'), t('Lane'), t('Camera'), t('Seen')].map(w => h(w ? 'th' : 'td', null, w)))), body));
  const none = h('div');
  host.append(head(t('Passages'), note), form, sheet, none, rest);

  // what the next page is asked by, null: there is none
  let next = null, busy = null, asked = false;

  const values = () => {
    const f = Object.fromEntries(new FormData(form));
    const wild = /[*?]/.test(f.plate);
    // a reason is one search's: it goes into the audit log with it
    return { ...f, reason: f.plate && f.reason.trim(), edits: wild || !f.plate || f.edits === 'exact' ? null : f.edits, look_alikes: f.edits === 'exact' ? 'false' : null, from: f.from && new Date(f.from).toISOString(), until: f.until && new Date(f.until).toISOString(), most: PAGE };
  };

  async function search() {
    if (!host.isConnected) return;
    busy?.abort();
    busy = new AbortController();
    const v = values();
    asked = Object.entries(v).some(([k, x]) => x && k !== 'most');
    restand(query('/passages', Object.fromEntries([...new FormData(form)].filter(([k, x]) => x && k !== 'reason' && !(k === 'edits' && x === '0')))));
    const began = performance.now();
    try {
      const page = await get(query('/api/passages', v), busy.signal);
      body.replaceChildren(...page.items.map(line));
      next = page.next && { after: page.next };
      note.textContent = page.items.length ? `${t('{count} found in {ms} ms', { count: `${page.items.length}${next ? '+' : ''}`, ms: Math.round(performance.now() - began) })}${page.complete ? '' : ` · ${t('only the nearest plates were looked up')}`}` : '';
      sheet.hidden = page.items.length === 0;
      none.replaceChildren(...(page.items.length ? [] : [asked ? empty(t('Nothing fits'), t('Try look-alikes or one wrong sign, a star for what you do not know, or a longer span of time. A plate that was not read for sure is not found by its text: look through the camera and the hour.')) : empty(t('No passage yet'), t('Vehicles show up here when they have left a camera’s picture.'))]));
    } catch (error) {
      if (error.name === 'AbortError') return;
      sheet.hidden = true;
      none.replaceChildren(h('p', { class: 'problem' }, error.message));
      note.textContent = '';
    }
  }

  function line(p, fresh) {
    const open = () => go(`/passages/${encodeURIComponent(p.id)}`);
    return h('tr', { class: `open${fresh === true ? ' new' : ''}`, tabindex: '0', 'data-id': p.id, 'data-seen': p.first_seen, onclick: open, onkeydown: e => { if (e.key === 'Enter') open(); } },
      h('td', null, p.photo ? h('img', { class: 'thumb', src: p.photo, alt: '', loading: 'lazy' }) : h('span', { class: 'thumb' }, icon('passages'))),
      h('td', null, plate(p.plate) ?? h('span', { class: 'muted', title: t('not read') }, '–'), p.match && words[p.match] ? [' ', chip(words[p.match], 'warn')] : null),
      h('td', null, classWord(p.class)), h('td', null, speed(p.speed) ?? h('span', { class: 'muted', title: explained(p.speed_refused) }, '–')),
      h('td', null, p.lane ?? '–', p.direction === 'against' ? [' ', chip(t('against'), 'bad')] : null), h('td', null, names.get(p.camera) ?? p.camera, p.foreign ? [' ', foreign(p)] : null), h('td', null, when(p.first_seen)));
  }

  async function more() {
    if (!next || busy?.more) return;
    const mine = busy, from = next;
    mine.more = true;
    const page = await get(query('/api/passages', { ...values(), ...from })).catch(() => null);
    mine.more = false;
    if (!page || mine !== busy || from !== next) return;
    next = page.next && { after: page.next };
    body.append(...page.items.filter(p => !row(p.id)).map(line));
  }

  const row = id => [...body.rows].find(r => r.dataset.id === id);

  /** What is far below the picture goes: it comes again when one scrolls there. */
  function shorten() {
    const before = body.rows.length;
    while (body.rows.length > MOST && body.lastElementChild.getBoundingClientRect().top > window.innerHeight + 1200) body.lastElementChild.remove();
    // from a ms above: the server counts in µs, and what stands there already is not shown twice
    if (body.rows.length < before) next = { until: new Date(Date.parse(body.lastElementChild.dataset.seen) + 1).toISOString() };
  }

  let soon = 0;
  // half a reason is none: it is taken when it is written
  form.addEventListener('input', event => { if (event.target.name === 'reason') return; clearTimeout(soon); soon = setTimeout(search, 180); });
  form.elements.reason.addEventListener('change', search);
  const watcher = new IntersectionObserver(seen => { if (seen.some(x => x.isIntersecting)) more(); }, { rootMargin: '600px' });
  watcher.observe(rest);
  const key = event => { if (!typing(event) && event.key === '/') { event.preventDefault(); form.elements.plate.focus(); } };
  document.addEventListener('keydown', key);
  const passed = p => {
    if (asked || row(p.id)) return;
    // passages end in another order than they began
    const older = [...body.rows].find(r => Date.parse(r.dataset.seen) < Date.parse(p.first_seen));
    if (!older && next) return; // it comes with the next page
    body.insertBefore(line(p, true), older ?? null);
    shorten();
    sheet.hidden = false;
    none.replaceChildren();
  };
  const deaf = listen({
    passage: passed,
    again: async () => {
      if (asked) return;
      const { items } = await get(query('/api/passages', { most: PAGE })).catch(() => ({ items: [] }));
      if (asked || !host.isConnected) return;
      // where more than a page was missed, what stands here does not follow on it
      if (items.length && !items.some(p => row(p.id))) await search();
      else items.reverse().forEach(passed);
    },
  });
  await search();
  return () => { clearTimeout(soon); deaf(); watcher.disconnect(); document.removeEventListener('keydown', key); busy?.abort(); };
}
