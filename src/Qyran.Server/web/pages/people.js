// Who may come in, as what, and to which sites.
import { t, told } from '../words.js';
import { h, head, icon, chip, when, toast } from '../dom.js';
import { get, post, put } from '../api.js';
import { copyButton } from '../copy.js';

export const title = t('People');
const roles = [
  ['operator', t('watches live video, recordings, passages and cases')], ['reviewer', t('checks cases and may reject them')], ['officer', t('decides cases')], ['analyst', t('passages and cases; a case’s own clip, no other video')],
  ['installer', t('cameras, scenes and sites')], ['auditor', t('decisions and the audit log, every site')], ['administrator', t('everything, every site')],
];
const everywhere = role => role === 'administrator' || role === 'auditor';
const tones = { active: 'good', invited: 'warn', locked: 'bad', disabled: 'bad' };

export async function show(host) {
  const body = h('tbody'), form = h('div'), link = h('div');
  host.append(head(t('People'), h('button', { class: 'main', type: 'button', onclick: () => edit(null) }, icon('plus'), t('Invite'))), form, link,
    h('div', { class: 'card sheet' }, h('table', null, h('thead', null, h('tr', null, [t('Name'), t('Role'), t('Sites'), t('State'), t('Second factor'), t('Since'), ''].map(w => h(w ? 'th' : 'td', { class: w === t('Since') || w === t('Second factor') ? 'less' : null }, w)))), body)));

  async function load() {
    const people = await get('/api/people');
    body.replaceChildren(...(people.length ? people.map(line) : [h('tr', null, h('td', { colspan: '7', class: 'muted' }, t('Nobody has an account yet: you came by the server’s own link.')))]));
  }

  function line(p) {
    const path = `/api/people/${p.id}`;
    const act = (call, said) => async () => { try { await call(); if (said) toast(said); } catch (error) { toast(error.message, 'bad'); } await load(); };
    return h('tr', { 'data-person': p.name }, h('td', null, h('b', null, p.name)), h('td', null, told(p.role)), h('td', null, p.sites ? p.sites.map(x => [chip(x), ' ']) : h('span', { class: 'muted' }, t('every'))),
      h('td', null, chip(told(p.state), tones[p.state])), h('td', { class: 'less' }, p.second_factor ? chip(t('on'), 'good') : h('span', { class: 'muted' }, t('off'))), h('td', { class: 'muted small less' }, when(p.made_at)),
      h('td', { class: 'number' }, h('div', { class: 'row end' },
        h('button', { type: 'button', onclick: () => edit(p) }, t('Change')),
        p.state === 'disabled' ? null : h('button', { type: 'button', title: t('A link to choose a new password'), onclick: act(async () => showLink(p.name, (await post(`${path}/link`)).link)) }, t('New link')),
        p.state === 'active' ? h('button', { type: 'button', onclick: act(() => post(`${path}/end-sessions`), t('Signed out everywhere')) }, t('Sign out')) : null)));
  }

  function showLink(name, text) {
    const made = h('p', { class: 'mono', id: 'made-link' }, text);
    link.replaceChildren(h('div', { class: 'sound link-made dirty' }, icon('shield'), h('div', null, h('b', null, t('Hand this link to {name}', { name })), h('p', { class: 'small' }, t('It works once, for three days, and lets them choose their password. It is not shown again.')),
      made, copyButton(made))));
    link.scrollIntoView({ block: 'nearest' });
  }

  async function edit(p) {
    const sites = await get('/api/sites');
    const problem = h('p', { class: 'problem', role: 'alert' }), close = () => form.replaceChildren();
    const role = h('select', { name: 'role', onchange: which }, roles.map(([id, says]) => h('option', { value: id, selected: id === (p?.role ?? 'operator') }, `${told(id)}: ${says}`)));
    const all = h('input', { type: 'checkbox', name: 'all', checked: !p?.sites, onchange: which });
    const boxes = h('div', { class: 'row', role: 'group', 'aria-label': t('Sites') }, sites.map(x => h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'site', value: x.id, checked: p?.sites?.includes(x.id) ?? false }), x.name)));
    const disabled = h('input', { type: 'checkbox', name: 'disabled', checked: p?.state === 'disabled' });
    const f = h('form', { class: 'card grid', onsubmit: save, oninput: event => event.currentTarget.classList.add('dirty') }, h('h2', null, p ? t('Change {name}', { name: p.name }) : t('Invite somebody')),
      h('div', { class: 'fields' }, p ? null : h('label', null, t('Name'), h('input', { name: 'name', required: true, minlength: '2', maxlength: '60', autocomplete: 'off', spellcheck: 'false' }), h('span', { class: 'muted small' }, t('Typed at the sign-in; stands in decisions.'))),
        h('label', null, t('Role'), role)),
      h('div', { class: 'stack tight' }, h('label', { class: 'check' }, all, t('Every site')), boxes), p ? h('label', { class: 'check' }, disabled, t('May not sign in')) : null,
      problem, h('div', { class: 'row' }, h('button', { class: 'main', type: 'submit' }, p ? t('Save') : t('Make a link')), h('button', { type: 'button', onclick: close }, t('Cancel'))));
    form.replaceChildren(f, h('p'));
    which();
    f.querySelector('input, select').focus();

    function which() {
      all.disabled = everywhere(role.value);
      if (all.disabled) all.checked = true;
      boxes.hidden = all.checked;
    }

    async function save(event) {
      event.preventDefault();
      const given = { role: role.value, sites: all.checked ? null : [...f.querySelectorAll('input[name=site]:checked')].map(x => x.value) };
      try {
        if (p) await put(`/api/people/${p.id}`, { ...given, version: p.version, disabled: disabled.checked });
        else showLink(f.elements.name.value, (await post('/api/people', { ...given, name: f.elements.name.value })).link);
        if (p) toast(t('Saved'));
        close();
        await load();
      } catch (error) {
        problem.textContent = error.message;
      }
    }
  }

  await load();
}
