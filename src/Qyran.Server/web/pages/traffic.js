// Traffic as pictures of numbers: how many came when and where, how fast, and what they broke. What is chosen stands in the address.
import { t, told, number, date } from '../words.js';
import { h, head, empty, icon, day, classWord } from '../dom.js';
import { get, query, may } from '../api.js';
import { restand } from '../address.js';
import { bars, heat, over } from '../plot.js';
import { takeAway } from '../csv.js';

export const title = t('Traffic');
const HOUR = 3600000, DAY = 24 * HOUR;
const spans = { day: [t('24 hours'), 1], week: [t('7 days'), 7], month: [t('30 days'), 30], year: [t('a year'), 365] };
const two = n => String(n).padStart(2, '0');
const local = d => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;
const weekdays = [t('Mon'), t('Tue'), t('Wed'), t('Thu'), t('Fri'), t('Sat'), t('Sun')]; // browsers lack Kazakh and Tajik ones

export async function show(host) {
  const [sites, cameras, devices] = await Promise.all([get('/api/sites'), get('/api/cameras'), get('/api/devices')]);
  if (!host.isConnected) return;
  const places = [...cameras, ...devices], names = new Map(places.map(c => [c.id, c.name])), siteNames = new Map(sites.map(x => [x.id, x.name]));
  const own = h('div', { class: 'fields wide', hidden: true },
    h('label', null, t('From'), h('input', { name: 'from', type: 'datetime-local' })), h('label', null, t('Until'), h('input', { name: 'until', type: 'datetime-local' })));
  const form = h('form', { class: 'search traffic card', onsubmit: e => e.preventDefault() },
    h('label', null, t('Span'), h('select', { name: 'span' }, Object.entries(spans).map(([id, [word]]) => h('option', { value: id }, word)), h('option', { value: 'own' }, t('from … until')))),
    h('label', null, t('Site'), h('select', { name: 'site' }, h('option', { value: '' }, t('all')), sites.map(x => h('option', { value: x.id }, x.name)))),
    h('label', null, t('Camera'), h('select', { name: 'camera' })), own);
  const f = form.elements, figures = h('div', { class: 'tiles four' }), charts = h('div', { class: 'charts', 'aria-live': 'off' }), note = h('p', { class: 'muted small' });
  host.append(head(t('Traffic'), note), form, figures, charts);

  // only the site's cameras are offered
  const offer = chosen => {
    const some = places.filter(c => !f.site.value || c.site === f.site.value);
    f.camera.replaceChildren(h('option', { value: '' }, t('all')), ...some.map(c => h('option', { value: c.id }, c.name)));
    f.camera.value = some.some(c => c.id === chosen) ? chosen : '';
  };
  const given = new URLSearchParams(location.search);
  f.site.value = siteNames.has(given.get('site')) ? given.get('site') : '';
  offer(given.get('camera') ?? '');
  f.span.value = given.get('span') in spans || given.get('span') === 'own' ? given.get('span') : 'week';
  f.from.value = given.get('from') ?? '';
  f.until.value = given.get('until') ?? '';

  let busy = null, last = null, offset = 0; // ms the clock is ahead of UTC that the last answer was cut by

  /** Width of a picture in px, in a card over the whole page or in one of two side by side. */
  const wide = whole => {
    const inner = Math.min(document.getElementById('page').clientWidth, 1560) - (window.innerWidth <= 800 ? 28 : 60), padding = window.innerWidth <= 600 ? 26 : 42;
    return Math.max(260, (whole || window.innerWidth <= 1000 ? inner : (inner - 18) / 2) - padding);
  };

  /** The span as two instants; null while the person is still writing one. */
  function span() {
    if (f.span.value !== 'own') {
      const until = new Date();
      return [new Date(until - spans[f.span.value][1] * DAY), until];
    }
    const from = new Date(f.from.value), until = new Date(f.until.value);
    return isNaN(from) || isNaN(until) ? null : [from, until];
  }

  /** The one camera that is asked about, or null. */
  const only = () => {
    const some = places.filter(c => !f.site.value || c.site === f.site.value);
    return f.camera.value || (some.length === 1 ? some[0].id : null);
  };

  async function load() {
    if (!host.isConnected) return;
    own.hidden = f.span.value !== 'own';
    const between = span();
    restand(query('/traffic', { span: f.span.value, site: f.site.value, camera: f.camera.value, ...f.span.value === 'own' ? { from: f.from.value, until: f.until.value } : {} }));
    if (!between) return;
    busy?.abort();
    const mine = busy = new AbortController(), [from, until] = between;
    const ask = { from: from.toISOString(), until: until.toISOString(), site: f.site.value, camera: f.camera.value, offset_min: -until.getTimezoneOffset() };
    charts.setAttribute('aria-busy', 'true');
    try {
      const [vehicles, speeds, violations] = await Promise.all([get(query('/api/traffic/vehicles', ask), mine.signal), get(query('/api/traffic/speeds', ask), mine.signal),
        may('cases') ? get(query('/api/traffic/violations', ask), mine.signal) : null]);
      // ways are of one camera's picture
      const camera = only(), trails = camera && vehicles.total ? { camera, ...await get(query('/api/traffic/trails', { ...ask, camera }), mine.signal) } : null;
      if (!host.isConnected) return;
      last = [vehicles, speeds, violations, from, until, trails];
      draw(...last);
    } catch (error) {
      if (error.name === 'AbortError') return;
      figures.replaceChildren();
      note.textContent = '';
      charts.replaceChildren(h('div', { class: 'card wide' }, h('p', { class: 'problem', role: 'alert' }, error.message), h('p', null, h('button', { type: 'button', onclick: load }, t('Try again')))));
    }
    if (mine === busy) charts.removeAttribute('aria-busy');
  }

  function draw(vehicles, speeds, violations, from, until, trails) {
    offset = -until.getTimezoneOffset() * 60000;
    const hours = vehicles.bin_s === 3600, words = [day(from.toISOString()), day(until.toISOString())];
    note.textContent = words[0] === words[1] ? words[0] : words.join(' – ');
    figures.replaceChildren(
      figure(number(vehicles.total), t('vehicles')),
      figure(speeds.percentile85_kmh === null ? '–' : `${speeds.percentile85_kmh} ${t('km/h')}`, t('85 of 100 drive no faster')),
      figure(speeds.mean_kmh === null ? '–' : `${number(speeds.mean_kmh, 1)} ${t('km/h')}`, t('mean speed')),
      ...violations ? [figure(number(violations.total), violations.waiting ? t('violations, {waiting} of them not decided yet', { waiting: violations.waiting }) : t('violations, rejected ones left out'))] : []);
    if (!vehicles.total && !violations?.total) {
      charts.replaceChildren(h('div', { class: 'card wide' }, empty(t('Nothing passed in this span'), t('Choose a longer span, another site or all cameras.'))));
      return;
    }
    charts.replaceChildren(...[flow(vehicles, hours), until - from > 2 * DAY && week(vehicles, from, until), distribution(speeds), trails?.vehicles > 0 && ways(trails), violations && broken(violations, hours)].filter(x => x));
  }

  // days and hours are called by the clock they were cut by, which in the other half of a year need not be the browser's
  const shifted = at => new Date(Date.parse(at) + offset), hour = d => `${two(d.getUTCHours())}:00`, dayOf = d => date(new Date(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()));
  const stretch = (at, hours) => { const d = shifted(at); return hours ? `${dayOf(d)} ${hour(d)}` : dayOf(d); };
  const tick = (at, hours) => { const d = shifted(at); return hours ? hour(d) : dayOf(d).replace(/^\d{4}-|\.\d{4}$/, ''); };
  // a table's times by the same clock: a day by its date alone
  const stamp = (at, hours) => { const text = shifted(at).toISOString(), min = Math.abs(offset) / 60000; return hours ? `${text.slice(0, 16)}${offset < 0 ? '-' : '+'}${two(Math.floor(min / 60))}:${two(min % 60)}` : text.slice(0, 10); };
  const key = parts => parts.length > 1 && h('p', { class: 'plot-key small' }, parts.map(([word, tone]) => h('span', null, h('span', { class: `swatch ${tone}` }), word)));
  const card = (word, save, ...more) => h('section', { class: 'card' }, h('h2', null, word, save && h('button', { type: 'button', onclick: save, title: t('Download as CSV') }, icon('down'), 'CSV')), more);

  function flow(x, hours) {
    const word = p => p.others ? t('others') : x.by === 'camera' ? names.get(p.id) ?? p.id : p.id === null ? t('no lane known') : t('lane {lane}', { lane: p.id });
    const parts = x.parts.map((p, i) => [word(p), `part-${i}`]);
    const rows = () => [['from', ...x.parts.map(p => p.others ? 'others' : p.id ?? 'no lane')], ...x.bins.map(b => [stamp(b.at, hours), ...b.counts])];
    const chart = card(hours ? x.by === 'lane' ? t('Vehicles by hour and lane') : t('Vehicles by hour and camera') : x.by === 'lane' ? t('Vehicles by day and lane') : t('Vehicles by day and camera'), () => takeAway('vehicles.csv', rows()),
      key(parts), bars({
        title: t('Vehicles over time'), label: hours ? t('hour') : t('day'), width: wide(true), tones: parts.map(p => p[1]), word: v => number(v),
        columns: x.bins.map(b => ({ tick: tick(b.at, hours), values: b.counts })),
        say: i => i === null ? t('Point at a bar, or choose the picture and use the arrow keys.')
          : `${stretch(x.bins[i].at, hours)}: ${t('{n} vehicle|{n} vehicles', { n: x.bins[i].counts.reduce((a, b) => a + b, 0) })}${parts.length > 1 ? ` (${parts.map((p, k) => `${p[0]} ${number(x.bins[i].counts[k])}`).join(', ')})` : ''}`,
      }));
    chart.classList.add('wide');
    chart.id = 'flow';
    return chart;
  }

  function week(x, from, until) {
    // how long each hour of the week lies in the span: a month has five of some days, the first and the last hour are cut short, and what has not come yet had no traffic to count
    const times = Array(168).fill(0), end = Math.min(until, Date.now());
    for (let at = Math.floor((+from + offset) / HOUR) * HOUR - offset; at < end; at += HOUR) { const d = new Date(at + offset); times[(d.getUTCDay() + 6) % 7 * 24 + d.getUTCHours()] += Math.min(end, at + HOUR) - Math.max(from, at); }
    const mean = i => times[i] < HOUR / 2 ? null : x.week[i] / times[i] * HOUR; // a few minutes are no hour
    return card(t('Hours of the week'), () => takeAway('hours-of-the-week.csv', [['weekday', 'hour', 'vehicles', 'minutes'], ...x.week.map((n, i) => [i / 24 + 1 | 0, i % 24, n, Math.round(times[i] / 60000)])]),
      heat({
        title: t('Vehicles an hour, by hour of the week'), width: wide(false), rows: weekdays, columns: [...Array(24).keys()].map(i => i % 3 ? '' : String(i)), value: (r, c) => mean(r * 24 + c),
        say: i => i === null ? t('The stronger the colour, the more vehicles an hour on average. An hour in which no camera ran counts as empty.') : mean(i) === null ? '–'
          : t('{day} {from}–{until}: {count} vehicles an hour', { day: weekdays[i / 24 | 0], from: `${two(i % 24)}:00`, until: `${two(i % 24 + 1)}:00`, count: number(mean(i), mean(i) < 10 ? 1 : 0) }),
      }));
  }

  function distribution(x) {
    const left = [x.unmeasured && t('{n} vehicle without a speed|{n} vehicles without a speed', { n: x.unmeasured }), x.foreign && t('{n} vehicle that another maker’s device has stated|{n} vehicles that another maker’s device has stated', { n: x.foreign })].filter(w => w);
    const rest = left.length ? h('p', { class: 'muted small' }, t('Left out: {what}.', { what: left.join(', ') })) : null;
    if (!x.measured) return card(t('Speeds'), null, h('p', { class: 'muted' }, t('No speed was measured in this span.')), rest);
    // few vehicles in narrow bars are a fence, not a picture
    const limits = [...new Map(x.limits.map(l => [l.kmh, l])).values()], step = x.measured < 500 ? 5 : 1;
    // a limit is seen also where everybody was above or below it
    const low = Math.floor(Math.min(x.bins[0].kmh, ...limits.map(l => l.kmh)) / 10) * 10, high = Math.ceil(Math.max(x.bins.at(-1).kmh + 1, ...limits.map(l => l.kmh)) / 10) * 10;
    const columns = [...Array((high - low) / step).keys()].map(i => ({ from: low + i * step, tick: (low + i * step) % 10 ? null : String(low + i * step), values: [0] }));
    for (const b of x.bins) columns[Math.floor((b.kmh - low) / step)].values[0] += b.count;
    const at = kmh => (kmh - low) / step;
    const marks = limits.map(l => ({ at: at(l.kmh), tone: 'bad', label: [t('limit {kmh} km/h', { kmh: l.kmh }), ...l.lanes, ...l.classes.map(classWord)].join(' · ') }));
    if (x.percentile85_kmh !== null) marks.push({ at: at(x.percentile85_kmh), label: t('85 %: {kmh} km/h', { kmh: x.percentile85_kmh }) });
    return card(t('Speeds'), () => takeAway('speeds.csv', [['kmh', 'vehicles'], ...x.bins.map(b => [b.kmh, b.count])]),
      bars({
        title: t('Vehicles by speed'), label: t('km/h'), width: wide(false), tones: ['part-0'], word: v => number(v), columns, marks,
        say: i => i === null ? t('As measured, rounded down, without the error each reading states: no case rests on this.') : t('{from} to under {until} km/h: {count}', { from: columns[i].from, until: columns[i].from + step, count: columns[i].values[0] }),
      }), rest);
  }

  function ways(x) {
    const most = Math.max(...x.counts), state = cameras.find(c => c.id === x.camera)?.state;
    // the picture comes when it comes; the ways stand there before
    const picture = { src: may('watch') && `/api/cameras/${encodeURIComponent(x.camera)}/snapshot`, width: state?.width ?? 1280, height: state?.height ?? 720 };
    return card(t('Where they drove'), () => takeAway('ways.csv', [['row', 'column', 'vehicles'], ...x.counts.map((n, i) => [Math.floor(i / x.columns), i % x.columns, n]).filter(r => r[2])]),
      over({
        title: t('Where vehicles met the road in the picture of {camera}', { camera: names.get(x.camera) ?? x.camera }), picture, columns: x.columns, rows: x.rows, counts: x.counts,
        say: i => i === null ? t('From few (green) to many (red, {n}): how many vehicles drove over each spot, each counted once.', { n: number(most) }) : t('{n} vehicle here|{n} vehicles here', { n: x.counts[i] }),
      }), x.without ? h('p', { class: 'muted small' }, t('Left out: {what}.', { what: t('{n} vehicle without a kept way|{n} vehicles without a kept way', { n: x.without }) })) : null);
  }

  function broken(x, hours) {
    const apart = [x.waiting ? t('Nobody has decided {waiting} of these yet, and some may be rejected: compare spans once all in them are decided.', { waiting: x.waiting }) : null,
      x.rejected ? t('Left out: {n} rejected case|Left out: {n} rejected cases', { n: x.rejected }) : null].filter(w => w).map(w => h('p', { class: 'muted small' }, w));
    if (!x.total) return card(t('Violations'), null, h('p', { class: 'muted' }, t('No violation in this span.')), apart);
    const parts = x.rules.map(r => [told(r.rule_title), `part-${r.place}`]);
    const rows = () => [['from', ...x.rules.map(r => r.rule), 'waiting'], ...x.bins.map(b => [stamp(b.at, hours), ...b.counts, b.waiting]), [], ['site', ...x.rules.map(r => r.rule)], ...x.sites.map(r => [r.site ?? '', ...r.counts])];
    const chart = card(t('Violations'), () => takeAway('violations.csv', rows()), key(parts), bars({
      title: t('Violations over time'), label: hours ? t('hour') : t('day'), width: wide(true), tones: parts.map(p => p[1]), word: v => number(v), columns: x.bins.map(b => ({ tick: tick(b.at, hours), values: b.counts })),
      say: i => i === null ? t('Found by the rules; rejected ones are left out.') : `${stretch(x.bins[i].at, hours)}: ${parts.map((p, k) => [p[0], x.bins[i].counts[k]]).filter(p => p[1]).map(p => `${p[0]} ${number(p[1])}`).join(', ') || '0'}${x.bins[i].waiting ? ` (${t('{waiting} not decided yet', { waiting: x.bins[i].waiting })})` : ''}`,
    }), apart,
    h('div', { class: 'sheet' }, h('table', { class: 'counts' }, h('thead', null, h('tr', null, h('th', null, t('Site')), parts.map(p => h('th', { class: 'number' }, p[0])), h('th', { class: 'number' }, t('All')))),
      h('tbody', null, x.sites.map(r => h('tr', null, h('td', null, r.site === null ? t('not known any more') : siteNames.get(r.site) ?? r.site), r.counts.map(n => h('td', { class: 'number' }, n ? number(n) : '–')), h('td', { class: 'number' }, h('b', null, number(r.total)))))))));
    chart.classList.add('wide');
    chart.id = 'violations';
    return chart;
  }

  form.addEventListener('change', event => {
    if (event.target === f.site) offer(f.camera.value);
    if (event.target === f.span && f.span.value === 'own' && !f.until.value) {
      const now = new Date();
      f.until.value = local(now);
      f.from.value = local(new Date(now - DAY));
    }
    load();
  });
  let soon = 0;
  const redraw = () => { clearTimeout(soon); soon = setTimeout(() => { if (last && !charts.querySelector('[role=alert]')) draw(...last); }, 150); };
  window.addEventListener('resize', redraw);
  await load();
  return () => { clearTimeout(soon); busy?.abort(); window.removeEventListener('resize', redraw); };
}

const figure = (value, word) => h('div', { class: 'card figure' }, h('b', null, value), h('span', null, word));
