// The frame around the pages: where we are, the theme, the event stream, keys that work everywhere.
import { t, told, explained, dress } from './words.js';
import { h, icon, typing, empty, toast } from './dom.js';
import { toggleKeys, pressed } from './keys.js';
import { get, post, openEvents, listen, seldom, query, me, may, Problem } from './api.js';
import { stood, stand } from './address.js';

const pages = [
  { path: /^\/$/, load: () => import('./pages/live.js'), nav: 'live' },
  { path: /^\/cameras\/([^/]+)$/, load: () => import('./pages/camera.js'), nav: 'live' },
  { path: /^\/cameras\/([^/]+)\/scene$/, load: () => import('./pages/scene.js'), nav: 'cameras' },
  { path: /^\/passages$/, load: () => import('./pages/passages.js'), nav: 'passages' },
  { path: /^\/passages\/([^/]+)$/, load: () => import('./pages/passage.js'), nav: 'passages' },
  { path: /^\/cases$/, load: () => import('./pages/cases.js'), nav: 'cases' },
  { path: /^\/cases\/([^/]+)$/, load: () => import('./pages/case.js'), nav: 'cases' },
  { path: /^\/cameras$/, load: () => import('./pages/cameras.js'), nav: 'cameras' },
  { path: /^\/sections$/, load: () => import('./pages/sections.js'), nav: 'cameras' },
  { path: /^\/traffic$/, load: () => import('./pages/traffic.js'), nav: 'traffic' },
  { path: /^\/map$/, load: () => import('./pages/map.js'), nav: 'map' },
  { path: /^\/watchlist$/, load: () => import('./pages/watchlist.js'), nav: 'watchlist' },
  { path: /^\/system$/, load: () => import('./pages/system.js'), nav: 'system' },
  { path: /^\/people$/, load: () => import('./pages/people.js'), nav: 'people' },
  { path: /^\/connections$/, load: () => import('./pages/connections.js'), nav: 'connections' },
  { path: /^\/audit$/, load: () => import('./pages/audit.js'), nav: 'audit' },
  { path: /^\/account$/, load: () => import('./pages/account.js'), nav: 'account' },
  { path: /^\/first-start$/, load: () => import('./pages/first-start.js') },
];
// with the right each needs: what the server would refuse is not offered
const entries = [['live', '/', t('Live'), 'l', 'watch'], ['passages', '/passages', t('Passages'), 'p', 'passages'], ['cases', '/cases', t('Cases'), 'c', 'cases'], ['traffic', '/traffic', t('Traffic'), 'r', 'passages'], ['map', '/map', t('Map'), 'm', 'cameras'], ['watchlist', '/watchlist', t('Watchlist'), 'w', 'alerts'], ['cameras', '/cameras', t('Cameras'), 'k', 'cameras'],
  ['people', '/people', t('People'), 'o', 'people'], ['connections', '/connections', t('Connections'), 'n', 'connect'], ['audit', '/audit', t('Audit'), 'a', 'audit'], ['system', '/system', t('System'), 's', 'system']].filter(e => may(e[4]));
if (me.choose_account) history.replaceState(null, '', '/first-start');
else if (location.pathname === '/' && !may('watch')) history.replaceState(null, '', entries[0][1]);

dress();
const page = document.getElementById('page');
const nav = document.getElementById('nav');
const count = h('span', { class: 'count', hidden: true });
const first = 3; // as many as a narrow screen has room for; the others are a touch away
for (const [i, [id, path, word, key]] of entries.entries())
  nav.append(h('a', { href: path, class: i < first ? null : 'rest', 'data-nav': id, title: `${word} (g ${key})` }, icon(id), h('span', null, word), id === 'cases' ? count : null));

nav.hidden = me.choose_account; // one thing first
let leave = null, turn = 0;

const more = document.getElementById('more');
/** On a narrow screen: the other pages and one's own things, above the bar. */
function unfold(open) {
  document.querySelector('.bar').classList.toggle('open', open);
  more.setAttribute('aria-expanded', String(open));
}
more.append(icon('system'), h('span', null, t('Others')));
more.addEventListener('click', () => unfold(more.getAttribute('aria-expanded') !== 'true'));
document.addEventListener('keydown', event => { if (event.key === 'Escape') unfold(false); });

/** Shows the page of the current address. A page's `show(host, ids, go)` may return what to do when it is left. */
async function show() {
  const mine = ++turn;
  stand();
  leave?.();
  leave = null;
  const found = pages.map(p => ({ p, m: p.path.exec(location.pathname) })).find(x => x.m);
  for (const a of nav.children)
    if (a.dataset.nav === found?.p.nav) a.setAttribute('aria-current', 'page');
    else a.removeAttribute('aria-current');
  unfold(false);
  const host = h('div', { class: 'page' });
  const wait = h('div', { class: 'page grid wait-page', role: 'status', 'aria-label': t('Loading') }, h('div', { class: 'wait' }), h('div', { class: 'wait' }));
  page.replaceChildren(wait, host);
  host.hidden = true;
  if (!found) {
    wait.remove();
    host.hidden = false;
    host.append(empty(t('No such page'), t('Perhaps it moved.'), h('a', { href: '/' }, t('To the live view'))));
    return;
  }
  try {
    const module = await found.p.load();
    if (mine !== turn) return;
    document.title = `${module.title} · Qyran`;
    const left = await module.show(host, found.m.slice(1).map(decodeURIComponent), go);
    if (mine === turn) { wait.remove(); host.hidden = false; }
    // whoever came by a key or a reader stands at the new page, not at a link that may be gone
    if (mine === turn && mine > 1 && !page.contains(document.activeElement)) page.focus({ preventScroll: true });
    if (mine === turn) { leave = left ?? null; stand(); }
    else left?.();
  } catch (error) {
    if (mine !== turn) return;
    console.error(error);
    wait.remove();
    host.hidden = false;
    host.replaceChildren(empty(t('This did not work'), error.message, h('button', { onclick: show }, t('Try again'))));
  }
}

/** Asks where something would be lost: what a page marks as dirty is not saved, or is a secret that is not shown again. */
const mayLeave = () => !page.querySelector('.dirty') || confirm(t('Leave this page? What is not saved, and what is shown only this once, is lost.'));

export function go(path) {
  if (!mayLeave()) return;
  // what is only shown anew is no further step back
  const to = new URL(path, location.href), same = to.pathname === location.pathname && to.search === location.search;
  history[same ? 'replaceState' : 'pushState'](null, '', path);
  window.scrollTo(0, 0);
  show();
}

document.addEventListener('click', event => {
  const a = event.target.closest('a[href^="/"]');
  if (!a || a.target || a.hasAttribute('download') || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || a.pathname.startsWith('/api/')) return;
  event.preventDefault();
  go(a.getAttribute('href'));
});
window.addEventListener('popstate', () => {
  const before = new URL(stood());
  // only the place within the page: "Skip to the page"
  if (before.pathname === location.pathname && before.search === location.search) stand();
  else if (mayLeave()) show();
  else history.pushState(null, '', before); // the browser has gone already
});
// what no page has caught is said all the same
window.addEventListener('unhandledrejection', event => {
  if (!(event.reason instanceof Problem)) return;
  event.preventDefault();
  toast(event.reason.message, 'bad');
});

// light, dark, or as the system has it
const theme = document.getElementById('theme');
theme.append(icon('theme'));
const saved = localStorage.getItem('theme');
if (saved) document.documentElement.dataset.theme = saved;
function turnTheme() {
  const dark = document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  document.documentElement.dataset.theme = dark === 'dark' ? 'light' : 'dark';
  localStorage.setItem('theme', document.documentElement.dataset.theme);
}
theme.addEventListener('click', turnTheme);

const account = document.getElementById('account');
account.append(icon('account'));
account.title = account.ariaLabel = t('My account: {name}, {role}', { name: me.name, role: told(me.role) });

const out = document.getElementById('out');
out.append(icon('out'));
out.addEventListener('click', async () => { await post('/api/sign-out'); location.assign('/sign-in'); });

// "g c" goes to the cases, like in other programs
let going = null;
document.addEventListener('keydown', event => {
  if (typing(event)) return;
  if (event.key === '?') { event.preventDefault(); toggleKeys(entries); return; }
  if (document.querySelector('dialog[open]')) return;
  const key = pressed(event);
  if (going) {
    clearTimeout(going);
    going = null;
    // no page takes it for its own: this listener is older than theirs and is asked first
    event.stopImmediatePropagation();
    const to = entries.find(e => e[3] === key);
    if (to) { event.preventDefault(); go(to[1]); }
  } else if (key === 'g') {
    going = setTimeout(() => going = null, 1200);
  } else if (key === 't') turnTheme();
});

const tally = seldom(async () => {
  if (!may('cases')) return;
  const answer = await get('/api/open-cases').catch(() => null);
  if (!answer) return;
  count.textContent = answer.open > 99 ? '99+' : String(answer.open);
  count.hidden = answer.open === 0;
});
const link = document.getElementById('link');
openEvents(on => { link.dataset.on = on; link.title = on ? t('Connected: what happens shows at once') : t('Not connected: trying again'); if (on) tally(); });

let warned = []; // ids of the watched plates' passages that were told last
function warn(alert) {
  warned = [alert.id, ...warned.slice(0, 99)];
  toast(alert.match === 'sure' ? t('Watched plate {plate} at {camera}', { plate: alert.watched, camera: alert.camera }) : t('Perhaps the watched plate {plate} at {camera}', { plate: alert.watched, camera: alert.camera }), 'bad');
}
let troubles = []; // not told yet: where a network fails, every camera says so
const complain = seldom(() => {
  const names = [...new Set(troubles.map(x => x.camera))];
  toast(names.length === 1 ? `${names[0]}: ${troubles.map(x => explained(x.text)).join('; ')}`
    : t('{n} camera in trouble: {names}|{n} cameras in trouble: {names}', { n: names.length, names: names.slice(0, 6).join(', ') + (names.length > 6 ? ', …' : '') }), 'bad');
  troubles = [];
});
listen({
  case: body => {
    tally();
    if (body.state === 'candidate' && !body.has_pack) toast(t('New case: {title}', { title: told(body.rule_title) }), 'warn');
  },
  watch: warn,
  camera: body => { if (body.on) { troubles.push(body); complain(); } },
  again: async since => {
    tally();
    if (!may('alerts')) return;
    const { items } = await get(query('/api/watchlist/alerts', { most: 20 })).catch(() => ({ items: [] }));
    for (const alert of items.reverse()) if (Date.parse(alert.at) >= since && !warned.includes(alert.id)) warn(alert);
  },
});
// what happened while nobody looked was not told: show it anew, but not over what would be lost
let hiddenSince = 0;
document.addEventListener('visibilitychange', () => {
  if (document.hidden) hiddenSince = Date.now();
  else if (hiddenSince && Date.now() - hiddenSince > 20000 && !page.querySelector('.dirty')) show();
});
show();
