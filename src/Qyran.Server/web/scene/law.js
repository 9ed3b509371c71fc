// What is allowed here and what is judged: the scene's limits and rules.
import { h } from '../dom.js';
import { t, told } from '../words.js';
import { list } from './shapes.js';

const needs = {
  'speeding': [t('Faster than the limit'), x => x.survey && list(x, 'limits').length, t('needs a survey and a limit')],
  'wrong-way': [t('Against the lawful way of a lane'), x => list(x, 'lanes').some(l => l.direction), t('needs a lane with a direction')],
  'red-light': [t('Past a red signal'), x => list(x, 'lines').some(l => l.kind === 'stop' && l.signal), t('needs a stop line with a signal')],
  'stop-line': [t('Stopped behind the stop line at red'), x => list(x, 'lines').some(l => l.kind === 'stop' && l.signal), t('needs a stop line with a signal')],
  'solid-line': [t('Across a solid line'), x => list(x, 'lines').some(l => l.kind === 'solid'), t('needs a solid line')],
  'no-stopping': [t('Stopped where stopping is forbidden'), x => list(x, 'zones').some(z => z.kind === 'no_stopping'), t('needs a zone where stopping is forbidden')],
  'bus-lane': [t('In a lane reserved for others'), x => list(x, 'lanes').some(l => l.only), t('needs a lane with “only” in the scene file')],
  'forbidden-turn': [t('A turn that is forbidden from its lane'), x => list(x, 'lines').some(l => l.kind === 'no_turn'), t('needs a line of the kind no_turn')],
  'no-driving': [t('Where no vehicle may drive'), x => list(x, 'zones').some(z => z.kind === 'no_driving'), t('needs a zone of the kind no_driving')],
};

/** Fields of all limits and rules. `text`, `number` and `lanes` make a field, `remember` is called before a change and `after` behind it. */
export function law(scene, { text, number, lanes, remember, after }) {
  const change = what => () => { remember(); what(); after(); };
  const limits = list(scene, 'limits').map((limit, i) => {
    const special = [limit.classes && limit.classes.join(', '), limit.from && limit.from.slice(0, 10), limit.until && `– ${limit.until.slice(0, 10)}`].filter(x => x);
    return h('fieldset', { class: 'stack' }, number(t('Limit, km/h'), limit.kmh, v => { limit.kmh = v; }, { name: `limit-${i}`, min: 1, max: 300, required: true }), text(t('By which sign or law'), limit.basis, v => { limit.basis = v; }, { name: `basis-${i}` }),
      limit.lanes || list(scene, 'lanes').length > 1 ? lanes(t('Only for these lanes'), limit, `limit-${i}-lane`) : null,
      special.length ? h('p', { class: 'muted small' }, special.join(' · ')) : null,
      h('button', { type: 'button', name: `remove-limit-${i}`, onclick: change(() => { scene.limits.splice(i, 1); if (!scene.limits.length) delete scene.limits; }) }, t('Remove this limit')));
  });
  const rules = Object.entries(needs).map(([id, [title, has, lacks]]) => {
    const set = list(scene, 'rules').find(r => r.rule === id), ready = has(scene);
    const flip = change(() => {
      scene.rules = set ? scene.rules.filter(r => r !== set) : [...list(scene, 'rules'), { rule: id }];
      if (!scene.rules.length) delete scene.rules;
    });
    return h('div', null, h('label', { class: 'check' }, h('input', { type: 'checkbox', name: `rule-${id}`, checked: !!set, disabled: !set && !ready, onchange: flip }), ' ', title),
      ready ? null : h('span', { class: 'muted small' }, ` ${lacks}`),
      set ? text(t('Offence as the case cites it'), set.offence, v => { set.offence = v || undefined; }, { name: `offence-${id}` }) : null,
      set && id === 'speeding' ? number(t('Tolerance, km/h'), set.tolerance_kmh, v => { set.tolerance_kmh = v; }, { name: 'tolerance', min: 0, max: 50 }) : null);
  });
  return h('div', { class: 'stack' }, h('h2', null, t('Limits')), limits, h('div', null, h('button', { type: 'button', id: 'add-limit', name: 'add-limit', onclick: change(() => { scene.limits = [...list(scene, 'limits'), { kmh: 60, basis: '' }]; }) }, t('Add a limit'))),
    h('h2', null, t('What is judged')), rules);
}
