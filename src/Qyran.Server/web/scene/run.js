// Work over recorded minutes that the server does: begun, followed, stopped; a card with a button, the minutes and how far it is.
import { h, toast } from '../dom.js';
import { get, post, remove } from '../api.js';
import { t } from '../words.js';

export const running = now => now.state === 'waiting' || now.state === 'running';

/**
 * @param path where it is begun (POST), asked for (GET) and stopped (DELETE)
 * @param name of the button and its `id`
 * @param ask what is posted beside the minutes
 * @param show called with every answer, and with what was asked; gives what stands in the card
 * @param after called with the last answer, or null when there was none, and with what was asked; that is null where it was begun before this page was opened, perhaps by somebody else
 */
export function run({ path, id, name, lengths, ask, show, after }) {
  const said = h('div', { class: 'stack', role: 'status' }), minutes = h('select', { 'aria-label': t('Recorded minutes') }, lengths.map(m => h('option', { value: m }, t('last {n} min', { n: m }))));
  const start = h('button', { type: 'button', id: `scene-${id}`, onclick: begin }, name), stop = h('button', { type: 'button', hidden: true, onclick: () => remove(path).catch(error => toast(error.message, 'bad')) }, t('Stop'));
  let gone = false, wait = 0;

  function begin() {
    const asked = ask();
    return follow(post(path, { ...asked, minutes: Number(minutes.value) }), asked);
  }

  async function follow(begun, asked) {
    let now = null;
    start.disabled = true;
    try {
      now = await begun;
      while (!gone) {
        stop.hidden = !running(now);
        said.dataset.state = now.state;
        said.replaceChildren(...show(now, asked).filter(x => x));
        if (!running(now)) break;
        await new Promise(done => { wait = setTimeout(done, 700); });
        now = await get(path).catch(error => { if (error.status !== 0) throw error; return now; }); // a server that does not answer for a while works on
      }
    } catch (error) { said.replaceChildren(h('p', { class: 'problem' }, error.message)); now = null; }
    start.disabled = false;
    stop.hidden = true;
    if (!gone) after(now, asked);
  }

  // what somebody has begun before this page was opened, and what came of it; there may be none
  get(path).then(now => { if ((running(now) || now.state === 'done') && !gone && !start.disabled) follow(now, null); }, () => { });

  return { start, said, leave: () => { gone = true; clearTimeout(wait); }, card: h('section', { class: 'card stack' }, h('div', { class: 'row' }, start, minutes, stop), said) };
}

/** How far it is. */
export const bar = now => running(now) ? h('progress', { max: now.of_seconds ?? 1, value: now.of_seconds ? Math.min(now.seconds, now.of_seconds) : null, 'aria-label': t('Looked at so far') }) : null;
