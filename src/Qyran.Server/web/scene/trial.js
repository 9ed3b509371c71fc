// Trying the drawn scene over the last recorded minutes, before it is saved. Nothing of it is stored.
import { h, toast } from '../dom.js';
import { get, post, remove } from '../api.js';
import { t, number } from '../words.js';

/** A card; `text` gives the drawn scene, `after` is called when a trial has ended. `tried` is the text that was tried last, to its end. */
export function trial(path, text, after) {
  const said = h('div', { class: 'stack', role: 'status' }), minutes = h('select', { 'aria-label': t('Recorded minutes') }, [1, 2, 5].map(m => h('option', { value: m }, t('last {n} min', { n: m }))));
  const start = h('button', { type: 'button', id: 'scene-try', onclick: begin }, t('Try it')), stop = h('button', { type: 'button', hidden: true, onclick: () => remove(`${path}/scene/trial`).catch(error => toast(error.message, 'bad')) }, t('Stop'));
  const self = { tried: null, start, leave: () => { gone = true; clearTimeout(wait); }, card: h('section', { class: 'card stack', id: 'scene-trial' }, h('div', { class: 'row' }, start, minutes, stop), said) };
  let gone = false, wait = 0;

  async function begin() {
    const drawn = text();
    start.disabled = true;
    try {
      let now = await post(`${path}/scene/trial`, { text: drawn, minutes: Number(minutes.value) });
      while (!gone) {
        stop.hidden = !running(now);
        show(now);
        if (!running(now)) break;
        await new Promise(done => { wait = setTimeout(done, 700); });
        now = await get(`${path}/scene/trial`);
      }
      if (now.state === 'done') self.tried = drawn;
    } catch (error) { said.replaceChildren(h('p', { class: 'problem' }, error.message)); }
    start.disabled = false;
    stop.hidden = true;
    if (!gone) after();
  }

  function show(now) {
    const outcomes = { broken: t('broken'), kept: t('kept'), undecided: t('left undecided') };
    const refused = Object.entries(now.passages.reduce((all, p) => { if (p.refused) all[p.refused] = (all[p.refused] ?? 0) + 1; return all; }, {})).sort((a, b) => b[1] - a[1]);
    said.dataset.state = now.state;
    said.replaceChildren(...[
      running(now) ? h('progress', { max: now.of_seconds ?? 1, value: now.of_seconds ? now.seconds : null, 'aria-label': t('Looked at so far') }) : null,
      now.state === 'waiting' ? h('p', { class: 'muted small' }, t('The recorded minutes are being taken …')) : null,
      now.why ? h('p', { class: 'problem' }, now.why) : null,
      now.of_seconds ? h('p', null, h('b', null, t('{n} vehicles, {m} with a speed, in {s} s of video.', { n: now.vehicles, m: now.measured, s: number(now.seconds, 0) })), now.state === 'stopped' ? ` ${t('Stopped.')}` : '') : null,
      now.measured ? h('div', { class: 'scene-tried' }, h('table', null, h('thead', null, h('tr', null, [t('At'), t('Vehicle'), t('Lane'), t('Speed')].map(w => h('th', null, w)))),
        h('tbody', null, now.passages.filter(p => p.kmh !== null).map(p => h('tr', null, h('td', null, t('{s} s', { s: number(p.at, 1) })), h('td', null, p.class), h('td', null, p.lane ?? '–'), h('td', null, t('{v} ± {e} km/h', { v: number(p.kmh, 1), e: number(p.error_kmh, 1) }))))))) : null,
      ...refused.slice(0, 6).map(([why, n]) => h('p', { class: 'muted small' }, t('{n} without a speed: {why}', { n, why }))),
      ...now.verdicts.map(v => h('p', { class: 'small' }, `${v.rule}: ${outcomes[v.outcome]} ${v.count}${v.why ? ` – ${v.why}` : ''}`))].filter(x => x));
  }
  return self;
}

const running = now => now.state === 'waiting' || now.state === 'running';
