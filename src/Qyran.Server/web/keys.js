// Which keys work where: shown by "?".
import { t } from './words.js';
import { h } from './dom.js';

/** Keys of a page by its address; what a page itself listens to stands in its module. */
const pages = [
  [/^\/passages$/, [['/', t('to the plate')], ['Enter', t('open the line one is on')]]],
  [/^\/cameras\/[^/]+$/, [['f', t('full screen')]]],
  [/^\/cameras\/[^/]+\/scene$/, [['Ctrl Z', t('undo')], ['Ctrl Shift Z', t('redo')], ['↑ ↓ ← →', t('move the chosen point')], ['Delete', t('remove what is chosen')], ['Enter', t('finish what is being drawn')], ['Esc', t('stop drawing')]]],
  [/^\/cases\/[^/]+$/, [['a', t('accept')], ['r', t('reject, then the reason’s number')], ['j', t('next case')], ['k', t('case before')], ['1 … 9', t('the piece of evidence of this number')], ['d', t('download the pack')], ['← →', t('along a plot')]]],
];

/** The key that is pressed. Where it writes a letter that is not Latin, the Latin one on the same key: with a Cyrillic layout "ф" is a. */
export function pressed(event) {
  const [, latin] = /^Key([A-Z])$/.exec(event.code) ?? [];
  if (!latin || !/^[^\x00-\x7f]$/.test(event.key)) return event.key;
  return event.key === event.key.toLowerCase() ? latin.toLowerCase() : latin;
}

/** Opens or closes the list. `entries`: the pages' [id, path, word, key, …]. */
export function toggleKeys(entries) {
  const open = document.querySelector('dialog.keys-list');
  if (open) { open.close(); return; }
  const here = pages.find(([path]) => path.test(location.pathname))?.[1] ?? [];
  const list = rows => h('dl', { class: 'facts' }, rows.map(([keys, says]) => [h('dt', null, keys.split(' ').map(k => [h('kbd', null, k), ' '])), h('dd', null, says)]));
  const dialog = h('dialog', { class: 'keys-list', 'aria-labelledby': 'keys-title', onclose: () => dialog.remove(), onclick: event => { if (event.target === dialog) dialog.close(); } },
    h('div', { class: 'stack' }, h('h2', { id: 'keys-title' }, t('Keys')),
      here.length ? h('section', null, h('h3', null, t('On this page')), list(here)) : null,
      h('section', null, h('h3', null, t('Everywhere')), list([...entries.map(([, , word, key]) => [`g ${key}`, word]), ['t', t('light or dark')], ['?', t('this list')]])),
      h('form', { method: 'dialog' }, h('button', { class: 'main', type: 'submit' }, t('Close')))));
  document.body.append(dialog);
  dialog.showModal();
}
