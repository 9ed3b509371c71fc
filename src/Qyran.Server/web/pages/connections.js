// What other systems are told, and whose devices hand in passages.
import { t } from '../words.js';
import { h, head, icon, chip, when, toast, empty, twice } from '../dom.js';
import { get, post, put, remove, query } from '../api.js';
import { copyButton } from '../copy.js';

export const title = t('Connections');
const kinds = [['passage', t('a vehicle has passed')], ['case', t('a case was filed')], ['case-decided', t('a case was decided')], ['camera', t('a camera is in trouble, or no longer')], ['watch', t('a watched plate has passed')]];
const tones = { delivered: 'good', waiting: 'warn', dead: 'bad' };
const id = { required: true, maxlength: '40', pattern: '[a-z0-9][a-z0-9-]*', autocomplete: 'off', spellcheck: 'false', title: t('Small letters, digits and dashes') };

export async function show(host) {
  const sites = await get('/api/sites');
  const hooks = h('section', { class: 'card', id: 'hooks' }), broker = h('section', { class: 'card', id: 'broker' }), devices = h('section', { class: 'card', id: 'devices' });
  host.append(head(t('Connections')), h('div', { class: 'stack' }, hooks, broker, devices));
  await Promise.all([drawHooks(hooks, sites), drawBroker(broker, sites), drawDevices(devices, sites)]);
}

/** A section's heading, what it is for, and its one button. */
const top = (word, says, ...more) => h('div', { class: 'section-head' }, h('div', null, h('h2', null, word), h('p', { class: 'muted small' }, says)), h('div', { class: 'row' }, more));

/** Does it; what went wrong shows in the corner. */
const act = (call, after) => async () => {
  try {
    await call();
  } catch (error) {
    toast(error.message, 'bad');
  }
  await after?.();
};

/** What is shown this once, of a hook or a device: it stays, whatever else is done in its section, until one has kept it or its owner is gone. */
const secretBox = (owner, word, says, secret) => {
  const shown = h('p', { class: 'mono made-secret' }, secret);
  const box = h('div', { class: 'sound link-made dirty', role: 'status', 'data-owner': owner }, icon('shield'),
    h('div', null, h('b', null, word), h('p', { class: 'small' }, says), shown, h('div', { class: 'row' }, copyButton(shown), h('button', { type: 'button', onclick: () => box.remove() }, t('I have kept it')))));
  return box;
};

/** Takes away the secrets of what is no longer there. */
const forget = (secrets, list) => { for (const box of [...secrets.children]) if (!list.some(x => x.id === box.dataset.owner)) box.remove(); };

const siteChoice = (sites, now) => h('label', null, t('Site'), h('select', { name: 'site' }, h('option', { value: '' }, t('every site')), sites.map(x => h('option', { value: x.id, selected: x.id === now }, x.name))));
const eventBoxes = now => h('fieldset', { class: 'wide plain' }, h('legend', null, t('Tell of')), h('div', { class: 'row' }, kinds.map(([kind, says]) =>
  h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'event', value: kind, checked: now ? now.includes(kind) : true }), says))));
const chosen = f => [...f.querySelectorAll('input[name=event]:checked')].map(x => x.value);

/** A form with its problem below it; `save` gets the form. */
function form(word, fields, save, close) {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const f = h('form', {
    class: 'stack tight inner', oninput: event => event.currentTarget.classList.add('dirty'), onsubmit: async event => {
      event.preventDefault();
      problem.textContent = '';
      try {
        await save(f);
      } catch (error) {
        problem.textContent = error.message;
      }
    },
  }, h('div', { class: 'fields' }, fields), problem, h('div', { class: 'row' }, h('button', { class: 'main', type: 'submit' }, word), h('button', { type: 'button', onclick: close }, t('Cancel'))));
  return f;
}

const counts = x => [x.waiting ? chip(t('{n} waiting', { n: x.waiting }), 'warn') : null, ' ', x.dead ? chip(t('{n} given up', { n: x.dead }), 'bad') : null, ' ', h('span', { class: 'muted small' }, t('{n} delivered lately', { n: x.delivered }))];

async function drawHooks(host, sites, secrets = h('div')) {
  const list = await get('/api/hooks');
  forget(secrets, list);
  const place = h('div'), again = () => drawHooks(host, sites, secrets);
  const reveal = (name, secret) => {
    secrets.querySelector(`[data-owner="${name}"]`)?.remove(); // it signs nothing any more
    secrets.append(secretBox(name, t('The secret of {name}', { name }), t('The receiver checks the signatures with it. It is not shown again.'), secret));
  };
  const edit = x => {
    place.replaceChildren(form(x ? t('Save') : t('Add'), [
      x ? null : h('label', null, t('Id'), h('input', { name: 'id', ...id })),
      h('label', { class: x ? 'wide' : null }, t('Address'), h('input', { name: 'url', type: 'url', required: true, maxlength: '500', placeholder: 'https://', value: x?.url ?? '', autocomplete: 'off' })),
      siteChoice(sites, x?.site), eventBoxes(x?.events), x ? h('label', { class: 'check wide' }, h('input', { type: 'checkbox', name: 'paused', checked: !!x.paused }), t('Paused')) : null], async f => {
      const name = x?.id ?? f.elements.id.value;
      if (!x && list.some(y => y.id === name)) throw new Error(t('There is one of this id already.'));
      const { secret } = await put(`/api/hooks/${encodeURIComponent(name)}`, { url: f.elements.url.value, events: chosen(f), site: f.elements.site.value || null, paused: f.elements.paused?.checked ?? false });
      if (secret) reveal(name, secret);
      await again();
    }, () => place.replaceChildren()));
    place.querySelector('input').focus();
  };
  host.replaceChildren(top(t('Webhooks'), t('Another system is told by HTTP, each message signed.'), h('button', { type: 'button', id: 'add-hook', onclick: () => edit(null) }, icon('plus'), t('Add'))), secrets, place,
    list.length ? h('div', { class: 'list' }, list.map(hookLine)) : h('p', { class: 'muted' }, t('None yet.')));

  function hookLine(x) {
    const path = `/api/hooks/${encodeURIComponent(x.id)}`, answer = h('span', { role: 'status' }), below = h('div');
    const ping = h('button', { type: 'button', onclick: async () => {
      ping.disabled = true;
      answer.replaceChildren(h('span', { class: 'muted small' }, t('Asking…')));
      try {
        const { confirmed, text } = await post(`${path}/ping`);
        answer.replaceChildren(chip(confirmed ? t('it answers') : t('no good answer'), confirmed ? 'good' : 'bad'), h('span', { class: 'muted small' }, ` ${text}`));
      } catch (error) {
        answer.replaceChildren(h('span', { class: 'problem' }, error.message));
      }
      ping.disabled = false;
    } }, t('Ping'));
    return h('div', { class: 'connection', 'data-hook': x.id }, h('div', { class: 'entry' },
      h('div', null, h('b', null, x.id), ' ', x.paused ? chip(t('paused'), 'warn') : null, h('div', { class: 'mono' }, x.url),
        h('div', { class: 'muted small' }, `${x.events.join(', ')} · ${x.site ?? t('every site')}${x.paused ? ` · ${x.paused}` : ''}`), h('div', null, counts(x)), answer),
      h('div', { class: 'row end' }, ping, h('button', { type: 'button', 'aria-expanded': 'false', onclick: event => toggle(event.currentTarget, below, x) }, t('Deliveries')), h('button', { type: 'button', onclick: () => edit(x) }, t('Change')),
        twice(t('New secret'), act(async () => reveal(x.id, (await post(`${path}/secret`)).secret), again)), twice(t('Remove'), act(() => remove(path), again)))), below);
  }
}

async function toggle(button, below, hook) {
  const open = button.getAttribute('aria-expanded') !== 'true';
  button.setAttribute('aria-expanded', String(open));
  below.turn = (below.turn ?? 0) + 1;
  if (!open) return below.replaceChildren();
  await drawDeliveries(below, hook);
}

async function drawDeliveries(host, hook, state = null) {
  const path = `/api/hooks/${encodeURIComponent(hook.id)}/deliveries`, body = h('tbody'), again = () => drawDeliveries(host, hook, state);
  const more = h('button', { type: 'button', hidden: true }, t('Older')), mine = host.turn = (host.turn ?? 0) + 1;
  const words = { '': t('all'), waiting: t('waiting'), delivered: t('delivered'), dead: t('given up') };
  const load = async after => {
    more.hidden = true;
    const { items, next } = await get(query(path, { state, after }));
    body.append(...items.map(d => h('tr', { 'data-delivery': d.id }, h('td', null, chip(words[d.state], tones[d.state])), h('td', null, d.event), h('td', { class: 'nowrap' }, when(d.made_at)), h('td', { class: 'number' }, String(d.tries)),
      h('td', { class: 'mono' }, d.answer ?? '', h('details', null, h('summary', null, t('What is sent')), h('pre', { tabindex: '0' }, pretty(d.body)))),
      h('td', { class: 'number' }, h('button', { type: 'button', onclick: act(() => post(`${path}/${encodeURIComponent(d.id)}/redeliver`), again) }, t('Send again'))))));
    if (!body.children.length) body.append(h('tr', null, h('td', { colspan: '6', class: 'muted' }, t('None yet.'))));
    more.hidden = !next;
    more.onclick = () => load(next);
  };
  await load();
  if (mine !== host.turn) return; // another state was chosen meanwhile, or the list closed
  host.replaceChildren(h('div', { class: 'row' }, h('div', { class: 'tabs', role: 'group', 'aria-label': t('State') }, Object.entries(words).map(([key, word]) =>
    h('button', { type: 'button', 'aria-pressed': String((state ?? '') === key), onclick: () => drawDeliveries(host, hook, key || null) }, word))), h('button', { type: 'button', onclick: again }, t('Look again'))),
  h('div', { class: 'sheet', role: 'region', tabindex: '0', 'aria-label': t('Deliveries') }, h('table', null, h('thead', null, h('tr', null, [t('State'), t('Event'), t('When'), t('Tries'), t('Answer')].map(w => h('th', null, w)), h('td'))), body)), more);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function drawBroker(host, sites, looking = false) {
  const mine = host.asked = (host.asked ?? 0) + 1;
  const now = await get('/api/broker').catch(error => { if (error.status === 404) return null; throw error; });
  if (mine < host.shown) return; // an answer that a later one has overtaken tells what was
  if (looking && host.querySelector('form, [data-sure]')) return; // what somebody writes or is about to confirm is not taken from under his hands
  host.shown = mine;
  const place = h('div'), again = () => drawBroker(host, sites);
  const edit = () => {
    place.replaceChildren(form(t('Save'), [
      h('label', null, t('Address'), h('input', { name: 'url', required: true, maxlength: '300', placeholder: 'mqtts://host:8883/qyran', value: now?.url ?? '', autocomplete: 'off', spellcheck: 'false' })), siteChoice(sites, now?.site),
      h('label', null, t('User'), h('input', { name: 'user', maxlength: '200', autocomplete: 'off', spellcheck: 'false' }), now?.has_credentials ? h('span', { class: 'muted small' }, t('Left empty: what is stored stays.')) : null),
      h('label', null, t('Password'), h('input', { name: 'password', type: 'password', maxlength: '200', autocomplete: 'new-password' })), eventBoxes(now?.events),
      h('label', { class: 'check wide' }, h('input', { type: 'checkbox', name: 'paused', checked: !!now?.paused }), t('Paused'))], async f => {
      const user = f.elements.user.value || null;
      await put('/api/broker', { url: f.elements.url.value, events: chosen(f), site: f.elements.site.value || null, user, password: user ? f.elements.password.value : null, paused: f.elements.paused.checked });
      await again();
    }, () => place.replaceChildren()));
    place.querySelector('input').focus();
  };
  host.replaceChildren(top(t('MQTT broker'), t('The same events, published; each is confirmed by the broker.'), h('button', { type: 'button', onclick: edit }, now ? t('Change') : [icon('plus'), t('Set up')])), place,
    now ? h('div', { class: 'entry' }, h('div', null, h('div', { class: 'mono' }, now.url), h('div', { class: 'muted small' }, `${now.events.join(', ')} · ${now.site ?? t('every site')} · ${now.has_credentials ? t('with user and password') : t('without a password')}`),
      h('div', null, now.paused ? chip(t('paused'), 'warn') : now.connected ? chip(t('connected'), 'good') : chip(t('not connected'), 'bad'), ' ', now.last_failure ? h('span', { class: 'muted small' }, now.last_failure) : null), h('div', null, counts(now))),
    h('div', { class: 'row end' }, h('button', { type: 'button', onclick: () => drawBroker(host, sites, true) }, t('Look again')), twice(t('Remove'), act(() => remove('/api/broker'), again)))) : h('p', { class: 'muted' }, t('None yet.')));
}

async function drawDevices(host, sites, secrets = h('div')) {
  const [list, keys] = await Promise.all([get('/api/devices'), get('/api/keys')]);
  forget(secrets, list);
  const place = h('div'), again = () => drawDevices(host, sites, secrets);
  const edit = x => {
    const field = (name, word, more) => h('label', null, word, h('input', { name, required: true, maxlength: '120', value: x?.[name] ?? '', autocomplete: 'off', spellcheck: 'false', ...more }));
    place.replaceChildren(form(x ? t('Save') : t('Add'), [x ? null : field('id', t('Id'), id),
      h('label', null, t('Site'), h('select', { name: 'site', required: true }, sites.map(y => h('option', { value: y.id, selected: y.id === x?.site }, y.name)))),
      field('name', t('Name')), field('maker', t('Maker')), field('model', t('Model')), field('serial', t('Serial number')), field('approval', t('Approval, with its register'), { required: false, maxlength: '200' })], async f => {
      const name = x?.id ?? f.elements.id.value, given = n => f.elements[n].value.trim();
      if (!x && list.some(y => y.id === name)) throw new Error(t('There is one of this id already.'));
      await put(`/api/devices/${encodeURIComponent(name)}`, { site: given('site'), name: given('name'), maker: given('maker'), model: given('model'), serial: given('serial'), approval: given('approval') || null });
      await again();
    }, () => place.replaceChildren()));
    place.querySelector('input').focus();
  };
  host.replaceChildren(top(t('Devices that hand in passages'), t('Another maker’s radar or camera hands in what it has measured, with a key of its own.'),
    h('button', { type: 'button', id: 'add-device', disabled: !sites.length, onclick: () => edit(null) }, icon('plus'), t('Add'))), secrets, place,
  list.length ? h('div', { class: 'list' }, list.map(line)) : sites.length ? h('p', { class: 'muted' }, t('None yet.')) : empty(t('No site yet'), t('A device stands at a site: add a camera first, which makes one.')));

  function line(x) {
    const path = `/api/devices/${encodeURIComponent(x.id)}`, own = keys.filter(k => k.device === x.id);
    return h('div', { class: 'connection', 'data-device': x.id }, h('div', { class: 'entry' },
      h('div', null, h('b', null, x.name), ' ', h('span', { class: 'mono' }, x.id), h('div', { class: 'muted small' }, `${x.maker} ${x.model} · ${x.serial} · ${x.site} · ${x.approval ?? t('no approval known')}`)),
      h('div', { class: 'row end' }, h('button', { type: 'button', onclick: act(async () => {
        const { key } = await post(`${path}/keys`);
        secrets.append(secretBox(x.id, t('The key of {name}', { name: x.name }), t('With it the device hands in passages, and nothing else. It is not shown again.'), key));
      }, again) }, t('New key')), h('button', { type: 'button', onclick: () => edit(x) }, t('Change')), twice(t('Remove'), act(() => remove(path), again)))),
    own.length ? h('ul', { class: 'keys' }, own.map(k => h('li', { class: 'row', 'data-key': k.id }, h('span', { class: 'mono' }, k.id), h('span', { class: 'muted small' }, `${t('since')} `, when(k.made_at)), twice(t('Remove'), act(() => remove(`/api/keys/${k.id}`), again)))))
      : h('p', { class: 'muted small' }, t('No key yet: it cannot hand in anything.')));
  }
}
