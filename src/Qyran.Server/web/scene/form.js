// The fields of what is chosen on the picture; of the scene itself where nothing is.
import { h } from '../dom.js';
import { decimalField } from '../decimal.js';
import { t } from '../words.js';
import { list } from './shapes.js';
import { law } from './law.js';
import { naming } from './names.js';

/** @param remember called before a change, @param after behind it. */
export function form(scene, chosen, remember, after) {
  const change = set => event => { remember(); set(event.target.value); after(); };
  // what is typed counts as it is typed, so that nobody has to leave a field first; one field is one step back
  const text = (word, value, set, attributes) => {
    let typed = false;
    return h('label', null, word, h('input', { value: value ?? '', ...attributes, oninput: event => { if (!typed) remember(); typed = true; set(event.target.value); after(); } }));
  };
  const number = (word, value, set, attributes) => {
    let typed = false;
    return h('label', null, word, decimalField({ value: value === undefined ? '' : String(value), ...attributes }, v => {
      if (!Number.isNaN(v)) {
        if (!typed) remember();
        typed = true;
        set(v ?? undefined);
      }
      after(); // what is no number is not taken, and keeps the scene from being saved
    }));
  };
  // also one that is gone and still named: nobody else shows it
  const lanes = (word, item, name = 'lane') => {
    const all = list(scene, 'lanes').map(l => l.id), gone = (item.lanes ?? []).filter(id => !all.includes(id));
    return h('fieldset', { class: 'stack' }, h('legend', null, word), [...all, ...gone].map(id => h('label', { class: 'check' }, h('input', { type: 'checkbox', name: `${name}-${id}`, checked: !!item.lanes?.includes(id), onchange: event => {
      remember();
      item.lanes = event.target.checked ? [...item.lanes ?? [], id] : item.lanes.filter(x => x !== id);
      if (!item.lanes.length) delete item.lanes;
      after();
    } }), ' ', id, gone.includes(id) ? h('span', { class: 'problem small' }, t('is gone')) : null)),
    item.lanes || item.kind === 'no_turn' ? null : h('p', { class: 'muted small' }, t('None ticked: for all lanes.')));
  };
  const choice = (word, value, options, set) => h('label', null, word, h('select', { onchange: change(set) }, options.map(o => h('option', { value: o, selected: o === value }, o))));
  const fields = [];
  if (!chosen) {
    const survey = scene.survey;
    fields.push(text(t('Name of the scene'), scene.name, v => { scene.name = v; }, { name: 'title' }), number(t('Height of the lens above the road, m'), scene.camera.height_m, v => { scene.camera.height_m = v; }, { name: 'height' }),
      h('div', null, text(t('Who checked the camera’s clock, and how'), scene.camera.clock, v => { scene.camera.clock = v || undefined; }, { name: 'clock' }), h('p', { class: 'muted small' }, t('Only needed for video files, which prove no clock themselves: without it they give no speed.'))));
    if (survey) fields.push(text(t('Survey'), survey.id, v => { survey.id = v; }, { name: 'survey' }), text(t('Where its metres come from'), survey.basis, v => { survey.basis = v; }, { name: 'source' }));
    fields.push(h('p', { class: 'muted small' }, t('Choose a tool above and click on the picture, or choose something on it. The lens and settings of single rules are in the scene file below.')));
    return h('div', { class: 'stack' }, h('h2', null, t('The scene')), fields, law(scene, { text, number, lanes, remember, after }));
  }
  const { kind, index } = chosen, item = list(scene, kind)[index];
  if (kind === 'points') fields.push(
    number(t('Across the road to the right, m'), item.road[0], v => { item.road[0] = v; }, { name: 'across', required: true }), number(t('Along the road, m'), item.road[1], v => { item.road[1] = v; }, { name: 'along', required: true }),
    number(t('Error on the road, m'), item.road_error_m, v => { item.road_error_m = v; }, { name: 'road-error' }), number(t('Error of the click, px'), item.image_error_px, v => { item.image_error_px = v; }, { name: 'click-error' }));
  else if (kind === 'lengths') fields.push(
    number(t('Length, m'), item.metres, v => { item.metres = v; }, { name: 'metres', required: true }), number(t('Its error, m'), item.error_m, v => { item.error_m = v; }, { name: 'length-error' }),
    choice(t('Direction'), item.along ?? 'any', ['any', 'along', 'across'], v => { item.along = v; }));
  else {
    let named = null;
    fields.push(text(t('Id'), item.id, v => { named ??= naming(scene, kind, item.id); item.id = v; named(v); }, { name: 'id' }));
    if (kind === 'lines') fields.push(choice(t('Kind'), item.kind, ['stop', 'entry', 'solid', 'no_turn', 'count'], v => { item.kind = v; if (v !== 'stop' && v !== 'entry') delete item.signal; }));
    if (kind === 'lines' && (item.kind === 'stop' || item.kind === 'entry')) fields.push(choice(t('Signal'), item.signal ?? '', ['', ...list(scene, 'signals').map(x => x.id)], v => { item.signal = v || undefined; }));
    if (kind === 'lines' && (item.lanes || (item.kind !== 'count' && list(scene, 'lanes').length))) fields.push(lanes(item.kind === 'no_turn' ? t('Who comes in these lanes may not cross it') : t('Only for these lanes'), item));
    if (kind === 'zones') fields.push(choice(t('Kind'), item.kind, ['measure', 'no_stopping', 'no_driving', 'ignore'], v => { item.kind = v; }));
    if (kind === 'signals') fields.push(h('fieldset', { class: 'stack' }, h('legend', null, t('Green arrows beside it')), [['arrow_left', t('to the left')], ['arrow_straight', t('straight on')], ['arrow_right', t('to the right')]]
      .map(([part, word], i) => h('label', { class: 'check' }, h('input', { type: 'checkbox', name: part, checked: !!item[part], onchange: () => {
        remember();
        const [x, y, w, high] = item.green; // beside the green lamp, to be dragged to its place
        if (item[part]) delete item[part]; else item[part] = [Math.max(0, Math.round((x + [-1.2, 0, 1.2][i] * w) * 100) / 100), Math.round((y + (i === 1 ? 1.2 * high : 0)) * 100) / 100, w, high];
        after();
      } }), ' ', word))));
    if (kind === 'lanes') fields.push(h('button', { type: 'button', 'data-direction': item.direction ? 'drawn' : '', onclick: () => {
      remember();
      const high = [...item.area].sort((a, b) => b[1] - a[1]), middle = (a, b) => [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)];
      item.direction = item.direction ? [item.direction[1], item.direction[0]] : [middle(high[0], high[1]), middle(high.at(-1), high.at(-2))];
      after();
    } }, item.direction ? t('Turn the direction round') : t('Add the direction')));
  }
  const heads = { points: t('Survey point {n}', { n: index + 1 }), lengths: t('Known length {n}', { n: index + 1 }), lanes: t('Lane'), lines: t('Line'), zones: t('Zone'), signals: t('Signal') };
  return h('div', { class: 'stack' }, h('h2', null, heads[kind]), fields, h('p', { class: 'muted small' }, t('Arrow keys move the chosen point by 1 px, with Shift by 10; Delete takes it away; Ctrl+Z undoes.')));
}
