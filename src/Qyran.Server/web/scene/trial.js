// Trying the drawn scene over the last recorded minutes, before it is saved. Nothing of it is stored.
import { h, classWord, down, up } from '../dom.js';
import { t, told, number, explained } from '../words.js';
import { run, bar } from './run.js';

/** A card; `text` gives the drawn scene, `after` is called when a trial has ended. `tried` is the text that was tried last, to its end. */
export function trial(path, text, after) {
  const self = run({ path: `${path}/scene/trial`, id: 'try', name: t('Try it'), lengths: [1, 2, 5], ask: () => ({ text: text() }), show, after: (now, asked) => { if (now?.state === 'done') self.tried = asked?.text ?? null; after(); } });
  self.tried = null;
  self.card.id = 'scene-trial';
  return self;
}

function show(now, asked) {
  const outcomes = { broken: t('broken'), kept: t('kept'), undecided: t('left undecided') };
  const refused = Object.entries(now.passages.reduce((all, p) => { if (p.refused) all[p.refused] = (all[p.refused] ?? 0) + 1; return all; }, {})).sort((a, b) => b[1] - a[1]);
  return [
    bar(now),
    asked ? null : h('p', { class: 'muted small' }, t('Begun before this page was opened, with the scene as it was drawn then.')),
    now.state === 'waiting' ? h('p', { class: 'muted small' }, t('The recorded minutes are being taken …')) : null,
    now.why ? h('p', { class: 'problem' }, explained(now.why)) : null,
    now.of_seconds ? h('p', null, h('b', null, t('{n} vehicles, {m} with a speed, in {s} s of video.', { n: now.vehicles, m: now.measured, s: number(now.seconds, 0) })), now.state === 'stopped' ? ` ${t('Stopped.')}` : '') : null,
    now.measured ? h('div', { class: 'scene-tried' }, h('table', null, h('thead', null, h('tr', null, [t('At'), t('Vehicle'), t('Lane'), t('Speed')].map(w => h('th', null, w)))),
      h('tbody', null, now.passages.filter(p => p.kmh !== null).map(p => h('tr', null, h('td', null, t('{s} s', { s: number(p.at, 1) })), h('td', null, classWord(p.class)), h('td', null, p.lane ?? '–'), h('td', null, t('{v} ± {e} km/h', { v: down(p.kmh, 1), e: up(p.error_kmh, 1) }))))))) : null,
    ...refused.slice(0, 6).map(([why, n]) => h('p', { class: 'muted small' }, t('{n} without a speed: {why}', { n, why: explained(why) }))),
    ...now.verdicts.map(v => h('p', { class: 'small' }, `${told(v.rule_title)}: ${outcomes[v.outcome]} ${v.count}${v.why ? ` – ${explained(v.why)}` : ''}`))];
}
