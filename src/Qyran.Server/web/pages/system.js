// The machine, the program, who may come in.
import { t, told } from '../words.js';
import { h, head, when, bytes, lasting, toast, icon, chip } from '../dom.js';
import { get, post, remove, may } from '../api.js';
import { copyButton } from '../copy.js';

export const title = t('System');

export async function show(host) {
  const figures = h('div', { class: 'tiles' }), facts = h('dl', { class: 'facts' }), keys = h('div', { class: 'sheet' }), fresh = h('div'), link = h('div');
  const name = h('input', { placeholder: t('what uses it'), maxlength: '80', required: true }), role = h('select', { 'aria-label': t('Role') }, ['operator', 'installer', 'reviewer', 'officer', 'analyst', 'auditor'].map(r => h('option', { value: r }, told(r))));
  const site = h('select', { 'aria-label': t('Site') }, h('option', { value: '' }, t('every site')), may('people') && (await get('/api/sites')).map(x => h('option', { value: x.id }, x.name)));
  host.append(head(t('System')), figures, h('div', { class: 'two' },
    h('div', { class: 'stack' },
      may('people') && h('section', { class: 'card' }, h('h2', null, t('Keys for machines')), h('p', { class: 'muted small' }, t('A key may what its role may, but no key decides cases. An operator’s reads; an installer’s also changes cameras.')), keys, fresh,
        h('form', { class: 'row', onsubmit: addKey }, h('div', null, name), h('div', null, role), h('div', null, site), h('button', { type: 'submit' }, icon('plus'), t('Make a key')))),
      h('section', { class: 'card' }, h('h2', null, t('Sign-in links')), h('p', { class: 'muted small' }, t('For another browser of yours: works once, for half an hour.')), h('button', { type: 'button', onclick: addLink }, icon('plus'), t('Make a link')), link)),
    h('section', { class: 'card' }, h('h2', null, t('Program')), facts)));

  async function load() {
    const x = await get('/api/system');
    figures.replaceChildren(
      figure(lasting((Date.parse(x.now) - Date.parse(x.started_at)) / 1000), t('running')), figure(bytes(x.memory_bytes), t('memory')), figure(`${(x.cpu_s / ((Date.parse(x.now) - Date.parse(x.started_at)) / 1000)).toFixed(2)}`, t('cores used on average')),
      figure(x.recording_bytes === null ? '–' : bytes(x.recording_bytes), t('recordings')), figure(bytes(x.disk_free_bytes), t('free of {size}', { size: bytes(x.disk_bytes) })), figure(String(Object.values(x.cases).reduce((a, b) => a + b, 0)), t('cases')));
    facts.replaceChildren(...[[t('Version'), h('span', { title: x.version }, x.version.replace(/\+([0-9a-f]{7}).*/, ' ($1)'))], [t('Database'), x.database_away === null ? x.database : h('span', null, `${x.database}: ${x.database_away}`)], ...(x.waiting ? [[t('Waiting for it'), t('{n} finding, safe on the disk of this machine|{n} findings, safe on the disk of this machine', { n: x.waiting })]] : []), [t('Started'), when(x.started_at)], [t('Event streams'), String(x.listeners)], [t('Exemptions'), exempt(x.exemptions)], [t('Rules'), x.rules.map(r => h('div', null, told(r.title), ' ', h('span', { class: 'muted small' }, r.id)))],
      ['API', h('a', { href: '/api/openapi.json', target: '_blank' }, t('OpenAPI document'))], [t('Metrics'), h('a', { href: '/metrics', target: '_blank' }, 'Prometheus')]].flatMap(([k, v]) => [h('dt', null, k), h('dd', null, v)]));
  }

  async function listKeys() {
    if (!may('people')) return;
    const all = await get('/api/keys');
    keys.replaceChildren(...(all.length ? [h('table', null, h('tbody', null, all.map(k => h('tr', null, h('td', null, k.name), h('td', null, chip(told(k.role)), k.sites ? k.sites.map(x => [' ', chip(x)]) : null), h('td', { class: 'muted small' }, when(k.made_at)),
      h('td', { class: 'number' }, h('button', { class: 'bad', onclick: async () => { await remove(`/api/keys/${k.id}`); toast(t('The key is void')); listKeys(); } }, t('Remove')))))))] : [h('p', { class: 'muted' }, t('None.'))]));
  }

  async function addKey(event) {
    event.preventDefault();
    let made;
    try {
      made = await post('/api/keys', { name: name.value, role: role.value, sites: site.value ? [site.value] : null });
    } catch (error) {
      toast(error.message, 'bad');
      return;
    }
    name.value = '';
    const shown = h('p', { class: 'mono', id: 'made-key' }, made.key);
    fresh.replaceChildren(h('div', { class: 'sound dirty' }, icon('shield'), h('div', null, h('b', null, t('Copy it now, it is not shown again')), shown, copyButton(shown))), h('p'));
    listKeys();
  }

  async function addLink() {
    const made = await post('/api/sign-in-links');
    const shown = h('p', { class: 'mono', id: 'made-link' }, made.link);
    link.replaceChildren(h('div', { class: 'dirty' }, shown, copyButton(shown)));
  }

  await Promise.all([load(), listKeys()]);
  const look = setInterval(() => load().catch(() => { }), 10000);
  return () => clearInterval(look);
}

/** The list in force, and what is wrong with the one that lies there. */
const exempt = e => [h('div', null, e.read_at === null ? t('no list') : t('{n} entry, read {when}|{n} entries, read {when}', { n: e.entries, when: e.read_at.slice(0, 19).replace('T', ' ') + ' UTC' })),
  e.exempt ? h('div', { class: 'muted small' }, t('{n} finding was no case by it since the start|{n} findings were no cases by it since the start', { n: e.exempt })) : null,
  e.trouble === null ? null : h('p', { class: 'problem' }, `exemptions.yaml: ${e.trouble}`)];
const figure = (value, word) => h('div', { class: 'card figure' }, h('b', null, value), h('span', null, word));
