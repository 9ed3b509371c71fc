// The queue of cases by state; the first photo tells most.
import { t, told, explained } from '../words.js';
import { h, head, empty, chip, icon, when } from '../dom.js';
import { get, listen, seldom, query } from '../api.js';
import { restand } from '../address.js';

export const title = t('Cases');
const PAGE = 24, MOST = 200;
const states = [['candidate', t('To decide')], ['approved', t('Accepted')], ['rejected', t('Rejected')]];

export async function show(host) {
  let state = new URLSearchParams(location.search).get('state') ?? 'candidate', next = null, turn = 0, wanted = PAGE;
  const tabs = states.map(([id, word]) => h('button', { type: 'button', 'data-state': id, onclick: () => { state = id; wanted = PAGE; restand(id === 'candidate' ? '/cases' : `/cases?state=${id}`); load(); } }, word));
  const list = h('div', { class: 'cases' }), none = h('div'), more = h('button', { type: 'button', onclick: () => { wanted += PAGE; load(next); } }, t('More'));
  host.append(head(t('Cases'), h('div', { class: 'tabs', role: 'group', 'aria-label': t('State') }, tabs)), list, none, h('p', null, more));

  async function load(after = null) {
    const mine = ++turn;
    const page = await get(query('/api/cases', { state, newest: true, after, most: after ? PAGE : Math.min(wanted, MOST) }));
    if (mine !== turn) return;
    const focused = list.contains(document.activeElement) ? document.activeElement : null, place = [...list.children].indexOf(focused);
    next = page.next;
    more.hidden = !next;
    tabs.forEach((tab, i) => { tab.setAttribute('aria-pressed', String(states[i][0] === state)); tab.textContent = `${states[i][1]}${page.counts[states[i][0]] ? ` ${page.counts[states[i][0]]}` : ''}`; });
    if (after) list.append(...page.items.map(tile));
    else list.replaceChildren(...page.items.map(tile));
    // the same case; where it is gone, the one in its place
    if (focused && !after) ([...list.children].find(x => x.getAttribute('href') === focused.getAttribute('href')) ?? list.children[Math.min(place, list.children.length - 1)])?.focus({ preventScroll: true });
    none.replaceChildren(...(list.children.length ? [] : [state === 'candidate' ? empty(t('Nothing to decide'), t('When a rule is broken, its case appears here at once and its evidence some seconds later.')) : empty(t('None'), t('No case is in this state.'))]));
  }

  const anew = seldom(() => { if (host.isConnected) load(); });
  const deaf = listen({ case: anew, again: anew });
  try {
    await load();
  } catch (error) {
    deaf();
    throw error;
  }
  return deaf;
}

function tile(c) {
  const shot = c.has_pack ? h('img', { class: 'shot main', src: `/api/cases/${encodeURIComponent(c.id)}/files/overlays/at.jpg`, alt: '', loading: 'lazy' }) : h('div', { class: 'shot' }, t('Recording the evidence…'));
  // the vehicle itself, where a picture of it was kept
  const inset = c.has_pack ? h('img', { class: 'inset', src: `/api/passages/${encodeURIComponent(c.passage)}/photo`, alt: '', loading: 'lazy', onerror: event => event.target.remove() }) : null;
  return h('a', { class: 'card case-tile', href: `/cases/${encodeURIComponent(c.id)}`, 'data-rule': c.rule }, h('div', { class: 'shots' }, shot, inset),
    h('div', { class: 'body' }, h('div', { class: 'title' }, told(c.rule_title), c.state === 'candidate' ? null : chip(told(c.state), c.state === 'approved' ? 'good' : 'bad')),
      h('div', { class: 'small', title: c.why }, explained(c.why)), c.reason_title ? h('div', { class: 'small' }, told(c.reason_title)) : null, h('div', { class: 'muted small' }, when(c.at), ` · ${c.camera}`)));
}
