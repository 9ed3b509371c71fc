// What a case's measurement looks like: speed with its error and the limit, the road from above, the signal, the signs of the plate.
import { h, chip, down, up, percent } from './dom.js';
import { t, told, number, explained } from './words.js';
import { plot, road, stretches } from './plot.js';

const one = n => number(n, 1), two = n => number(n, 2);

/** The cards for a measurement `m` of a case `c`; `crop` is the address of the plate's picture, or null. */
export function measured(m, c, crop) {
  return [speedCard(m, c), roadCard(m, c), signsCard(m, crop)].filter(x => x);
}

function speedCard(m, c) {
  const title = t('Speed');
  if (!m.speed) return m.speed_refused ? h('section', { class: 'card' }, h('h2', null, title), h('p', { class: 'muted' }, t('No speed was measured: {why}', { why: explained(m.speed_refused) }))) : null;
  const { positions, kmh, error_kmh: error, margin_kmh: margin } = m.speed, limit = c.facts.limit_kmh === undefined ? null : Number(c.facts.limit_kmh);
  const points = positions.map((p, i) => ({ i, x: p.s, y: p.kmh, used: p.used })).filter(p => p.y !== null);
  const all = [...points.map(p => p.y), ...positions.map(p => p.fitted_kmh), kmh + error, kmh - error, ...limit === null ? [] : [limit]];
  const low = Math.max(0, Math.floor((Math.min(...all) - 4) / 10) * 10), high = Math.min(Math.ceil((Math.max(...all) + 4) / 10) * 10, kmh * 2 + 20);
  const first = positions[0], last = positions.at(-1), thrown = positions.filter(p => !p.used).length;
  const levels = limit === null ? [] : [{ y: limit, label: t('limit {kmh} km/h', { kmh: limit }), tone: 'bad' }];
  const summary = thrown ? t('{n} positions over {m} m; {out} of them did not agree and do not count.', { n: positions.length, m: down(m.speed.base_m, 1), out: thrown })
    : t('{n} positions over {m} m; all of them count.', { n: positions.length, m: down(m.speed.base_m, 1) });
  return h('section', { class: 'card', id: 'speed-plot' }, h('h2', null, title),
    plot({
      title: t('Speed over time: {kmh} ± {error} km/h', { kmh: down(kmh), error: up(error, 1) }),
      x: { label: t('seconds'), low: first.s, high: last.s }, y: { label: t('km/h'), low, high }, points, line: positions.map(p => [p.s, p.fitted_kmh]), band: error, levels,
      marks: m.at_s >= first.s && m.at_s <= last.s ? [{ x: m.at_s, label: t('the moment') }] : [],
      say: i => i === null ? summary : t('{s} s, {m} m: {kmh} km/h here, fitted {fitted} ± {error} km/h', { s: two(points[i].x), m: one(positions[points[i].i].m), kmh: down(points[i].y, 1), fitted: down(positions[points[i].i].fitted_kmh, 1), error: up(error, 1) }),
    }),
    h('div', { class: 'plot-key muted small' }, key('plot-point', t('within 0.4 s about a position')), key('plot-line', t('fitted motion')), key('plot-band', t('± stated error, 95 %'))),
    h('p', { class: 'muted small' }, t('It drove at least {kmh} km/h: {margin} km/h are taken off before the law judges, all that nobody can rule out.', { kmh: down(kmh - margin, 1), margin: up(margin, 1) })),
    h('details', null, h('summary', null, t('What is taken off, part by part')), h('dl', { class: 'facts' }, m.speed.budget.map(b => [h('dt', null, told(b.of)), h('dd', null, t('{kmh} km/h', { kmh: up(b.kmh, 3) }))]))));
}

const key = (name, text) => h('span', null, h('i', { class: `key ${name}` }), text);

function roadCard(m, c) {
  if (m.way.length < 2) return null;
  const inWay = m.at_s >= m.way[0][0] - .5 && m.at_s <= m.way.at(-1)[0] + .5;
  const at = inWay ? m.way.reduce((best, p, i) => Math.abs(p[0] - m.at_s) < Math.abs(m.way[best][0] - m.at_s) ? i : best, 0) : -1;
  const state = line => { const s = m.signals.find(x => x.head === line.signal); return s && m.at_s <= s.until_s ? s.phases.filter(p => p.from_s <= m.at_s).at(-1)?.state : null; };
  const shapes = m.shapes.map(x => ({ ...x, tone: x.signal ? `is-${state(x) ?? 'unknown'}` : '' }));
  const heads = c.rule === 'red-light' || c.rule === 'stop-line' ? m.signals : [];
  const low = m.way[0][0], high = m.way.at(-1)[0];
  return h('section', { class: 'card', id: 'road-view' }, h('h2', null, t('From above')),
    road({ title: t('The road from above with the way driven'), shapes, way: m.way, at,
      scale: metres => t('{m} m', { m: metres }),
      say: i => i === null ? t('The ring marks the moment of the verdict. Positions are where the wheels meet the road.') : t('{s} s: {x} m right, {y} m away', { s: two(m.way[i][0]), x: one(m.way[i][1]), y: one(m.way[i][2]) }) }),
    heads.map(s => h('div', { class: 'signal' }, h('h3', null, t('Signal {head}', { head: s.head }), ' ', s.phases.length ? chip(signalWord(s.phases.filter(p => p.from_s <= m.at_s).at(-1)?.state ?? 'unknown')) : null),
      stretches({ title: t('The signal while it was seen'), low, high, at: m.at_s, phases: s.phases.map((p, i) => ({ state: p.state, from: p.from_s, until: s.phases[i + 1]?.from_s ?? s.until_s, label: t('{state} from {s} s ± {error} s', { state: signalWord(p.state), s: two(p.from_s), error: up(p.error_s, 3) }) })) }),
      h('p', { class: 'muted small' }, redFor(s, m.at_s)))));
}

function redFor(s, at) {
  const now = s.phases.filter(p => p.from_s <= at).at(-1);
  return now && at <= s.until_s ? t('At the moment it had been {state} for {s} s ± {error} s.', { state: signalWord(now.state), s: down(at - now.from_s, 2), error: up(now.error_s, 3) }) : t('Its state at the moment is not known.');
}

const signalWord = state => ({ red: t('red'), yellow: t('yellow'), green: t('green'), redyellow: t('red and yellow'), unknown: t('unknown'), off: t('off') })[state] ?? state; // off: an arrow that is not lit

function signsCard(m, crop) {
  if (!m.readings.length && !crop) return null;
  const best = [...m.readings].sort((a, b) => b.confidence - a.confidence).slice(0, 3);
  return h('section', { class: 'card', id: 'signs' }, h('h2', null, t('Plate, sign by sign')), crop ? h('img', { class: 'plate-crop', src: crop, alt: t('The plate, cut from the frame that was read') }) : null,
    best.length ? best.map(r => signs(r.text, r.signs, t('whole {percent} % at {s} s', { percent: percent(r.confidence), s: two(r.at_s) }))) : h('p', { class: 'muted small' }, t('No reading was kept.')),
    m.readings.length > 3 ? h('p', { class: 'muted small' }, t('{n} readings in the pack; the surest three are shown.', { n: m.readings.length })) : null);
}

/** One reading: each sign of its text with how sure it is, what else may stand there in its title. `guesses`: for each sign [{ sign, confidence }], the likeliest first; readings of older versions may have more of them than signs, then none is told. */
export const signs = (text, guesses, words) => h('div', { class: 'signs', role: 'list', 'aria-label': t('Read as {text}', { text }) },
  [...text].map((read, i) => sign(read, guesses.length === text.length ? guesses[i] : [])), h('span', { class: 'muted small' }, words));

/** The sign that was read, also where a country's form spoke for it against a likelier one: its colour and title tell of that. */
function sign(read, guesses) {
  const own = guesses.find(g => g.sign === read), sure = own ? percent(own.confidence) : null;
  const words = own ? [own, ...guesses.filter(g => g !== own).slice(0, 3)].map(g => t('{sign}: {percent} %', { sign: g.sign, percent: percent(g.confidence) })).join(', ') : read;
  return h('span', { class: `sign ${sure === null ? 'warn' : sure >= 95 ? '' : sure >= 75 ? 'warn' : 'bad'}`, role: 'listitem', tabindex: '0', title: words, 'aria-label': words }, h('b', null, read), h('small', null, sure === null ? null : String(sure)));
}
