// Watched plates with why, for those who keep the list; below it, for all who are told, when one has passed.
import { t } from '../words.js';
import { h, head, icon, chip, when, empty, toast } from '../dom.js';
import { get, post, query, listen, may } from '../api.js';

export const title = t('Watchlist');
const PAGE = 50, MOST = 4 * PAGE;

const sign = text => h('span', { class: 'plate' }, text);

export async function show(host) {
  const [sites, cameras] = await Promise.all([get('/api/sites'), get('/api/cameras')]);
  const siteName = id => sites.find(s => s.id === id)?.name ?? id, cameraName = id => cameras.find(c => c.id === id)?.name ?? id;
  const form = h('div'), list = h('div'), alerts = h('div', { class: 'card sheet' });
  const keeps = may('watchlist');
  host.append(head(t('Watchlist'), keeps && h('button', { class: 'main', type: 'button', id: 'add-watch', onclick: add }, icon('plus'), t('Watch a plate'))),
    h('p', { class: 'muted' }, t('When a watched plate passes, everybody here who may know is told at once. It opens no case: somebody looks and acts.')),
    h('div', { class: 'stack' }, form, list, h('h2', null, t('Passed lately')), alerts));

  async function load() {
    if (!keeps) return;
    const watches = await get('/api/watchlist');
    list.replaceChildren(watches.length
      ? h('div', { class: 'card sheet' }, h('table', null,
        h('thead', null, h('tr', null, [t('Plate'), t('Reason'), t('Basis'), t('Sites'), t('Holds'), t('Entered'), ''].map(w => h(w ? 'th' : 'td', null, w)))), h('tbody', null, watches.map(line))))
      : empty(t('No plate is watched'), t('Enter a plate with why it is watched and on what basis: a stolen car, a search order. Both stand in the audit log.')));
  }

  function line(w) {
    const place = h('td');
    const button = () => h('button', { type: 'button', 'data-end': w.id, onclick: ask }, t('End'));
    /** Ending asks why, and is confirmed by that. */
    function ask() {
      const problem = h('p', { class: 'problem', role: 'alert' });
      const back = () => { place.replaceChildren(button()); place.firstChild.focus(); };
      const f = h('form', { class: 'stack tight', onkeydown: event => { if (event.key === 'Escape') back(); }, onsubmit: async event => {
        event.preventDefault();
        try {
          await post(`/api/watchlist/${encodeURIComponent(w.id)}/end`, { plate: w.plate, reason: f.elements.reason.value });
          toast(t('{plate} is watched no more', { plate: w.plate }));
          await load();
        } catch (error) {
          problem.textContent = error.message;
        }
      } }, h('label', null, t('Why it ends'), h('input', { name: 'reason', required: true, minlength: '3', maxlength: '200', autocomplete: 'off' })), problem,
      h('div', { class: 'row' }, h('button', { class: 'bad', type: 'submit' }, t('End')), h('button', { type: 'button', onclick: back }, t('Cancel'))));
      place.replaceChildren(f);
      f.elements.reason.focus();
    }
    if (w.may_end) place.append(button());
    return h('tr', { 'data-watch': w.id }, h('td', null, sign(w.plate), /^[A-Z0-9?]{4,10}$/.test(w.plate) ? null : h('div', { class: 'muted small' }, t('Only a device of another maker can tell of it: cameras here read plates of 4 to 10 signs, A to Z and 0 to 9, no province sign.'))), h('td', null, w.reason), h('td', null, w.basis), h('td', null, w.sites ? w.sites.map(siteName).join(', ') : t('every site')),
      h('td', null, w.state === 'coming' ? [chip(t('not yet'), 'warn'), ' '] : null, when(w.from), ' – ', w.until ? when(w.until) : t('until ended')),
      h('td', null, w.entered_by, ' ', h('span', { class: 'muted small' }, when(w.entered_at))), place);
  }

  function add() {
    const problem = h('p', { class: 'problem', role: 'alert' }), close = () => { form.replaceChildren(); document.getElementById('add-watch')?.focus(); };
    const field = (word, name, attributes, hint) => h('label', null, word, h('input', { name, autocomplete: 'off', ...attributes }), hint ? h('span', { class: 'muted small' }, hint) : null);
    const instant = x => x ? new Date(x).toISOString() : null;
    const f = h('form', { class: 'card grid', oninput: event => event.currentTarget.classList.add('dirty'), onkeydown: event => { if (event.key === 'Escape' && !f.classList.contains('dirty')) close(); }, onsubmit: async event => {
      event.preventDefault();
      problem.textContent = '';
      const chosen = [...f.querySelectorAll('input[name=site]:checked')].map(x => x.value), v = n => f.elements[n].value.trim();
      try {
        const made = await post('/api/watchlist', { plate: v('plate'), reason: v('reason'), basis: v('basis'), from: instant(v('from')), until: instant(v('until')), sites: chosen.length ? chosen : null });
        toast(t('{plate} is watched', { plate: made.plate }));
        close();
        await load();
      } catch (error) {
        problem.textContent = error.message;
      }
    } }, h('h2', null, t('Watch a plate')), h('div', { class: 'fields' },
      field(t('Plate'), 'plate', { required: true, minlength: '2', maxlength: '40', spellcheck: 'false', placeholder: '123ABC02' }, t('? stands for a sign nobody knows, at most twice.')),
      field(t('Reason'), 'reason', { required: true, minlength: '3', maxlength: '200', placeholder: t('stolen on 20 November') }),
      field(t('Basis'), 'basis', { required: true, minlength: '3', maxlength: '200', placeholder: t('report 1234 of the police') }, t('The law, order or report it rests on.')),
      field(t('From'), 'from', { type: 'datetime-local' }, t('Left empty: from now on.')),
      field(t('Until'), 'until', { type: 'datetime-local' }, t('Left empty: until somebody ends it.')),
      sites.length > 1 ? h('fieldset', { class: 'wide plain' }, h('legend', null, t('Only at these sites')), h('div', { class: 'row' }, sites.map(s => h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'site', value: s.id }), s.name)))) : null),
    problem, h('div', { class: 'row' }, h('button', { class: 'main', type: 'submit' }, t('Watch')), h('button', { type: 'button', onclick: close }, t('Cancel'))));
    form.replaceChildren(f);
    f.elements.plate.focus();
  }

  const body = h('tbody'), none = empty(t('None has passed yet'), t('When a watched plate passes, it shows here with its picture.')), older = h('button', { type: 'button', onclick: () => more() }, t('Older'));
  alerts.append(h('table', { hidden: true }, h('thead', null, h('tr', null, ['', t('Plate'), t('How sure'), t('Camera'), t('Seen')].map(w => h(w ? 'th' : 'td', null, w)))), body), none, older);
  let next = null;

  function draw() {
    alerts.querySelector('table').hidden = body.rows.length === 0;
    none.hidden = body.rows.length > 0;
    older.hidden = !next;
  }

  function passed(a, fresh) {
    const to = `/passages/${encodeURIComponent(a.passage)}`;
    return h('tr', { class: fresh ? 'new' : null, 'data-alert': a.id },
      h('td', null, h('a', { href: to, 'aria-label': t('To the passage of {plate}', { plate: a.plate }) }, a.photo ? h('img', { class: 'thumb', src: a.photo, alt: '', loading: 'lazy' }) : h('span', { class: 'thumb' }, icon('passages')))),
      h('td', null, h('a', { href: to }, sign(a.plate)), a.watched === a.plate ? null : [' ', h('span', { class: 'muted small' }, t('watched: {plate}', { plate: a.watched }))]),
      h('td', null, a.match === 'sure' ? chip(t('sure'), 'bad') : chip(t('possible: look at the picture'), 'warn')),
      h('td', null, cameraName(a.camera), ' ', h('span', { class: 'muted small' }, siteName(a.site))), h('td', null, when(a.at)));
  }

  const known = id => [...body.rows].some(r => r.dataset.alert === id);

  async function more() {
    const page = await get(query('/api/watchlist/alerts', { most: PAGE, after: next }));
    body.append(...page.items.filter(a => !known(a.id)).map(a => passed(a)));
    next = page.next;
    draw();
  }

  const tell = a => {
    if (known(a.id)) return;
    body.prepend(passed(a, true));
    // what goes comes again with Older
    if (body.rows.length > MOST) {
      body.lastElementChild.remove();
      next = body.lastElementChild.dataset.alert;
    }
    draw();
  };
  const again = async () => {
    const page = await get(query('/api/watchlist/alerts', { most: PAGE })).catch(() => null);
    if (!page) return;
    // where more than a page was missed, what stands here does not follow on it
    if (page.next && !page.items.some(a => known(a.id))) {
      body.replaceChildren();
      next = page.next;
    }
    page.items.reverse().forEach(tell);
  };
  const deaf = listen({ watch: tell, again });
  try {
    await Promise.all([load(), more()]);
  } catch (error) {
    deaf();
    throw error;
  }
  return deaf;
}
