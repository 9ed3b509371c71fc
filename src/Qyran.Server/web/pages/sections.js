// Sections of road between two cameras, over which the average speed is judged.
import { t, number, explained } from '../words.js';
import { h, head, icon, chip, when, empty, toast, twice, classWord } from '../dom.js';
import { get, put, remove, may } from '../api.js';
import { decimal, decimalField } from '../decimal.js';

export const title = t('Sections');
const id = { required: true, maxlength: '40', pattern: '[a-z0-9][a-z0-9\\-]*', autocomplete: 'off', spellcheck: 'false', title: t('Small letters, digits and dashes') };

export async function show(host) {
  const list = h('div', { class: 'stack' }, h('div', { class: 'wait' })), form = h('div');
  host.append(head(t('Sections'), may('setup') && h('button', { class: 'main', type: 'button', id: 'add-section', onclick: add }, icon('plus'), t('Add a section'))),
    h('p', { class: 'muted' }, t('Who takes less time between two cameras than the limits allow was too fast on average; all that is uncertain counts for the driver.')), form, list);
  let cameras = [];

  async function load() {
    const [sections, all] = await Promise.all([get('/api/sections'), get('/api/cameras')]);
    cameras = all;
    // what somebody is about to confirm is not taken from under his hands
    if (list.querySelector('[data-sure]')) return;
    list.replaceChildren(...(sections.length ? sections.map(card)
      : [empty(t('No section yet'), t('It takes two cameras on one road that read plates, each with a scene that has a count line across the lanes, and the shortest way between the two lines, measured on the road.'))]));
  }

  const name = end => cameras.find(c => c.id === end.camera)?.name ?? end.camera;
  const place = end => h('span', null, h('a', { href: `/cameras/${encodeURIComponent(end.camera)}` }, name(end)), ' ', h('span', { class: 'mono muted small' }, end.gate));

  function card(x) {
    return h('section', { class: 'card', 'data-section': x.id }, h('div', { class: 'section-head' },
      h('div', null, h('h2', null, x.id), x.from ? h('p', null, place(x.from), ' → ', place(x.to), ` · ${t('{length} m', { length: number(x.length_m, 1) })}`) : null,
        x.limits.map(l => h('div', { class: 'small' }, x.limits.some(o => o.part > 1) ? `${l.part}. ` : '', h('b', null, `${number(l.kmh)} ${t('km/h')}`), ` ${l.classes.map(classWord).join(', ')} `, h('span', { class: 'muted' }, l.basis))),
        h('div', { class: 'muted small' }, x.survey ? `${t('Survey')}: ${x.survey} · ` : '', x.saved_by, ' ', when(x.saved_at)),
        h('div', { class: 'row' }, x.trouble ? chip(explained(x.trouble), 'bad') : chip(t('watched'), 'good'), x.trouble ? null : h('span', { class: 'muted small' }, tally(x)))),
      may('setup') && h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => change(x) }, t('Change')),
        twice(t('Remove'), async () => {
          try { await remove(`/api/sections/${encodeURIComponent(x.id)}`); toast(t('Removed')); } catch (error) { toast(error.message, 'bad'); }
          list.replaceChildren();
          await load();
        }))));
  }

  const tally = x => x.entered
    ? [t('{n} over the entry', { n: number(x.entered) }), t('{n} joined at the exit', { n: number(x.joined) }), t('{n} too fast', { n: number(x.too_fast) })].join(' · ')
    : t('nobody yet since the program began or the section was changed');

  /** A form with its problem below; `text` gives the section file. */
  function open(word, fields, name, text) {
    const problem = h('p', { class: 'problem', role: 'alert' }), close = () => form.replaceChildren();
    const f = h('form', { class: 'card grid', oninput: event => event.currentTarget.classList.add('dirty'), onsubmit: async event => {
      event.preventDefault();
      problem.textContent = '';
      try {
        const key = name(f);
        await put(`/api/sections/${encodeURIComponent(key)}`, { text: text(f) });
        toast(t('Saved'));
        close();
        await load();
      } catch (error) {
        problem.textContent = error.message;
      }
    } }, h('h2', null, word), fields, problem, h('div', { class: 'row' }, h('button', { class: 'main', type: 'submit' }, t('Save')), h('button', { type: 'button', onclick: close }, t('Cancel'))));
    form.replaceChildren(f, h('p'));
    f.scrollIntoView({ block: 'start', behavior: 'smooth' });
    f.querySelector('input, select, textarea').focus();
    return f;
  }

  const change = x => open(t('Change {name}', { name: x.id }), h('label', null, t('Section file'), h('textarea', { name: 'text', rows: 22, spellcheck: 'false' }, x.text)), () => x.id, f => f.elements.text.value);

  function add() {
    const under = (word, input, hint) => h('label', null, word, input, hint ? h('span', { class: 'muted small' }, hint) : null);
    const field = (word, name, attributes, hint) => under(word, h('input', { name, autocomplete: 'off', ...attributes }), hint), amount = (word, name, attributes, hint) => under(word, decimalField({ name, ...attributes }), hint);
    const metres = { required: true, min: 0, max: 500000 };
    const end = (word, name) => {
      const gate = h('select', { name: `${name}_gate`, required: true }), hint = h('span', { class: 'muted small' });
      const pick = h('select', { name, required: true, onchange: gates }, h('option', { value: '' }, t('choose')), cameras.map(c => h('option', { value: c.id }, `${c.name} (${c.id})`)));
      async function gates() {
        gate.replaceChildren();
        hint.replaceChildren();
        if (!pick.value) return;
        const of = pick.value, { drawing } = await get(`/api/cameras/${encodeURIComponent(of)}/scene`).catch(() => ({}));
        if (of !== pick.value) return;
        const lines = (drawing?.lines ?? []).filter(l => l.kind === 'count');
        gate.replaceChildren(...lines.map(l => h('option', { value: l.id }, l.id)));
        if (!lines.length) hint.replaceChildren(t('Its scene has no count line yet:'), ' ', h('a', { href: `/cameras/${encodeURIComponent(of)}/scene` }, t('draw one across the lanes')));
      }
      return [h('label', null, word, pick), h('label', null, t('Gate: a count line'), gate, hint)];
    };
    const told = h('p', { class: 'muted', role: 'status' });
    const f = open(t('Add a section'), [h('div', { class: 'fields' },
      end(t('From the camera'), 'from'), end(t('To the camera'), 'to'),
      amount(t('Shortest way that can be driven, m'), 'way', metres), amount(t('Its error, m'), 'error', { ...metres, value: '0.5' }, t('Half width of the survey’s 95 % interval.')),
      field(t('Who measured the way, when, how'), 'survey', { required: true, maxlength: '500', placeholder: t('wheel, 3 runs, 2026-11-01, A. Surveyor') }),
      field(t('Id'), 'id', { ...id, placeholder: 'km12' }, t('Stands in cases and their evidence.')),
      amount(t('Limit, km/h'), 'kmh', { required: true, min: 1, max: 300 }), field(t('Limit by'), 'basis', { required: true, maxlength: '500', placeholder: t('sign 3.24 at km 12.0') }),
      amount(t('Tolerance, km/h'), 'tolerance', { min: 0, max: 50, value: '0' }), field(t('Largest error of either clock, ms'), 'clock', { type: 'number', step: '1', min: '0', max: '10000', value: '300' }, t('Pictures arrive some tenths of a second late, not equally late from every camera.')),
      field(t('Offence'), 'offence', { maxlength: '200', placeholder: 'KoAP RK art. 592' })), told,
    h('p', { class: 'muted small' }, t('Several parts or limits by class: save it, then change its section file.'))],
    x => x.elements.id.value, file);
    f.addEventListener('input', () => {
      const v = n => decimal(f.elements[n].value), s = ((v('way') - v('error')) * 3.6 / (v('kmh') + v('tolerance'))) - (2 * v('clock') / 1000);
      told.textContent = Number.isFinite(s) && s > 0 && v('kmh') ? t('Too fast is who surely took less than {s} s.', { s: number(s, 1) }) : '';
    });
  }

  await load();
  const look = setInterval(() => load().catch(() => { }), 8000);
  return () => clearInterval(look);
}

/** The section file that a filled-in form stands for. */
function file(f) {
  const v = n => f.elements[n].value.trim(), text = n => JSON.stringify(v(n)), amount = n => decimal(v(n)) ?? 0;
  return [
    'qyran_section: 1', `id: ${v('id')}`,
    `from: { camera: ${text('from')}, gate: ${text('from_gate')} }`, `to: { camera: ${text('to')}, gate: ${text('to_gate')} }`,
    `survey: ${text('survey')}`, ...(v('offence') ? [`offence: ${text('offence')}`] : []),
    `tolerance_kmh: ${amount('tolerance')}`, `clock_error_ms: ${v('clock') || 300}`,
    'parts:', `  - length_m: ${amount('way')}`, `    error_m: ${amount('error')}`, '    limits:', `      - { kmh: ${amount('kmh')}, basis: ${text('basis')} }`, '',
  ].join('\n');
}
