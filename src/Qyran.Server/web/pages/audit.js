// The audit log: who did what, the newest first.
import { t } from '../words.js';
import { h, head, chip, when, empty } from '../dom.js';
import { get, query } from '../api.js';
import { restand } from '../address.js';

export const title = t('Audit');

export async function show(host) {
  const acts = ['sign in', 'view', 'search', 'export', 'download', 'approve', 'reject', 'change', 'add', 'remove', 'invite', 'read'];
  const field = (name, attributes) => h('input', { name, ...attributes });
  const form = h('form', { class: 'search audit card', role: 'search', onsubmit: event => { event.preventDefault(); load(); }, onchange: () => load() },
    h('label', null, t('Who'), field('who', { placeholder: t('a name'), autocomplete: 'off', spellcheck: 'false' })),
    h('label', null, t('Act begins with'), field('act', { list: 'acts', placeholder: t('any'), autocomplete: 'off' })),
    h('label', null, t('Thing'), field('thing', { placeholder: 'case …', autocomplete: 'off', spellcheck: 'false' })),
    h('label', null, t('From'), field('from', { type: 'datetime-local' })), h('label', null, t('Until'), field('until', { type: 'datetime-local' })),
    h('datalist', { id: 'acts' }, acts.map(a => h('option', { value: a }))), h('button', { type: 'submit' }, t('Find')));
  for (const [name, value] of new URLSearchParams(location.search)) if (form.elements[name]) form.elements[name].value = value;
  const body = h('tbody'), none = h('div'), more = h('button', { type: 'button', onclick: () => load(next) }, t('Older'));
  const sheet = h('div', { class: 'card sheet' }, h('table', { class: 'audit' }, h('thead', null, h('tr', null, ['', t('When'), t('Who'), t('Did'), t('To'), t('Result'), t('More')].map(w => h(w ? 'th' : 'td', null, w)))), body));
  host.append(head(t('Audit log'), h('span', { class: 'muted small' }, t('Every line holds the hash of the one before; qyran check audit proves it.'))), form, sheet, none, h('p', null, more));
  let next = null, turn = 0;

  async function load(after = null) {
    const mine = ++turn, f = Object.fromEntries(new FormData(form));
    const asked = { ...f, from: f.from && new Date(f.from).toISOString(), until: f.until && new Date(f.until).toISOString() };
    if (!after) restand(query('/audit', f));
    try {
      const page = await get(query('/api/audit', { ...asked, after, most: 100 }));
      if (mine !== turn) return;
      next = page.next;
      if (after) body.append(...page.items.map(line));
      else body.replaceChildren(...page.items.map(line));
      none.replaceChildren(...(body.children.length ? [] : [empty(t('Nothing fits'), t('Names and things are compared whole, acts by how they begin.'))]));
    } catch (error) {
      if (mine !== turn) return;
      next = null;
      body.replaceChildren();
      none.replaceChildren(h('p', { class: 'problem' }, error.message));
    }
    sheet.hidden = !body.children.length;
    more.hidden = next === null;
  }

  function line(x) {
    const only = (name, value) => h('button', { class: 'plain', type: 'button', title: t('Only these'), onclick: () => { form.elements[name].value = value; load(); } }, value);
    return h('tr', null, h('td', { class: 'muted small number', title: x.sha256 }, String(x.seq)), h('td', { class: 'small nowrap' }, when(x.at)),
      h('td', null, x.who ? only('who', x.who) : h('span', { class: 'muted' }, t('somebody unknown')), x.from ? h('div', { class: 'muted small' }, x.from) : null),
      h('td', null, x.act), h('td', { class: 'small' }, x.thing ? only('thing', x.thing) : null), h('td', null, chip(x.result, x.result === 'done' ? 'good' : x.result === 'begun' ? '' : 'bad')),
      h('td', { class: 'mono' }, x.detail));
  }

  await load();
}
