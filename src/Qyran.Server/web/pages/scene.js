// The scene editor: what a camera sees, drawn over its picture; every save is a new version.
import { h, s, head, chip, empty, toast, when, typing } from '../dom.js';
import { get, post, put, may } from '../api.js';
import { pressed } from '../keys.js';
import { t, explained } from '../words.js';
import { kinds, lamps, list, handles, clicks, add, take } from '../scene/shapes.js';
import { form } from '../scene/form.js';
import { above } from '../scene/above.js';
import { resized, sameShape } from '../scene/resize.js';
import { guide, stage } from '../scene/guide.js';
import { trial } from '../scene/trial.js';
import { proposal } from '../scene/proposal.js';
import { redrawn } from '../scene/lanes.js';

export const title = t('Scene');

const tools = { points: () => t('Survey point'), lengths: () => t('Known length'), lanes: () => t('Lane'), lines: () => t('Line'), zones: () => t('Zone'), signals: () => t('Signal') };
const steps = [1, 2, 4, 8]; // km/h: where the error map's colours change

const SHAKE = 3; // px of the screen: a hand that only clicks moves so little
const FIRST_LOOK = 1500, LONGEST_LOOK = 15000; // ms, while a camera's first picture is waited for

/** Whether there is a picture to ask for. */
const sends = state => state.state === 'running' && state.width;

/** @param pause until a camera without a picture is looked at again, ms */
export async function show(host, [id], go, pause = FIRST_LOOK) {
  const path = `/api/cameras/${encodeURIComponent(id)}`;
  if (!may('setup')) { host.append(empty(t('Not for your role'), t('Who may change cameras draws their scenes.'))); return; }
  const [{ camera }, loaded] = await Promise.all([get(path), get(`${path}/scene`)]);
  // each picture that is asked for stands in the audit log
  if (!loaded.drawing && !sends(camera.state)) return later(host, path, camera, id, go, pause);
  const picture = new Image();
  picture.src = `${path}/snapshot`;
  const there = picture.decode().then(() => true, () => false);
  // a scene that knows its size is shown before the picture is there: a new one takes a second or two
  let seen = loaded.drawing ? false : await there;
  if (!loaded.drawing && !seen) return later(host, path, camera, id, go, pause);
  host.replaceChildren();
  let version = loaded.version, text = loaded.text, scene = loaded.drawing ?? { qyran_scene: 1, name: id, camera: { id, width: picture.naturalWidth, height: picture.naturalHeight } };
  let chosen = null, tool = null, clicked = [], past = [], future = [], drag = null, answer = null, map = true, turn = 0, wait = 0, saved = JSON.stringify(scene), rest = 0, first = false, built = null, shown = null, words = '', saving = false, gone = false;
  const used = new Set(); // every id there has been
  let size = { width: scene.camera.width, height: scene.camera.height }, view = whole(), written = '', fresh = ''; // the scene as text: as the page put it into its field, and as it is now

  const svg = s('svg', { tabindex: 0, role: 'application', 'aria-label': t('The camera’s picture with its scene; Tab leaves it, arrow keys move the chosen point') });
  const top = above();
  there.then(now => { if (!now) return; seen = true; top.picture(picture); draw(); });
  const say = h('div', { role: 'status' }), told = h('div', { id: 'scene-guide' }), side = h('div'), key = h('div', { class: 'scene-key' }), versions = h('div'), raw = h('textarea', { spellcheck: 'false', 'aria-label': t('Scene file'), oninput: mark });
  const proposing = proposal(path, drawn => {
    remember();
    if (scene.lens && !drawn.lens) toast(t('The scene’s lens goes with it: the proposal was made without one'), 'warn');
    scene = { ...scene, camera: { ...drawn.camera, ...scene.camera, width: drawn.camera.width, height: drawn.camera.height }, lens: drawn.lens, survey: drawn.survey, lanes: redrawn(scene, drawn, used) };
    chosen = null;
    after();
  });
  const trying = trial(path, () => JSON.stringify(scene), () => draw());
  const save = h('button', { class: 'main', type: 'button', id: 'scene-save', onclick: () => keep() }, t('Save as a new version'));
  const saveText = h('button', { type: 'button', id: 'scene-save-text', onclick: () => keep(raw.value) }, t('Save this text'));
  const apart = h('div', { class: 'stack', hidden: true }, h('p', { class: 'muted small' }, t('Typed here and not saved: what is drawn shows in this text again once it is saved or dropped.')),
    h('div', null, h('button', { type: 'button', id: 'scene-drop-text', onclick: () => { raw.value = written; write(fresh); mark(); } }, t('Drop what was typed'))));
  const unfit = h('p', { class: 'problem' }), refit = h('button', { type: 'button', id: 'scene-refit', onclick: () => { remember(); scene = resized(scene, picture.naturalWidth, picture.naturalHeight); chosen = null; clicked = []; after(); } });
  const misfit = h('div', { class: 'row', id: 'scene-misfit', hidden: true }, unfit, refit);
  const buttons = kinds.map(kind => h('button', { type: 'button', 'data-tool': kind, 'aria-pressed': 'false', onclick: () => { tool = tool === kind ? null : kind; clicked = []; draw(); svg.focus(); } }, tools[kind]()));
  host.append(head(t('Scene of {name}', { name: camera.name }), save),
    h('div', { class: 'scene' },
      h('div', { class: 'stack' }, told, h('div', { class: 'row' }, buttons,
        h('button', { type: 'button', 'aria-pressed': 'true', onclick: event => { map = !map; event.currentTarget.setAttribute('aria-pressed', String(map)); draw(); } }, t('Error map')),
        h('button', { type: 'button', onclick: () => { view = whole(); draw(); } }, t('Whole picture')),
        h('button', { type: 'button', id: 'scene-undo', title: 'Ctrl Z', onclick: () => undo() }, t('Undo')), h('button', { type: 'button', id: 'scene-redo', title: 'Ctrl Shift Z', onclick: () => travel(future, past) }, t('Redo'))),
      h('div', { class: 'scene-picture' }, svg), misfit, key, proposing.card, trying.card, say),
      h('div', { class: 'stack scene-side' }, h('section', { class: 'card' }, side), top.card, h('section', { class: 'card' }, h('h2', null, t('Versions')), versions),
        h('details', { class: 'card' }, h('summary', null, t('The scene file itself')), raw, apart, h('div', { class: 'row' }, saveText)))));

  const changed = () => JSON.stringify(scene) !== saved, typed = () => raw.value !== written;
  const fits = () => !seen || (picture.naturalWidth === scene.camera.width && picture.naturalHeight === scene.camera.height);
  function whole() { return { x: 0, y: 0, w: size.width, h: size.height }; }
  /** Puts the scene as text into its field, but for one in which somebody has typed. */
  function write(now) {
    fresh = now;
    if (typed()) return;
    if (raw.value !== now) raw.value = now;
    written = raw.value; // as the field has it: with line ends of its own
  }
  /** What would be lost by leaving: the frame around the pages asks before it shows another one, and shows this one not anew. */
  function mark() {
    apart.hidden = !typed();
    host.classList.toggle('dirty', changed() || clicked.length > 0 || typed() || unclear());
  }
  const unclear = () => side.querySelector('[aria-invalid=true]') !== null;
  function ready() { save.disabled = saving || !changed() || !answer || answer.errors.length > 0 || unclear(); }
  function remember() { past.push(JSON.stringify(scene)); if (past.length > 200) past.shift(); future = []; }
  function travel(from, to) { if (!from.length) return; to.push(JSON.stringify(scene)); scene = JSON.parse(from.pop()); chosen = null; after(); }
  function undo() { if (clicked.length) { clicked.pop(); draw(); } else travel(past, future); } // of what is just being drawn the last corner
  function after() { draw(); clearTimeout(wait); wait = setTimeout(check, 60); }

  async function check() {
    const mine = ++turn;
    try {
      const now = await post(`${path}/scene/check`, { text: JSON.stringify(scene) });
      if (mine !== turn) return;
      answer = now;
      if (answer.written !== null) write(changed() ? answer.written : text);
    } catch (error) { if (mine !== turn) return; answer = { errors: [error.message], notes: [], solved: null, refused: null }; }
    draw();
  }

  /** Saves what is drawn, or a text. What is drawn or typed before the answer comes stays, and is not saved yet. */
  async function keep(given = null) {
    const before = JSON.stringify(scene);
    saving = true;
    draw();
    try {
      if (!await send(given ?? before)) return;
      const newest = await get(`${path}/scene`), theirs = newest.version === version ? null : newest.versions.at(-1);
      // where somebody has saved right behind, mine stays on the picture with its own number, so that the next save asks
      const now = theirs ? await get(`${path}/scene/versions/${version}`) : newest;
      ({ text } = now);
      saved = JSON.stringify(now.drawing);
      if (JSON.stringify(scene) === before) {
        if (given !== null && saved !== before) remember(); // what was drawn beside the text can be had back
        scene = now.drawing;
        if (given !== null) chosen = null; // what was drawn comes back in its order
      }
      if (raw.value === given) written = given;
      write(text);
      list_(newest.versions);
      if (theirs) toast(t('Saved as version {n}; {who} has saved version {m} since, and the camera measures by that one', { n: version, who: theirs.author, m: theirs.number }), 'warn');
      else if (fits()) toast(t('Saved as version {n}; the camera measures by it now', { n: version }));
      else toast(t('Saved as version {n}, but the camera’s picture has another size: it only records', { n: version }), 'bad');
    } catch (error) {
      toast(error.message, 'bad');
    } finally {
      saving = false;
      if (!gone) after();
    }
  }

  /** False: somebody else has saved meanwhile, and this is not to lie on top of it. */
  async function send(body) {
    try {
      ({ version } = await put(`${path}/scene`, { text: body, version }));
      return true;
    } catch (error) {
      if (error.status !== 409) throw error;
    }
    const newest = await get(`${path}/scene`), theirs = newest.versions.at(-1);
    list_(newest.versions);
    if (gone || !confirm(t('{who} has saved version {n} meanwhile. Save yours on top of it? Theirs stays among the versions.', { who: theirs.author, n: theirs.number }))) return false;
    ({ version } = await put(`${path}/scene`, { text: body, version: newest.version }));
    return true;
  }

  function list_(all) {
    versions.replaceChildren(...(all.length ? [...all].reverse().map(v => h('div', { class: 'row', 'data-version': v.number }, h('b', null, String(v.number)),
      h('span', { title: v.sha256 }, v.author || t('before versions were kept')), v.valid_from ? when(v.valid_from) : null,
      v === all.at(-1) ? chip(t('in force'), 'good') : h('button', { type: 'button', onclick: async () => {
        try {
          const old = await get(`${path}/scene/versions/${v.number}`);
          if (!old.drawing) {
            if (typed() && !confirm(t('Drop what was typed into the scene file?'))) return;
            raw.value = old.text;
            mark();
            toast(t('This version can only be shown as text'), 'warn');
            return;
          }
          remember(); scene = old.drawing; chosen = null; after();
          toast(t('Version {n} is on the picture; save to put it in force again', { n: v.number }));
        } catch (error) { toast(error.message, 'bad'); }
      } }, t('Show')))) : [h('p', { class: 'muted small' }, t('None yet: the first save makes version 1.'))]));
  }

  function draw() {
    // a proposal, an old version or a text may be of another size
    const { width, height } = scene.camera;
    if (width !== size.width || height !== size.height) { size = { width, height }; view = whole(); }
    const unit = view.w / (svg.clientWidth || 900), parts = [], grips = []; // what can be taken hold of lies over all areas
    if (seen) parts.push(s('image', { href: picture.src, x: 0, y: 0, width: size.width, height: size.height, preserveAspectRatio: 'none' }));
    const solved = answer?.solved;
    top.draw(scene, solved);
    if (map && solved) solved.errors_kmh.forEach((e, i) => {
      if (e === null) return;
      const w = size.width / solved.columns, high = size.height / solved.rows, step = steps.findIndex(limit => e <= limit);
      parts.push(s('rect', { class: `cell e${step < 0 ? 4 : step}`, x: i % solved.columns * w, y: Math.floor(i / solved.columns) * high, width: w, height: high }));
    });
    const join = points => points.map(p => p.join(',')).join(' ');
    for (const kind of kinds) list(scene, kind).forEach((item, index) => {
      if (item.id) used.add(item.id);
      const mine = chosen?.kind === kind && chosen.index === index, name = `shape ${kind}${mine ? ' chosen' : ''}`, mark = { class: name, 'data-kind': kind, 'data-index': index };
      if (kind === 'lanes' || kind === 'zones') parts.push(s('polygon', { ...mark, points: join(item.area) }));
      if (kind === 'lines') parts.push(s('polyline', { ...mark, points: join(item.points) }));
      if (kind === 'lengths') parts.push(s('polyline', { ...mark, points: join([item.from, item.to]) }));
      if (kind === 'signals') for (const l of lamps) if (item[l]) parts.push(s('rect', { ...mark, x: item[l][0], y: item[l][1], width: item[l][2], height: item[l][3] }));
      if (item.direction) parts.push(s('polyline', { class: 'arrow', points: join(item.direction) }));
      handles(kind, item).forEach((x, n) => { if (mine || kind === 'points' || kind === 'lengths') grips.push(s('circle', { class: `handle${mine && chosen.handle === n ? ' chosen' : ''}`, cx: x.at[0], cy: x.at[1], r: 6 * unit, 'data-kind': kind, 'data-index': index, 'data-handle': n })); });
      const at = handles(kind, item)[0].at, off = kind === 'points' ? solved?.residuals.filter(r => r.of.startsWith(`point ${index + 1} in the picture`)) ?? [] : [];
      const far = Math.hypot(...off.map(r => r.value)), crowd = list(scene, 'points').length; // many points that fit need not say so
      grips.push(s('text', { x: at[0] + 9 * unit, y: at[1] - 6 * unit, 'font-size': 12 * unit }, kind === 'points' ? `${index + 1}${far >= .5 || (off.length && crowd <= 12) ? ` ${far.toFixed(1)} px` : ''}` : kind === 'lengths' ? `${item.metres} m` : item.id));
    });
    clicked.forEach(p => parts.push(s('circle', { class: 'handle chosen', cx: p[0], cy: p[1], r: 5 * unit })));
    if (clicked.length > 1) parts.push(s('polyline', { class: 'shape', points: join(clicked) }));
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.w} ${view.h}`);
    svg.replaceChildren(...parts, ...grips);
    const next = stage(scene, answer, trying.tried === JSON.stringify(scene) || (version > 0 && !changed()), version > 0 && !changed());
    told.replaceChildren(guide(scene, next));
    for (const b of buttons) { b.setAttribute('aria-pressed', String(b.dataset.tool === tool)); b.classList.toggle('next', tool === null && b.dataset.tool === next.tool); }
    trying.start.classList.toggle('next', next.now === 2);
    ready();
    saveText.disabled = saving;
    misfit.hidden = fits();
    if (!fits()) {
      unfit.textContent = t('The camera’s picture is {picture} px, the scene is drawn for {scene}: with it the camera only records.', { picture: `${picture.naturalWidth} × ${picture.naturalHeight}`, scene: `${width} × ${height}` });
      refit.textContent = sameShape(scene, picture.naturalWidth, picture.naturalHeight) ? t('Fit the scene to the picture') : t('Take the picture’s size, to draw anew');
    }
    mark();
    key.replaceChildren(...(map && solved ? [h('span', null, t('Error of 60 km/h from the calibration, one standard deviation:')), ...[0, 1, 2, 3, 4].map(n => h('span', null, s('svg', { viewBox: '0 0 14 14' }, s('rect', { class: `cell e${n}`, width: 14, height: 14 })), n < 4 ? ` ≤ ${steps[n]}` : ` > ${steps[3]}`))] : []));
    const [least, more] = clicks[tool] ?? [];
    say.replaceChildren(...[tool ? h('p', null, more ? t('Click {n} or more points, then Enter. Esc stops.', { n: least }) : t('Click {n} on the picture. Esc stops.', { n: least })) : null,
      ...(answer?.errors ?? []).slice(0, 6).map(e => h('p', { class: 'problem' }, explained(e))), answer?.refused ? h('p', { class: 'problem' }, t('No speed yet: {why}', { why: explained(answer.refused) })) : null,
      ...(answer?.notes ?? []).slice(0, 6).map(n => h('p', { class: 'muted' }, explained(n))),
      solved ? h('p', { class: 'muted small' }, solved.describe) : null].filter(x => x));
    clearTimeout(rest);
    rest = setTimeout(fields); // a field that is just being left still has to hand over to the next one
  }

  function fields() {
    const inside = document.activeElement, of = chosen ? list(scene, chosen.kind)[chosen.index] : scene;
    const now = JSON.stringify(chosen ? [chosen.kind, chosen.index, of, list(scene, 'signals').map(x => x.id)] : [scene.name, scene.camera, scene.survey?.id, scene.survey?.basis, scene.limits, scene.rules, list(scene, 'lanes').map(l => [l.id, l.direction, l.only]), list(scene, 'lines').map(l => [l.kind, l.signal]), list(scene, 'zones').map(z => z.kind)]);
    // only where it would show something else: a button that is just being pressed stays, and a field in which somebody types, but for one of a scene that is gone
    if (built !== scene || ((of !== shown || now !== words) && (!side.contains(inside) || !inside.matches('input:not([type=checkbox]), select')))) {
      const { name, selectionStart: from, selectionEnd: to } = side.contains(inside) ? inside : {};
      side.replaceChildren(form(scene, chosen, remember, after));
      const again = name ? side.querySelector(`[name='${CSS.escape(name)}']`) : null;
      again?.focus();
      if (typeof from === 'number') again?.setSelectionRange(from, to);
      built = scene; shown = of; words = now;
      ready();
      mark();
    }
    if (first) { const field = side.querySelector('input'); field?.focus(); field?.select(); }
    first = false;
  }

  const away = (a, b) => [a[0] - b[0], a[1] - b[1]];
  const at = event => { const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse()); return [p.x, p.y]; };
  function finish() { remember(); chosen = { kind: tool, index: add(scene, tool, clicked, used), handle: 0 }; clicked = []; first = chosen.kind === 'points' || chosen.kind === 'lengths'; if (chosen.kind !== 'points') tool = null; after(); }
  svg.addEventListener('pointerdown', event => {
    svg.focus({ preventScroll: true });
    svg.setPointerCapture(event.pointerId);
    const { kind, index, handle } = event.target.dataset;
    if (tool && event.button === 0) { clicked.push(at(event)); if (clicked.length === clicks[tool][0] && !clicks[tool][1]) finish(); else draw(); return; }
    chosen = kind ? { kind, index: Number(index), handle: handle === undefined ? null : Number(handle) } : null;
    drag = handle === undefined ? { pan: [event.clientX, event.clientY] } : { from: [event.clientX, event.clientY], off: away(handles(kind, list(scene, kind)[index])[handle].at, at(event)), moved: false };
    draw();
  });
  svg.addEventListener('pointermove', event => {
    if (drag?.pan) {
      const unit = view.w / svg.clientWidth;
      view.x -= (event.clientX - drag.pan[0]) * unit; view.y -= (event.clientY - drag.pan[1]) * unit; drag.pan = [event.clientX, event.clientY]; draw();
    } else if (drag && chosen && chosen.handle !== null) {
      // who chooses a point does not move it, and one that is dragged lies as far from the cursor as when it was taken hold of
      if (!drag.moved && Math.hypot(...away([event.clientX, event.clientY], drag.from)) < SHAKE) return;
      if (!drag.moved) { remember(); drag.moved = true; }
      const [x, y] = at(event);
      handles(chosen.kind, list(scene, chosen.kind)[chosen.index])[chosen.handle].move(x + drag.off[0], y + drag.off[1]); after();
    }
  });
  for (const end of ['pointerup', 'pointercancel']) svg.addEventListener(end, () => { drag = null; });
  svg.addEventListener('wheel', event => {
    event.preventDefault();
    const [x, y] = at(event), k = Math.min(size.width / view.w, Math.max(0.02 * size.width / view.w, event.deltaY > 0 ? 1.25 : 0.8));
    view = { x: x - (x - view.x) * k, y: y - (y - view.y) * k, w: view.w * k, h: view.h * k };
    draw();
  }, { passive: false });

  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const press = event => {
    if (event.target.closest?.('input, textarea, select')) return;
    if ((event.ctrlKey || event.metaKey) && pressed(event).toLowerCase() === 'z') {
      event.preventDefault();
      event.shiftKey ? travel(future, past) : undo();
      return;
    }
    if (typing(event)) return;
    if (event.key === 'Escape') { tool = null; clicked = []; chosen = null; draw(); }
    else if (event.key === 'Enter' && tool && clicked.length >= clicks[tool][0]) finish();
    else if (event.key === 'Delete' && chosen) { remember(); if (take(scene, chosen)) chosen = null; else chosen.handle = null; after(); }
    else if (arrows[event.key] && chosen && chosen.handle !== null) {
      event.preventDefault();
      if (!event.repeat) remember(); // a key held down is one step back
      const step = event.shiftKey ? 10 : 1, point = handles(chosen.kind, list(scene, chosen.kind)[chosen.index])[chosen.handle];
      point.move(point.at[0] + arrows[event.key][0] * step, point.at[1] + arrows[event.key][1] * step); after();
    }
  };
  side.addEventListener('keydown', event => { if (event.key === 'Enter' && event.target.matches('input')) svg.focus({ preventScroll: true }); });
  document.addEventListener('keydown', press);
  const stay = event => { if (host.classList.contains('dirty')) event.preventDefault(); };
  window.addEventListener('beforeunload', stay);
  write(text);
  list_(loaded.versions);
  setTimeout(draw); // once it has a width
  check();
  return () => { gone = true; document.removeEventListener('keydown', press); window.removeEventListener('beforeunload', stay); clearTimeout(wait); clearTimeout(rest); trying.leave(); proposing.leave(); };
}

/** A camera that was added just now has no picture for some seconds: the page waits for it, and says what keeps it. */
function later(host, path, camera, id, go, pause) {
  const why = h('p', { class: 'muted small', role: 'status' }, explained(camera.state.reasons[0] ?? ''));
  host.replaceChildren(head(t('Scene of {name}', { name: camera.name })), empty(t('Waiting for the camera’s picture'), t('A scene is drawn over it. If none comes, look whether the camera runs.'), why, h('a', { href: `/cameras/${encodeURIComponent(id)}` }, t('To the camera'))));
  let left = null, gone = false, again = setTimeout(look, pause);

  async function look() {
    pause = Math.min(pause * 1.5, LONGEST_LOOK);
    try {
      const { state } = (await get(path)).camera;
      why.textContent = explained(state.reasons[0] ?? '');
      if (gone) return;
      if (!sends(state)) { again = setTimeout(look, pause); return; }
      const then = await show(host, [id], go, pause);
      if (gone) then?.(); else left = then;
    } catch (error) {
      if (gone) return;
      if (error.status === 0) again = setTimeout(look, pause); // the server does not answer: it may yet
      else host.replaceChildren(empty(t('This did not work'), error.message));
    }
  }

  return () => { gone = true; clearTimeout(again); left?.(); };
}
