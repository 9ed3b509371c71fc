// The map: sites and cameras where they stand, each with how it is. Drawn here, so it needs no network; who may save a camera may move one.
import { t, told, number } from '../words.js';
import { h, s, head, empty, icon, toast } from '../dom.js';
import { get, put, may, listen, seldom } from '../api.js';
import { decimal, decimalField } from '../decimal.js';

export const title = t('Map');
const METRES = 111195.08; // of a degree of latitude, on a sphere of 6371008.8 m
const NEAREST = .05, FARTHEST = 40000; // metres in a px
// told apart by shape as well as by colour
const shapes = { good: 'M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0', warn: 'M0 -10L10 8H-10Z', bad: 'M0 -11L11 0L0 11L-11 0Z', off: 'M-7 -7H7V7H-7Z' };
const stateWords = { good: t('runs well'), warn: t('not quite well'), bad: t('needs a person'), off: t('paused') };
const stateOf = c => c.paused ? 'off' : c.state.troubles.length || c.state.score < 50 ? 'bad' : c.state.score < 90 || c.state.state !== 'running' ? 'warn' : 'good';
const same = (kind, id) => x => x.kind === kind && x.id === id;

export async function show(host, _, go) {
  let [sites, cameras, positions] = await Promise.all([get('/api/sites'), get('/api/cameras'), get('/api/positions')]);
  if (!cameras.length && !sites.length) {
    host.append(head(t('Map')), empty(t('No camera yet'), t('Cameras and their sites are drawn here where they stand.'), may('setup') && h('a', { class: 'button main', href: '/cameras#add' }, icon('plus'), t('Add a camera'))));
    return;
  }
  let placing = false, chosen = null, items = [], saves = 0;
  const view = { lat: 0, lon: 0, scale: 1 }; // the middle and the metres in a px
  const grid = s('g', { class: 'map-grid' }), marks = s('g'), foot = s('g', { class: 'map-foot' });
  const svg = s('svg', { class: 'map', tabindex: '0', role: 'group', 'aria-label': t('Map. Arrow keys move it, plus and minus zoom, 0 shows all.') }, grid, marks, foot);
  const say = h('p', { class: 'muted small', 'aria-live': 'polite' }), none = h('p', { class: 'map-none muted' }, t('Nothing is on the map yet.'));
  const button = (word, text, act) => h('button', { type: 'button', title: word, 'aria-label': word, onclick: act }, text);
  const place = may('setup') && h('button', { type: 'button', 'aria-pressed': 'false', id: 'place', onclick: () => { placing = !placing; settle(); } }, t('Place cameras'));
  const side = h('aside', { class: 'stack' });
  host.append(head(t('Map'), place), h('div', { class: 'two' }, h('div', { class: 'card map-card' }, svg, none,
    h('div', { class: 'map-buttons' }, button(t('Nearer'), '+', () => zoom(1 / 1.5)), button(t('Farther'), '−', () => zoom(1.5)), button(t('Show all'), icon('full'), fit))), side));

  const size = () => { const box = svg.getBoundingClientRect(); return [box.width || 800, box.height || 520]; };
  const stretch = () => Math.max(.01, Math.cos(view.lat * Math.PI / 180));
  /** px from a place on the earth: right where the map is looked at, and within parts of a thousand over a city. */
  const px = (lat, lon) => { const [w, tall] = size(); return [w / 2 + (lon - view.lon) * METRES * stretch() / view.scale, tall / 2 - (lat - view.lat) * METRES / view.scale]; };
  const earth = (x, y) => {
    const [w, tall] = size();
    return [Math.max(-89, Math.min(89, view.lat + (tall / 2 - y) * view.scale / METRES)), Math.max(-180, Math.min(180, view.lon + (x - w / 2) * view.scale / (METRES * stretch())))];
  };

  /** What stands on the map, anew from what the server says; elements that are there stay, so that nobody loses the focus. */
  function gather() {
    const at = new Map(positions.map(p => [p.camera, p])), before = items;
    items = [];
    for (const x of sites) if (x.latitude_deg !== null) items.push({ kind: 'site', id: x.id, name: x.name, lat: x.latitude_deg, lon: x.longitude_deg, tone: 'site', words: x.name });
    for (const c of cameras) {
      const own = at.get(c.id), home = sites.find(x => x.id === c.site);
      if (!own && (!home || home.latitude_deg === null)) continue;
      const beside = own ? null : items.filter(x => x.beside === home.id).length, far = 30 + 22 * Math.floor(beside / 6); // six in a ring
      items.push({ kind: 'camera', id: c.id, name: c.name, lat: own?.latitude_deg ?? home.latitude_deg, lon: own?.longitude_deg ?? home.longitude_deg, beside: own ? null : home.id,
        shift: own ? [0, 0] : [Math.sin(beside * 1.05) * far, -Math.cos(beside * 1.05) * far], tone: stateOf(c), words: `${c.name}: ${stateWords[stateOf(c)]}${c.paused || !c.state.troubles.length ? '' : ` (${told(c.state.troubles[0])})`}` });
    }
    for (const x of before) if (!items.some(same(x.kind, x.id))) x.mark.remove();
    for (const x of items) {
      x.mark = before.find(same(x.kind, x.id))?.mark ?? made(x);
      x.mark.setAttribute('class', `map-${x.kind} is-${x.tone}`);
      x.mark.setAttribute('aria-label', x.words);
      x.mark.replaceChildren(s('title', null, x.words), s('circle', { class: 'map-touch', r: 18 }), s('path', { d: x.kind === 'site' ? 'M-4 -4H4V4H-4Z' : shapes[x.tone] }), s('text', null, x.name));
    }
    none.hidden = items.length > 0;
    draw();
    list();
  }

  function made(x) {
    const mark = s('g', { tabindex: '0', role: x.kind === 'site' ? 'img' : 'link', [`data-${x.kind}`]: x.id });
    marks.append(mark);
    mark.addEventListener('pointerdown', event => { if (placing) { event.stopPropagation(); drag(event, mark, x.kind, x.id); } });
    mark.addEventListener('click', () => { if (!placing && x.kind === 'camera' && !moved) go(`/cameras/${encodeURIComponent(x.id)}`); });
    mark.addEventListener('keydown', event => {
      if (event.key === 'Enter' && x.kind === 'camera') { event.stopPropagation(); placing ? choose(x.kind, x.id) : go(`/cameras/${encodeURIComponent(x.id)}`); return; }
      const by = placing && { ArrowLeft: [-4, 0], ArrowRight: [4, 0], ArrowUp: [0, -4], ArrowDown: [0, 4] }[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      const now = items.find(same(x.kind, x.id)), [a, b] = px(now.lat, now.lon), [dx, dy] = now.shift ?? [0, 0];
      [now.lat, now.lon] = earth(a + dx + by[0], b + dy + by[1]);
      now.shift = [0, 0];
      draw();
      choose(x.kind, x.id);
      clearTimeout(now.soon);
      now.soon = setTimeout(() => save(x.kind, x.id, now.lat, now.lon), 700);
    });
    return mark;
  }

  function drag(event, mark, kind, id) {
    const x = items.find(same(kind, id)), [a, b] = px(x.lat, x.lon), [dx, dy] = x.shift ?? [0, 0], [fromX, fromY] = [event.clientX, event.clientY];
    let went = false;
    choose(kind, id);
    mark.setPointerCapture(event.pointerId);
    const move = e => {
      if (!went && Math.hypot(e.clientX - fromX, e.clientY - fromY) < 4) return;
      went = true;
      [x.lat, x.lon] = earth(a + dx + e.clientX - fromX, b + dy + e.clientY - fromY);
      x.shift = [0, 0];
      draw();
      fill();
    };
    const done = () => {
      mark.removeEventListener('pointermove', move);
      mark.removeEventListener('pointerup', done);
      mark.removeEventListener('pointercancel', done);
      if (went) save(kind, id, x.lat, x.lon);
    };
    mark.addEventListener('pointermove', move);
    mark.addEventListener('pointerup', done);
    mark.addEventListener('pointercancel', done);
  }

  async function save(kind, id, lat, lon) {
    [lat, lon] = [Math.round(lat * 1e7) / 1e7, Math.round(lon * 1e7) / 1e7]; // a centimetre
    saves++;
    try {
      if (kind === 'site') {
        const saved = await put(`/api/sites/${encodeURIComponent(id)}`, { latitude_deg: lat, longitude_deg: lon });
        sites = sites.map(v => v.id === id ? saved : v);
      } else {
        await put(`/api/cameras/${encodeURIComponent(id)}/position`, { latitude_deg: lat, longitude_deg: lon });
        positions = [...positions.filter(p => p.camera !== id), { camera: id, latitude_deg: lat, longitude_deg: lon }];
      }
      saves++;
      const first = !items.length;
      gather();
      if (first) fit();
      fill();
      say.textContent = t('{name} is placed', { name: (kind === 'site' ? sites : cameras).find(v => v.id === id).name });
    } catch (error) {
      toast(error.message, 'bad');
      gather();
    }
  }

  function draw() {
    const [w, tall] = size();
    svg.setAttribute('viewBox', `0 0 ${w} ${tall}`);
    for (const x of items) {
      const [a, b] = px(x.lat, x.lon), [dx, dy] = x.shift ?? [0, 0];
      x.mark.setAttribute('transform', `translate(${(a + dx).toFixed(1)} ${(b + dy).toFixed(1)})`);
      x.mark.classList.toggle('chosen', placing && chosen?.kind === x.kind && chosen.id === x.id);
    }
    name();
    const third = w / 4 * view.scale, ten = 10 ** Math.floor(Math.log10(third)), bar = [5, 2, 1].find(n => n * ten <= third) * ten, step = bar / view.scale;
    // the grid lies still on the ground: it moves with what stands on it
    const [gx, gy] = [((w / 2 - view.lon * METRES * stretch() / view.scale) % step + step) % step, ((tall / 2 + view.lat * METRES / view.scale) % step + step) % step];
    let lines = '';
    for (let x = gx; x < w; x += step) lines += `M${x.toFixed(1)} 0V${tall}`;
    for (let y = gy; y < tall; y += step) lines += `M0 ${y.toFixed(1)}H${w}`;
    grid.replaceChildren(s('path', { d: lines }));
    foot.replaceChildren(
      s('path', { d: `M16 ${tall - 16}v-6v6h${step.toFixed(1)}v-6` }), s('text', { x: 18, y: tall - 26 }, bar >= 1000 ? t('{n} km', { n: bar / 1000 }) : bar >= 1 ? t('{n} m', { n: bar }) : t('{n} cm', { n: Math.round(bar * 100) })),
      s('g', { transform: `translate(${w - 26} 40)`, role: 'img', 'aria-label': t('North is up') }, s('path', { class: 'map-north', d: 'M0 -22L8 4L0 -2L-8 4Z' }), s('text', { x: 0, y: 20, 'text-anchor': 'middle' }, t('N'))));
  }

  /** Each name below, beside or above its mark, where it covers nothing; where there is no room it shows when one points at the mark. */
  function name() {
    const [w] = size(), at = items.map(x => { const [a, b] = px(x.lat, x.lon), [dx, dy] = x.shift ?? [0, 0]; return [a + dx, b + dy]; });
    const taken = at.map(([x, y], i) => items[i].kind === 'site' ? [x - 5, y - 5, x + 5, y + 5] : [x - 11, y - 11, x + 11, y + 11]);
    const order = items.map((x, i) => i).sort((i, j) => (items[i].kind === 'site') - (items[j].kind === 'site') || (items[j].tone === 'bad') - (items[i].tone === 'bad'));
    for (const i of order) {
      const [x, y] = at[i], off = items[i].kind === 'site' ? 7 : 13, wide = items[i].name.length * 7.3, text = items[i].mark.querySelector('text');
      const spots = [[0, off + 11, 'middle'], [off, 4, 'start'], [-off, 4, 'end'], [0, -off - 2, 'middle']].map(([dx, dy, anchor]) => {
        const left = x + dx - (anchor === 'middle' ? wide / 2 : anchor === 'end' ? wide : 0);
        return { dx, dy, anchor, box: [left, y + dy - 11, left + wide, y + dy + 3] };
      });
      const free = spots.find(q => q.box[0] >= 0 && q.box[2] <= w && taken.every(b => b[2] <= q.box[0] || b[0] >= q.box[2] || b[3] <= q.box[1] || b[1] >= q.box[3]));
      const spot = free ?? spots[0];
      if (free) taken.push(free.box);
      text.classList.toggle('crowded', !free);
      text.setAttribute('x', spot.dx);
      text.setAttribute('y', spot.dy);
      text.setAttribute('text-anchor', spot.anchor);
    }
  }

  function fit() {
    if (items.length) {
      const [w, tall] = size(), lats = items.map(x => x.lat), lons = items.map(x => x.lon);
      view.lat = (Math.min(...lats) + Math.max(...lats)) / 2;
      view.lon = (Math.min(...lons) + Math.max(...lons)) / 2;
      view.scale = Math.max(.5, (Math.max(...lats) - Math.min(...lats)) * METRES / Math.max(60, tall - 160), (Math.max(...lons) - Math.min(...lons)) * METRES * stretch() / Math.max(60, w - 160));
    }
    draw();
  }

  /** Nearer or farther; what is at a px of the picture stays there. */
  function zoom(by, x, y) {
    const [w, tall] = size(), [ax, ay] = [x ?? w / 2, y ?? tall / 2], [lat, lon] = earth(ax, ay);
    view.scale = Math.max(NEAREST, Math.min(FARTHEST, view.scale * by));
    const [lat2, lon2] = earth(ax, ay);
    view.lat = Math.max(-85, Math.min(85, view.lat + lat - lat2));
    view.lon += lon - lon2;
    draw();
  }

  const pan = (dx, dy) => { const [w, tall] = size(); [view.lat, view.lon] = earth(w / 2 - dx, tall / 2 - dy); view.lat = Math.max(-85, Math.min(85, view.lat)); draw(); };
  const fingers = new Map();
  let moved = false;
  svg.addEventListener('pointerdown', event => { fingers.set(event.pointerId, [event.clientX, event.clientY]); moved = false; });
  svg.addEventListener('pointermove', event => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    const now = [event.clientX, event.clientY], others = [...fingers].filter(f => f[0] !== event.pointerId);
    if (!moved && Math.hypot(now[0] - was[0], now[1] - was[1]) < 4) return;
    // not before it is a movement: what captures the pointer also gets the click
    if (!moved) svg.setPointerCapture(event.pointerId);
    moved = true;
    fingers.set(event.pointerId, now);
    if (!others.length) pan(now[0] - was[0], now[1] - was[1]);
    else {
      const [ox, oy] = others[0][1], box = svg.getBoundingClientRect();
      zoom(Math.hypot(was[0] - ox, was[1] - oy) / Math.max(1, Math.hypot(now[0] - ox, now[1] - oy)), (now[0] + ox) / 2 - box.left, (now[1] + oy) / 2 - box.top);
    }
  });
  for (const end of ['pointerup', 'pointercancel']) svg.addEventListener(end, event => fingers.delete(event.pointerId));
  svg.addEventListener('wheel', event => { event.preventDefault(); const box = svg.getBoundingClientRect(); zoom(Math.exp(Math.max(-200, Math.min(200, event.deltaY)) / 300), event.clientX - box.left, event.clientY - box.top); }, { passive: false });
  svg.addEventListener('keydown', event => {
    const by = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (by) pan(...by);
    else if (event.key === '+' || event.key === '=') zoom(1 / 1.5);
    else if (event.key === '-') zoom(1.5);
    else if (event.key === '0') fit();
    else return;
    event.preventDefault();
  });

  // beside the map: what the shapes mean and who is not on it; while placing, one thing by its numbers
  const which = h('select', { name: 'thing', onchange: () => { const [kind, id] = which.value.split(' '); choose(kind, id); } });
  const lat = decimalField({ name: 'lat', min: -85, max: 85, required: true, placeholder: '43.238' }), lon = decimalField({ name: 'lon', min: -180, max: 180, required: true, placeholder: '76.945' });
  const form = h('form', { class: 'card grid', id: 'by-number', onsubmit: event => { event.preventDefault(); const [kind, id] = which.value.split(' '); save(kind, id, decimal(lat.value), decimal(lon.value)); } },
    h('h2', null, t('Place')), h('p', { class: 'muted small' }, t('Drag what is on the map, move it with the arrow keys, or write where it stands (WGS 84).')),
    h('label', null, t('What'), which), h('label', null, t('Latitude, °'), lat), h('label', null, t('Longitude, °'), lon), h('div', null, h('button', { class: 'main', type: 'submit' }, t('Save'))), say);
  const legend = h('section', { class: 'card' }, h('h2', null, t('Cameras')), h('div', { class: 'stack tight' }, Object.entries(stateWords).map(([tone, word]) => h('div', { class: 'map-key' }, s('svg', { viewBox: '-13 -13 26 26', width: 22, height: 22, class: `is-${tone}`, 'aria-hidden': 'true' }, s('path', { d: shapes[tone] })), word))));
  const missing = h('section', { class: 'card' });
  side.append(form, legend, missing);

  function choose(kind, id) {
    chosen = { kind, id };
    which.value = `${kind} ${id}`;
    fill();
    draw();
  }

  function fill() {
    const x = chosen && items.find(same(chosen.kind, chosen.id));
    lat.value = x ? x.lat.toFixed(6) : '';
    lon.value = x ? x.lon.toFixed(6) : '';
    for (const field of [lat, lon]) field.dispatchEvent(new Event('input')); // it may be marked for what was typed
  }

  function list() {
    const on = new Set(items.filter(x => x.kind === 'camera').map(x => x.id)), off = cameras.filter(c => !on.has(c.id)), options = [...sites.map(x => [`site ${x.id}`, t('Site: {name}', { name: x.name })]), ...cameras.map(c => [`camera ${c.id}`, c.name])];
    missing.hidden = !off.length;
    missing.replaceChildren(h('h2', null, t('Not on the map')), h('div', { class: 'stack tight' }, off.map(c => h('a', { href: `/cameras/${encodeURIComponent(c.id)}` }, c.name))));
    const gone = chosen && !options.some(([value]) => value === `${chosen.kind} ${chosen.id}`);
    if ((!chosen || gone) && options.length) [chosen] = [{ kind: options[0][0].split(' ')[0], id: options[0][0].split(' ')[1] }];
    if (gone) fill(); // its numbers are no other's
    if (which.options.length === options.length && options.every(([value, word], i) => value === which.options[i].value && word === which.options[i].textContent)) return;
    which.replaceChildren(...options.map(([value, word]) => h('option', { value }, word)));
    which.value = `${chosen?.kind} ${chosen?.id}`;
  }

  function settle() {
    form.hidden = !placing;
    place?.setAttribute?.('aria-pressed', String(placing));
    svg.classList.toggle('placing', placing);
    fill();
    draw();
  }

  gather();
  settle();
  // its size is known when the page is shown
  let fitted = false;
  const sized = new ResizeObserver(() => { if (!svg.clientWidth) return; fitted ? draw() : fit(); fitted = true; });
  sized.observe(svg);
  const anew = async () => {
    const began = saves, [places, all, at] = await Promise.all([get('/api/sites'), get('/api/cameras'), get('/api/positions')]);
    if (saves !== began) return; // asked before something was placed here: it may be from before that
    [sites, cameras, positions] = [places, all, at];
    if (!items.some(x => x.soon) && !svg.matches(':active')) gather();
  };
  const soon = seldom(() => { if (host.isConnected) anew().catch(() => { }); });
  const look = setInterval(() => anew().catch(() => { }), 8000), deaf = listen({ camera: soon, again: soon });
  return () => { clearInterval(look); deaf(); sized.disconnect(); };
}
