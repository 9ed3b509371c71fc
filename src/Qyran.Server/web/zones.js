// Rectangles drawn over a camera's picture: privacy zones. Drag to add one, click one (or Delete) to take it away.
import { t } from './words.js';
import { h, s, toast } from './dom.js';

const MOST = 16, LEAST = 0.01;

/** @param picture address of a still, or null; @param zones as the API gives them. Returns the element and value(), as the API takes them. */
export function zones(picture, given) {
  const all = given.map(z => ({ ...z })), drawn = s('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none', tabindex: '-1', 'aria-label': t('Privacy zones; drag to add one') }), say = h('p', { class: 'muted small' });
  const round = v => Math.round(v * 1e4) / 1e4;
  let from = null, now = null;

  // a form about it hears of it as of its fields
  function change(what) { what(); draw(); drawn.dispatchEvent(new Event('input', { bubbles: true })); }

  function take(i) {
    change(() => all.splice(i, 1));
    (drawn.children[Math.min(i, all.length - 1)] ?? drawn).focus();
  }

  function draw() {
    drawn.replaceChildren(...[...all, ...(now ? [now] : [])].map((z, i) => s('rect', {
      x: z.x, y: z.y, width: z.width, height: z.height, tabindex: '0', role: 'button', 'aria-label': t('Zone {number}; Delete takes it away', { number: i + 1 }), 'data-zone': i,
      onkeydown: event => { if (event.key === 'Delete' || event.key === 'Backspace') { event.preventDefault(); take(i); } },
    })));
    say.textContent = all.length ? `${t('{n} zone is black in all that is analysed, recorded and shown.|{n} zones are black in all that is analysed, recorded and shown.', { n: all.length })} ${t('The recording is encoded anew for it, which costs about a third of a core. Click a zone to take it away.')} ${t('What was recorded before stays as it was until it is deleted.')}`
      : picture ? t('None. Drag over the picture to blacken a part before anything is recorded, such as the windows of a house.') : t('Add the camera first; then zones can be drawn over its picture.');
  }

  const at = event => {
    const box = drawn.getBoundingClientRect();
    return [Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)), Math.min(1, Math.max(0, (event.clientY - box.top) / box.height))];
  };
  drawn.addEventListener('pointerdown', event => { from = at(event); drawn.setPointerCapture(event.pointerId); event.preventDefault(); });
  drawn.addEventListener('pointermove', event => {
    if (!from) return;
    const [x, y] = at(event);
    now = { x: round(Math.min(x, from[0])), y: round(Math.min(y, from[1])), width: round(Math.abs(x - from[0])), height: round(Math.abs(y - from[1])) };
    draw();
  });
  drawn.addEventListener('pointerup', event => {
    if (!from) return;
    const [x, y] = at(event), made = now;
    from = now = null;
    if (made && (made.width > LEAST || made.height > LEAST)) {
      // dragged: a line is no zone, and takes none away
      if (made.width <= LEAST || made.height <= LEAST) draw();
      else if (all.length < MOST) change(() => all.push(made));
      else { draw(); toast(t('There are {n} zones, more cannot be: take one away first', { n: MOST }), 'warn'); }
    } else {
      const hit = all.findLastIndex(z => z.x <= x && x <= z.x + z.width && z.y <= y && y <= z.y + z.height);
      if (hit >= 0) change(() => all.splice(hit, 1));
      else draw();
    }
  });
  drawn.addEventListener('pointercancel', () => { from = now = null; draw(); });
  draw();
  return { element: h('div', null, picture ? h('div', { class: 'zones' }, h('img', { src: picture, alt: t('The camera’s picture'), draggable: 'false' }), drawn) : null, say), value: () => all };
}
