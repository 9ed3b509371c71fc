// A first survey and lanes out of the traffic of the last recorded minutes, put on the picture to be corrected.
import { h } from '../dom.js';
import { t, number, explained } from '../words.js';
import { run, bar } from './run.js';

/** A card; `put` gets the proposed scene: at once where it was asked for here, else when somebody wants it, for another may be drawn meanwhile. */
export function proposal(path, put) {
  const self = run({
    path: `${path}/scene/proposal`, id: 'propose', name: t('Propose from the traffic'), lengths: [5, 1, 15], ask: () => ({}),
    show: (now, asked) => show(now, asked ? null : put), after: (now, asked) => { if (now?.drawing && asked) put(now.drawing); },
  });
  self.card.id = 'scene-proposal';
  return self;
}

const steps = { 'following vehicles': () => t('Following vehicles …'), 'taking the empty road': () => t('Taking the empty road …'), 'following features': () => t('Following how they move …') };

const show = (now, put) => [
  bar(now),
  now.state === 'waiting' ? h('p', { class: 'muted small' }, t('The recorded minutes are being taken …')) : null,
  now.state === 'running' ? h('p', { class: 'muted small' }, steps[now.step]?.() ?? '', ' ', t('{n} vehicle|{n} vehicles', { n: now.vehicles })) : null,
  now.state === 'stopped' ? h('p', { class: 'muted small' }, t('Stopped.')) : null,
  now.why ? h('p', { class: 'problem' }, explained(now.why)) : null,
  now.drawing ? h('p', null, t('Proposed from {n} vehicles; its speeds are right to ±{percent} %. It is never good enough for a fine; measure points on the road for that.', { n: now.vehicles, percent: number(now.error_percent, 0) })) : null,
  now.drawing ? stands(now.drawing, put) : null];

function stands(drawing, put) {
  const there = h('p', null, t('It stands on the picture now: correct its points and lanes, or undo it with Ctrl+Z.'));
  const button = h('button', { type: 'button', id: 'scene-put', onclick: () => { button.replaceWith(there); put(drawing); } }, t('Put it on the picture'));
  return put ? h('div', null, button) : there;
}
