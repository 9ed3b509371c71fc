// Who may come in, as what, and to which sites.
import { h, head, icon, chip, when, toast } from '../dom.js';
import { get, post, put } from '../api.js';

export const title = 'People';
const roles = [
  ['operator', 'watches live video, recordings, passages and cases'], ['reviewer', 'checks cases and may reject them'], ['officer', 'decides cases'], ['analyst', 'passages and cases, no video'],
  ['installer', 'cameras, scenes and sites'], ['auditor', 'decisions and the audit log, every site'], ['administrator', 'everything, every site'],
];
const everywhere = role => role === 'administrator' || role === 'auditor';
const tones = { active: 'good', invited: 'warn', locked: 'bad', disabled: 'bad' };

export async function show(host) {
  const body = h('tbody'), form = h('div'), link = h('div');
  host.append(head('People', h('button', { class: 'main', type: 'button', onclick: () => edit(null) }, icon('plus'), 'Invite')), form, link,
    h('div', { class: 'card sheet' }, h('table', null, h('thead', null, h('tr', null, ['Name', 'Role', 'Sites', 'State', 'Second factor', 'Since', ''].map(w => h('th', null, w)))), body)));

  async function load() {
    const people = await get('/api/people');
    body.replaceChildren(...(people.length ? people.map(line) : [h('tr', null, h('td', { colspan: '7', class: 'muted' }, 'Nobody has an account yet: you came by the server’s own link.'))]));
  }

  function line(p) {
    const path = `/api/people/${p.id}`;
    const act = (call, said) => async () => { try { await call(); if (said) toast(said); } catch (error) { toast(error.message, 'bad'); } await load(); };
    return h('tr', { 'data-person': p.name }, h('td', null, h('b', null, p.name)), h('td', null, p.role), h('td', null, p.sites ? p.sites.map(x => [chip(x), ' ']) : h('span', { class: 'muted' }, 'every')),
      h('td', null, chip(p.state, tones[p.state])), h('td', null, p.second_factor ? chip('on', 'good') : h('span', { class: 'muted' }, 'off')), h('td', { class: 'muted small' }, when(p.made_at)),
      h('td', { class: 'number' }, h('div', { class: 'row end' },
        h('button', { type: 'button', onclick: () => edit(p) }, 'Change'),
        p.state === 'disabled' ? null : h('button', { type: 'button', title: 'A link to choose a new password', onclick: act(async () => showLink(p.name, (await post(`${path}/link`)).link)) }, 'New link'),
        p.state === 'active' ? h('button', { type: 'button', onclick: act(() => post(`${path}/end-sessions`), 'Signed out everywhere') }, 'Sign out') : null)));
  }

  function showLink(name, text) {
    link.replaceChildren(h('div', { class: 'sound link-made' }, icon('shield'), h('div', null, h('b', null, `Hand this link to ${name}`), h('p', { class: 'small' }, 'It works once, for three days, and lets them choose their password. It is not shown again.'),
      h('p', { class: 'mono', id: 'made-link' }, text), h('button', { type: 'button', onclick: () => navigator.clipboard?.writeText(text).then(() => toast('Copied')) }, 'Copy'))));
    link.scrollIntoView({ block: 'nearest' });
  }

  async function edit(p) {
    const sites = await get('/api/sites');
    const problem = h('p', { class: 'problem', role: 'alert' }), close = () => form.replaceChildren();
    const role = h('select', { name: 'role', onchange: which }, roles.map(([id, says]) => h('option', { value: id, selected: id === (p?.role ?? 'operator') }, `${id}: ${says}`)));
    const all = h('input', { type: 'checkbox', name: 'all', checked: !p?.sites, onchange: which });
    const boxes = h('div', { class: 'row', role: 'group', 'aria-label': 'Sites' }, sites.map(x => h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'site', value: x.id, checked: p?.sites?.includes(x.id) ?? false }), x.name)));
    const disabled = h('input', { type: 'checkbox', name: 'disabled', checked: p?.state === 'disabled' });
    const f = h('form', { class: 'card grid', onsubmit: save, oninput: event => event.currentTarget.classList.add('dirty') }, h('h2', null, p ? `Change ${p.name}` : 'Invite somebody'),
      h('div', { class: 'fields' }, p ? null : h('label', null, 'Name', h('input', { name: 'name', required: true, minlength: '2', maxlength: '60', autocomplete: 'off', spellcheck: 'false' }), h('span', { class: 'muted small' }, 'Typed at the sign-in; stands in decisions.')),
        h('label', null, 'Role', role)),
      h('div', { class: 'stack tight' }, h('label', { class: 'check' }, all, 'Every site'), boxes), p ? h('label', { class: 'check' }, disabled, 'May not sign in') : null,
      problem, h('div', { class: 'row' }, h('button', { class: 'main', type: 'submit' }, p ? 'Save' : 'Make a link'), h('button', { type: 'button', onclick: close }, 'Cancel')));
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
        if (p) toast('Saved');
        close();
        await load();
      } catch (error) {
        problem.textContent = error.message;
      }
    }
  }

  await load();
}
