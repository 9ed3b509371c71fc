// One camera: live with overlays, how it is, what is recorded.
import { t, told, number, explained, date } from '../words.js';
import { h, s, head, icon, chip, when, clock, toast, typing, lasting } from '../dom.js';
import { get, post, listen, query, may } from '../api.js';
import { pressed } from '../keys.js';
import { Player } from '../player.js';
import { enter, lines } from './live.js';

const clocks = { exact: t('exact'), counted: t('counted'), jittered: t('jittered'), synthetic: t('made up'), broken: t('out of order'), unknown: t('unknown') };

export const title = t('Camera');
const MOST_LISTED = 20;

export async function show(host, [id]) {
  const passed = () => get(query('/api/passages', { camera: id, most: MOST_LISTED }));
  const [{ camera }, recent] = await Promise.all([get(`/api/cameras/${encodeURIComponent(id)}`), passed()]);
  const video = h('video', { muted: true, autoplay: true, playsInline: true }), canvas = h('canvas'), say = h('div', { class: 'say' });
  const latency = h('span', { class: 'tag', id: 'latency', title: t('From the exposure of the picture you see until now') }, '…');
  const screen = h('div', { class: 'screen' }, video, canvas, say, h('div', { class: 'tags' }, h('span', { class: 'tag live' }, t('Live')), latency));
  const player = camera.paused || !may('watch') ? null : new Player(id, video, canvas, x => { say.hidden = x === null; if (x) say.textContent = x.text; });
  if (!player) { say.textContent = camera.paused ? t('This camera is paused.') : t('Your role does not show live video.'); latency.hidden = true; }
  window.livePlayer = player; // for a look from the console

  const toggle = (word, option) => {
    const button = h('button', { type: 'button', 'aria-pressed': 'true', onclick: () => { player.options[option] = !player.options[option]; button.setAttribute('aria-pressed', String(player.options[option])); } }, word);
    return button;
  };
  const controls = player && h('div', { class: 'controls' }, toggle(t('Boxes'), 'boxes'), toggle(t('Speeds'), 'speeds'), toggle(t('Plates'), 'plates'), toggle(t('Signals'), 'signals'),
    h('button', { type: 'button', onclick: () => full() }, icon('full'), t('Full screen '), h('kbd', null, 'f')),
    h('a', { class: 'button', href: `/api/cameras/${encodeURIComponent(id)}/snapshot`, download: `${id}.jpg` }, icon('down'), t('Picture')));
  const full = () => document.fullscreenElement ? document.exitFullscreen() : screen.requestFullscreen();
  const key = event => { if (!typing(event) && pressed(event) === 'f') full(); };
  document.addEventListener('keydown', key);

  const health = h('div'), feed = h('div', { class: 'feed' }, lines(recent.items));
  const recordings = h('section', { class: 'card' }), undecided = h('section', { class: 'card', id: 'undecided' });
  host.append(
    head(camera.name, h('span', { class: 'muted' }, camera.source), h('a', { class: 'button', href: `/passages?camera=${encodeURIComponent(id)}` }, t('Its passages'))),
    h('div', { class: 'two' }, h('div', { class: 'stack' }, h('div', null, screen, controls), recordings),
      h('div', { class: 'stack' }, h('section', { class: 'card' }, h('h2', null, t('How it is')), health), undecided, h('section', { class: 'card' }, h('h2', null, t('Just passed')), feed))));

  drawHealth(health, camera);
  drawUndecided(undecided, id);
  recordings.hidden = !may('recordings');
  if (may('recordings')) drawRecordings(recordings, id);
  const tick = setInterval(() => { const ms = player?.latencyMs; if (ms !== null && ms !== undefined) latency.textContent = t('{s} s behind', { s: number(Math.max(0, ms) / 1000, 1) }); }, 500);
  const look = setInterval(() => get(`/api/cameras/${encodeURIComponent(id)}`).then(x => drawHealth(health, x.camera)).catch(() => { }), 4000);
  const deaf = listen({
    passage: p => { if (p.camera === id) enter(feed, p, MOST_LISTED); },
    again: () => passed().then(({ items }) => feed.replaceChildren(...lines(items)), () => { }),
  });
  return () => { clearInterval(tick); clearInterval(look); deaf(); document.removeEventListener('keydown', key); player?.close(); };
}

function drawHealth(host, camera) {
  const x = camera.state;
  const tone = x.score >= 80 ? 'good' : x.score >= 40 ? 'warn' : 'bad';
  host.replaceChildren(h('div', { class: 'stack tight' },
    h('div', { class: 'row' }, chip(told(x.state), x.state === 'running' ? 'good' : 'warn'), chip(t('health {score}', { score: x.score }), tone), x.troubles.map(word => chip(told(word), 'bad'))),
    x.reasons.length ? h('p', { class: 'muted small' }, x.reasons.map(explained).join('; ')) : null,
    x.suspended ? h('div', { class: 'sound altered' }, h('p', null, t('Nothing is measured: {why}', { why: explained(x.suspended) })), may('setup') && h('button', {
      onclick: async () => { await post(`/api/cameras/${encodeURIComponent(camera.id)}/confirm-view`); toast(t('Measuring goes on')); },
    }, t('The view is right'))) : null,
    h('dl', { class: 'facts' },
      fact(t('Picture'), x.width ? `${x.width} × ${x.height}, ${x.codec}` : '–'),
      fact(t('Delivered'), x.delivered_fps === null ? '–' : t('{rate} a second', { rate: number(x.delivered_fps, 1) })),
      fact(t('Analysed'), x.frames ? t('{some} of {n} frame|{some} of {n} frames', { some: x.analysed, n: x.frames }) : '–'),
      fact(t('Too slow for'), x.dropped ? t('{n} frame|{n} frames', { n: x.dropped }) : t('none')),
      fact(t('Delay'), x.delay_ms === null ? '–' : t('{ms} ms', { ms: Math.round(x.delay_ms) })),
      fact(t('Clock'), h('span', { title: explained(x.time_why) }, clocks[x.time] ?? x.time)),
      x.survey_until ? fact(t('Survey until'), when(x.survey_until)) : null,
      fact(t('On disk until'), x.recorded_until ? clock(x.recorded_until) : '–'),
      fact(t('Connected'), x.since ? h('span', null, when(x.since), x.connections > 1 ? t(', connection {number}', { number: x.connections }) : '') : '–'),
      x.last_failure ? fact(t('Last failure'), explained(x.last_failure)) : null)));
}

const fact = (word, value) => [h('dt', null, word), h('dd', null, value)];

/** What the rules could not decide in the last days, and the commonest reasons: a dirty lamp or a line without an arrow shows here before anybody misses a case. */
async function drawUndecided(host, id) {
  const shown = 3;
  host.hidden = true;
  const answer = await get(query(`/api/cameras/${encodeURIComponent(id)}/undecided`, { days: 7 })).catch(() => null);
  if (!answer) return;
  const why = reason => reason === 'other' ? t('other reasons') : explained(reason);
  const rules = answer.rules.filter(r => r.undecided > 0);
  host.replaceChildren(h('h2', null, t('Left undecided, 7 days')), rules.length === 0 ? h('p', { class: 'muted' }, t('Nothing was left undecided in 7 days'))
    : h('dl', { class: 'facts' }, rules.map(r => fact(told(r.rule_title), [h('b', null, number(r.undecided)),
      h('div', { class: 'muted small' }, `${r.reasons.slice(0, shown).map(x => `${why(x.reason)}: ${number(x.passages)}`).join('; ')}${r.reasons.length > shown ? '; …' : ''}`)]))));
  host.hidden = false;
}

/** The instants (ms) between two at which `step` divides the time. */
const times = (from, until, step) => { const found = []; for (let at = Math.ceil(from / step) * step; at < until; at += step) found.push(at); return found; };

/** Where days begin in the browser's zone; not each is of 24 hours. */
function midnights(from, until) {
  const found = [], at = new Date(from);
  for (at.setHours(24, 0, 0, 0); at < until; at.setDate(at.getDate() + 1)) found.push(at.getTime());
  return found;
}

const LONGEST = 3600e3; // ms, of what the server gives as one file

/** What a field of a date and a time holds, of an instant (ms): the browser's zone, to the second. */
const local = ms => new Date(ms - new Date(ms).getTimezoneOffset() * 60000).toISOString().slice(0, 19);

/** A bar of the last hours, or of those about a span that is written; dragging over it chooses one too. What is chosen can be downloaded. */
async function drawRecordings(host, id) {
  const ranges = [[t('Hour'), 3600e3], [t('6 hours'), 6 * 3600e3], [t('Day'), 86400e3], [t('Week'), 7 * 86400e3]];
  let length = ranges[0][1], end = null, chosen = null; // end: of the bar; null: now
  const buttons = ranges.map(([word, ms]) => h('button', { type: 'button', onclick: () => { length = ms; end = null; choose(null); load(); } }, word));
  const bar = h('div', { class: 'timeline', role: 'group', 'aria-label': t('Recordings; drag to choose a span') }), say = h('span', { class: 'muted small' });
  // from 2000 on: while a year is typed the field gives the year 2 and the year 20
  const field = name => h('input', { name, type: 'datetime-local', min: '2000-01-01T00:00', onchange: take, onkeydown: event => { if (event.key === 'Enter') { event.preventDefault(); take(); pick.querySelector('a')?.click(); } } });
  const fields = [field('from'), field('until')], pick = h('div', { class: 'row' });
  host.append(h('div', { class: 'row' }, h('h2', null, t('Recordings')), h('div', { class: 'tabs' }, buttons), say), bar,
    h('div', { class: 'fields span' }, h('label', null, t('From'), fields[0]), h('label', null, t('Until'), fields[1])), pick);
  let from = 0, until = 0, answer = null, turn = 0, wrong = false;

  function choose(span) {
    chosen = span;
    wrong = false;
    fields.forEach((f, i) => { f.value = span ? local(span[i]) : ''; });
  }

  /** Takes the span that is written; the bar goes where it is. */
  function take() {
    const [a, b] = fields.map(f => f.value && !f.validity.rangeUnderflow ? new Date(f.value).getTime() : NaN), whole = !isNaN(b - a);
    chosen = whole && b > a && b - a <= LONGEST ? [a, b] : null;
    wrong = whole && !chosen;
    if (chosen && (a < from || b > until)) {
      end = Math.min(Date.now(), (a + b + length) / 2);
      load();
    }
    if (answer) draw();
  }

  async function load() {
    const mine = ++turn, b = end ?? Date.now(), a = b - length;
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(ranges[i][1] === length)));
    try {
      const found = await get(query(`/api/cameras/${encodeURIComponent(id)}/recordings`, { from: new Date(a).toISOString(), until: new Date(b).toISOString() }));
      if (mine !== turn) return; // another span was asked for meanwhile
      [from, until, answer] = [a, b, found];
    } catch (error) {
      if (mine === turn) say.textContent = error.message;
      return;
    }
    draw();
  }

  function draw() {
    const width = bar.clientWidth || 800, x = ms => (ms - from) / (until - from) * width, clamp = v => Math.max(0, Math.min(width, v));
    const box = (a, b, name, tip) => s('rect', { x: clamp(x(a)), width: Math.max(1, clamp(x(b)) - clamp(x(a))), y: 0, height: 34, class: name }, tip ? s('title', null, tip) : null);
    const days = until - from > 86400e3, marks = (days ? midnights(from, until) : times(from, until, (until - from) / 6))
      .map(at => [s('line', { x1: x(at), x2: x(at), y1: 34, y2: 40 }), s('text', { x: x(at) + 3, y: 49 }, days ? date(new Date(at)).replace(/^\d{4}-|\.\d{4}$/, '') : clock(new Date(at).toISOString()).slice(0, 5))]);
    bar.replaceChildren(s('svg', { viewBox: `0 0 ${width} 54`, preserveAspectRatio: 'none' },
      answer.spans.map(a => box(Date.parse(a.from), Date.parse(a.until), a.kept ? 'kept' : 'have', a.kept ? t('kept: evidence rests on it') : null)),
      answer.gaps.map(g => box(Date.parse(g.from), Date.parse(g.until), 'hole', explained(g.why))), marks,
      chosen ? box(chosen[0], chosen[1], 'chosen') : null));
    const seconds = answer.spans.reduce((n, a) => n + (Math.min(until, Date.parse(a.until)) - Math.max(from, Date.parse(a.from))) / 1000, 0);
    say.textContent = answer.spans.length ? `${t('{time} recorded', { time: lasting(seconds) })}${answer.gaps.length ? `, ${t('{n} gap|{n} gaps', { n: answer.gaps.length })}` : ''}` : t('nothing finished yet');
    pick.replaceChildren(...(chosen ? [h('span', null, when(new Date(chosen[0]).toISOString()), ' – ', when(new Date(chosen[1]).toISOString()), ` (${lasting((chosen[1] - chosen[0]) / 1000)})`),
      may('export') ? h('a', { class: 'button', download: '', href: query(`/api/cameras/${encodeURIComponent(id)}/recordings/video`, { from: new Date(chosen[0]).toISOString(), until: new Date(chosen[1]).toISOString() }) }, icon('down'), t('Download as MP4')) : '']
      : wrong ? [h('p', { class: 'problem', role: 'alert' }, t('A span ends after it begins and is at most an hour long.'))]
      : [h('span', { class: 'muted small' }, may('export') ? t('Drag over the bar, or write from when until when, to choose a span and download it.') : '')]));
  }

  let began = null;
  const at = event => from + (event.clientX - bar.getBoundingClientRect().left) / bar.clientWidth * (until - from);
  bar.addEventListener('pointerdown', event => { began = at(event); bar.setPointerCapture(event.pointerId); });
  bar.addEventListener('pointermove', event => { if (began !== null && answer) { const now = at(event); choose([Math.min(began, now), Math.min(Math.max(began, now), Math.min(began, now) + LONGEST)]); draw(); } });
  bar.addEventListener('pointerup', () => { began = null; if (chosen && chosen[1] - chosen[0] < 1000) { choose(null); draw(); } });
  await load();
}
