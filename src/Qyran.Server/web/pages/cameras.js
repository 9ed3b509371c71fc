// The cameras: how each is, and the form to add or change one.
import { t, told, explained } from '../words.js';
import { h, s, head, icon, chip, empty, toast, steps } from '../dom.js';
import { get, post, put, remove, may } from '../api.js';
import { zones } from '../zones.js';

export const title = t('Cameras');

export async function show(host) {
  const list = h('div', { class: 'grid' }), form = h('div'), way = h('div');
  host.append(head(t('Cameras'), h('a', { class: 'button', href: '/sections' }, t('Sections')), may('setup') && h('button', { class: 'main', type: 'button', onclick: () => edit(null) }, icon('plus'), t('Add a camera'))), way, form, list);

  // a picture is asked for once: asked for at every look it would flicker, and each asking stands in the audit log. A camera just added has none yet: then the next looks ask again, a few times
  const none = '/web/icon.svg', pictures = new Map(), failed = new Map();
  const picture = (c, path) => {
    const asked = c.paused || !may('watch') ? none : `${path}/snapshot`, key = `${c.id} ${asked}`;
    const instead = event => {
      if (event.target.getAttribute('src') === none) return;
      event.target.src = none;
      failed.set(key, (failed.get(key) ?? 0) + 1);
      if (failed.get(key) < 6) pictures.delete(key);
    };
    if (!pictures.has(key)) pictures.set(key, h('img', { src: asked, alt: '', onerror: instead }));
    return pictures.get(key);
  };

  async function load() {
    const cameras = await get('/api/cameras');
    const focused = list.contains(document.activeElement) ? document.activeElement : null, card_of = focused?.closest('[data-camera]');
    const place = card_of ? [...card_of.querySelectorAll('a, button')].indexOf(focused) : -1;
    way.replaceChildren(...(may('setup') && !cameras.some(c => c.has_scene) ? [first(cameras.length > 0)] : []));
    list.replaceChildren(...(cameras.length ? cameras.map(card) : [empty(t('No camera yet'), t('An RTSP address is enough to see and record; a scene file makes it measure.'))]));
    if (place >= 0) list.querySelector(`[data-camera="${card_of.dataset.camera}"]`)?.querySelectorAll('a, button')[place]?.focus({ preventScroll: true });
  }

  function card(c) {
    const x = c.state, path = `/api/cameras/${encodeURIComponent(c.id)}`;
    const act = (call, said) => async () => { try { await call(); toast(said); } catch (error) { toast(error.message, 'bad'); } await load(); };
    return h('article', { class: 'card camera-card', 'data-camera': c.id },
      h('a', { href: `/cameras/${encodeURIComponent(c.id)}`, tabindex: '-1', 'aria-label': c.name }, picture(c, path)),
      h('div', { class: 'stack' }, h('div', null, h('a', { class: 'name', href: `/cameras/${encodeURIComponent(c.id)}` }, c.name), ' ', h('span', { class: 'muted' }, c.id)),
        h('div', { class: 'row' }, chip(c.paused ? t('paused') : told(x.state), x.state === 'running' ? 'good' : 'warn'), x.troubles.map(word => chip(told(word), 'bad')), c.has_scene ? null : chip(t('no scene: counts only')), c.has_credentials ? chip(t('password stored')) : null),
        meter(x.score), h('div', { class: 'muted small' }, c.source, x.reasons.length ? ` · ${explained(x.reasons[0])}` : '')),
      may('setup') && h('div', { class: 'row' },
        c.paused ? h('button', { onclick: act(() => post(`${path}/resume`), t('Running again')) }, icon('play'), t('Resume')) : h('button', { onclick: act(() => post(`${path}/pause`), t('Paused')) }, icon('pause'), t('Pause')),
        h('button', { onclick: () => edit(c) }, t('Change')),
        h('a', { class: 'button', href: `/cameras/${encodeURIComponent(c.id)}/scene` }, t('Scene')),
        h('button', { class: 'bad', onclick: () => { if (confirm(t('Remove {name}? Its passages and cases stay, its recordings until their time is up.', { name: c.name }))) act(() => remove(path), t('Removed'))(); } }, t('Remove'))));
  }

  async function edit(listed) {
    const [sites, before] = await Promise.all([get('/api/sites'), listed ? get(`/api/cameras/${encodeURIComponent(listed.id)}`) : null]), c = before?.camera ?? null;
    const field = (word, name, attributes, hint) => h('label', null, word, h('input', { name, ...attributes }), hint ? h('span', { class: 'muted small' }, hint) : null);
    const problem = h('p', { class: 'problem', role: 'alert' }), black = zones(c ? `/api/cameras/${encodeURIComponent(c.id)}/snapshot` : null, c?.blackened ?? []), untouched = JSON.stringify(black.value());
    const close = () => { form.replaceChildren(); location.hash = ''; };
    const f = h('form', { class: 'card grid', onsubmit: save, oninput: event => event.currentTarget.classList.add('dirty') },
      h('h2', null, c ? t('Change {name}', { name: c.name }) : t('Add a camera')),
      h('div', { class: 'fields' },
        field(t('Address'), 'source', { required: true, value: c?.source ?? '', placeholder: 'rtsp://192.168.1.20/stream1', autocomplete: 'off', spellcheck: 'false' }, t('Without user and password. RTSP(S), HTTP, RTP, SRT; or video:name.mp4 from the data folder’s videos.')),
        field(t('Name'), 'name', { required: true, maxlength: '120', value: c?.name ?? '', placeholder: t('Northbound') }),
        field(t('Id'), 'id', { required: true, maxlength: '40', pattern: '[a-z0-9][a-z0-9\\-]*', value: c?.id ?? '', disabled: c !== null, placeholder: 'north-1' }, t('Names folders and evidence; cannot be changed.')),
        field(t('Site'), 'site', { required: true, list: 'sites', value: c?.site ?? sites[0]?.id ?? '', placeholder: 'bridge', pattern: '[a-z0-9][a-z0-9\\-]*' }, t('A new word makes a new site.')),
        field(t('User'), 'user', { autocomplete: 'off', placeholder: c?.has_credentials ? t('stored; leave empty to keep it') : '' }),
        field(t('Password'), 'password', { type: 'password', autocomplete: 'new-password' }, t('Sealed at rest, never shown again.')),
        c?.has_credentials && h('label', { class: 'check wide' }, h('input', { type: 'checkbox', name: 'forget' }), t('Forget the stored password')),
        field(t('Keep recordings for days'), 'keep_days', { type: 'number', min: '1', max: '3650', value: String(c?.keep_days ?? 7) }),
        field(t('At most GB'), 'keep_gb', { type: 'number', min: '1', value: c?.keep_gb ? String(c.keep_gb) : '', placeholder: t('until the disk is full') }),
        h('label', { class: 'wide' }, t('Scene file (lanes, lines, signals, survey, limits); without one vehicles are only counted'), h('textarea', { name: 'scene', spellcheck: 'false' }, before?.scene ?? '')),
        h('div', { class: 'wide' }, h('h3', null, t('Privacy zones')), black.element)),
      h('datalist', { id: 'sites' }, sites.map(x => h('option', { value: x.id }, x.name))),
      problem, h('div', { class: 'row' }, h('button', { class: 'main', type: 'submit' }, c ? t('Save') : t('Add')), h('button', { type: 'button', onclick: close }, t('Cancel'))));
    form.replaceChildren(f, h('p'));
    f.scrollIntoView({ block: 'start', behavior: 'smooth' });
    f.elements.source.focus();

    async function save(event) {
      event.preventDefault();
      problem.textContent = '';
      const v = Object.fromEntries(new FormData(f)), id = c?.id ?? v.id;
      try {
        // nothing is said of it: somebody may have made it meanwhile
        if (v.site !== c?.site && !sites.some(x => x.id === v.site)) await put(`/api/sites/${encodeURIComponent(v.site)}`, {});
        const body = {};
        // what was not changed here is left out: somebody may have changed it meanwhile
        for (const name of ['site', 'name', 'source']) if (v[name] !== c?.[name]) body[name] = v[name];
        if (Number(v.keep_days) !== c?.keep_days) body.keep_days = Number(v.keep_days);
        if (Number(v.keep_gb) !== (c?.keep_gb ?? 0)) body.keep_gb = Number(v.keep_gb);
        if (v.scene !== (before?.scene ?? '').replaceAll('\r\n', '\n')) Object.assign(body, { scene: v.scene, scene_version: before?.scene_version });
        if (JSON.stringify(black.value()) !== untouched) body.blackened = black.value();
        // a password goes to the address it was typed for
        if (v.user) Object.assign(body, { source: v.source, user: v.user, password: v.password });
        else if (v.forget) body.user = '';
        await put(`/api/cameras/${encodeURIComponent(id)}`, body);
        toast(c ? t('Saved') : t('Added'));
        close();
        await load();
      } catch (error) {
        problem.textContent = error.message;
      }
    }
  }

  await load();
  if (location.hash === '#add' && may('setup')) edit(null);
  const look = setInterval(() => load().catch(() => { }), 8000);
  return () => clearInterval(look);
}

/** The way from the first start to a camera that measures, until there is one. */
const first = added => h('section', { class: 'card' }, steps([t('Signed in'), t('Camera'), t('Scene')], [true, added], added ? 2 : 1,
  added ? t('Press “Scene” on its card and show it lanes and a few points on the road: with that it measures.') : t('Add the first one: its address, a name, an id and the site it stands at are enough to see and record.')));

const meter = score => h('div', { class: `meter${score < 50 ? ' low' : ''}`, role: 'meter', 'aria-valuenow': String(score), 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-label': t('Health'), title: t('health {score} of 100', { score }) },
  s('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none' }, s('rect', { width: score, height: 8 })));
