// A copy of a case's evidence to be handed out, everybody else hidden: asked for here, made by the server, fetched when it is ready.
import { h, icon, toast } from './dom.js';
import { get, post } from './api.js';
import { t, explained } from './words.js';

/** What stands below the pack's button, and how to leave it. */
export function redacted(path) {
  const place = h('div', { class: 'redacted', 'aria-live': 'polite' });
  let wait = 0, gone = false;
  const ask = () => h('button', { class: 'quiet', type: 'button', id: 'redact', title: t('Clip and pictures with people and other vehicles hidden'), onclick: begin }, icon('people'), t('Copy to hand out'));
  const begin = () => post(`${path}/redacted`).then(show, error => toast(error.message, 'bad'));
  const look = () => get(`${path}/redacted`).then(show, error => place.replaceChildren(h('p', { class: 'problem' }, error.message)));

  function show(now) {
    clearTimeout(wait);
    if (gone) return;
    if (now.state === 'waiting' || now.state === 'running') {
      place.replaceChildren(h('p', { class: 'muted small' }, now.state === 'waiting' ? t('The copy waits for its turn …') : explained(now.step ?? '')), h('progress', { max: 1, value: now.share, 'aria-label': t('Copy to hand out') }));
      wait = setTimeout(look, 1000);
    } else if (now.state === 'done') {
      place.replaceChildren(h('a', { class: 'button', id: 'redacted', href: `${path}/redacted/file`, download: '' }, icon('down'), t('Copy to hand out')),
        h('p', { class: 'muted small' }, t('Somebody is hidden in {hidden} of {frames} frames. Look through it before you hand it out: a detector overlooks people.', { hidden: now.hidden_frames, frames: now.frames })));
    } else {
      place.replaceChildren(...now.why ? [h('p', { class: 'problem' }, explained(now.why))] : [], ask());
    }
  }

  look();
  return { place, leave: () => { gone = true; clearTimeout(wait); } };
}
