// Pictures of numbers: SVG in the theme's colours. Points are walked with the arrow keys as well as with the mouse; what is said of one stands below.
import { h, s } from './dom.js';

const W = 640, H = 260, LEFT = 46, RIGHT = 12, TOP = 12, BOTTOM = 36;

/** Round steps (1, 2, 5 × 10ⁿ) that divide a span into about `parts`. */
export function steps(low, high, parts = 5) {
  const raw = (high - low) / parts || 1, ten = 10 ** Math.floor(Math.log10(raw)), step = [1, 2, 5, 10].find(k => k * ten >= raw) * ten;
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) found.push(Math.round(i * step * 1e6) / 1e6 + 0); // + 0: no "-0"
  return found;
}

const path = (points, closed) => points.length ? `M${points.map(p => `${p[0].toFixed(2)} ${p[1].toFixed(2)}`).join('L')}${closed ? 'Z' : ''}` : '';

/** Lets a person walk `points` ({ x, y } in the SVG's units) by mouse and arrow keys; `say(i)` is the sentence for one. `upright`: how much height counts for the nearest. Gives the figure. */
function walked(svg, points, say, className, upright = 1 / 9) {
  const words = h('p', { class: 'plot-words muted small', 'aria-live': 'polite' }, say(null));
  const cursor = s('circle', { class: 'plot-cursor', r: 6, visibility: 'hidden' });
  svg.append(cursor);
  let now = null;
  const choose = i => {
    now = i;
    cursor.setAttribute('visibility', i === null ? 'hidden' : 'visible');
    if (i !== null) { cursor.setAttribute('cx', points[i].x); cursor.setAttribute('cy', points[i].y); }
    words.textContent = say(i);
  };
  if (points.length) {
    svg.setAttribute('tabindex', '0');
    svg.addEventListener('keydown', event => {
      const to = { ArrowRight: (now ?? -1) + 1, ArrowLeft: (now ?? points.length) - 1, Home: 0, End: points.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      choose(Math.max(0, Math.min(points.length - 1, to)));
    });
    svg.addEventListener('pointermove', event => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      let best = 0, least = Infinity;
      points.forEach((p, i) => { const d = (p.x - at.x) ** 2 + (p.y - at.y) ** 2 * upright; if (d < least) { least = d; best = i; } });
      choose(best);
    });
    svg.addEventListener('pointerleave', () => choose(null));
    svg.addEventListener('blur', () => choose(null));
  }
  return h('figure', { class: `plot ${className}` }, svg, words);
}

/**
 * Points over an axis with a line and a band about it.
 * `x`, `y`: { label, low, high }; `points`: [{ x, y, used }]; `line`: [[x, y]]; `band`: half width about the line; `levels`: [{ y, label, tone }] across;
 * `marks`: [{ x, label }] upright; `say(i)`: the sentence for a point, for null the one when none is chosen.
 */
export function plot({ title, x, y, points, line, band, levels = [], marks = [], say }) {
  const px = v => LEFT + (v - x.low) / (x.high - x.low) * (W - LEFT - RIGHT), py = v => H - BOTTOM - (v - y.low) / (y.high - y.low) * (H - TOP - BOTTOM);
  const svg = s('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': title });
  for (const v of steps(y.low, y.high, 5)) svg.append(s('path', { class: 'plot-grid', d: `M${LEFT} ${py(v)}H${W - RIGHT}` }), s('text', { class: 'plot-tick', x: LEFT - 7, y: py(v) + 4, 'text-anchor': 'end' }, String(v)));
  for (const v of steps(x.low, x.high, 7)) svg.append(s('text', { class: 'plot-tick', x: px(v), y: H - BOTTOM + 16, 'text-anchor': 'middle' }, String(v)));
  svg.append(s('path', { class: 'plot-axis', d: `M${LEFT} ${TOP}V${H - BOTTOM}H${W - RIGHT}` }), s('text', { class: 'plot-tick', x: (W + LEFT) / 2, y: H - 4, 'text-anchor': 'middle' }, x.label), s('text', { class: 'plot-tick', x: LEFT + 6, y: TOP + 6 }, y.label));
  if (band) svg.append(s('path', { class: 'plot-band', d: path([...line.map(p => [px(p[0]), py(p[1] + band)]), ...[...line].reverse().map(p => [px(p[0]), py(p[1] - band)])], true) }));
  for (const m of marks) svg.append(s('path', { class: 'plot-mark', d: `M${px(m.x)} ${TOP}V${H - BOTTOM}` }), s('text', { class: 'plot-tick', x: px(m.x) + (px(m.x) > W * .7 ? -5 : 5), y: H - BOTTOM - 6, 'text-anchor': px(m.x) > W * .7 ? 'end' : 'start' }, m.label));
  for (const l of levels) svg.append(s('path', { class: `plot-level ${l.tone ?? ''}`, d: `M${LEFT} ${py(l.y)}H${W - RIGHT}` }), s('text', { class: `plot-level-word ${l.tone ?? ''}`, x: W - RIGHT, y: py(l.y) - 5, 'text-anchor': 'end' }, l.label));
  if (line.length) svg.append(s('path', { class: 'plot-line', d: path(line.map(p => [px(p[0]), py(p[1])])) }));
  const placed = points.map(p => ({ x: px(p.x), y: py(Math.max(y.low, Math.min(y.high, p.y))) }));
  points.forEach((p, i) => svg.append(s('circle', { class: p.used === false ? 'plot-point out' : 'plot-point', cx: placed[i].x, cy: placed[i].y, r: 3 })));
  return walked(svg, placed, say, 'over');
}

/**
 * The road from above, in metres, up the picture = away from the camera.
 * `shapes`: [{ id, kind, closed, points, tone }]; `way`: [[seconds, x, y]]; `at`: index in `way` of the moment that counts.
 */
export function road({ title, shapes, way, at, say, scale }) {
  const xs = way.map(p => p[1]), ys = way.map(p => p[2]), margin = 6;
  let [l, r, b, t] = [Math.min(...xs) - margin, Math.max(...xs) + margin, Math.min(...ys) - margin, Math.max(...ys) + margin];
  // whichever way it drove, the picture is not a sliver
  const least = Math.max(r - l, t - b) * .62, wide = Math.max(0, least - (r - l)) / 2, high = Math.max(0, least - (t - b)) / 2;
  [l, r, b, t] = [l - wide, r + wide, b - high, t + high];
  const k = Math.min(W / (r - l), 520 / (t - b)), width = (r - l) * k, height = (t - b) * k;
  const px = p => [(p[0] - l) * k, (t - p[1]) * k];
  const svg = s('svg', { viewBox: `0 0 ${width.toFixed(1)} ${height.toFixed(1)}`, role: 'img', 'aria-label': title });
  const inside = p => p[0] > l && p[0] < r && p[1] > b && p[1] < t;
  for (const closed of [true, false]) for (const shape of shapes.filter(x => x.closed === closed && x.points.length > 1)) {
    svg.append(s('path', { class: `road-${shape.kind} ${shape.tone ?? ''}`, d: path(shape.points.map(px), closed) }, s('title', null, shape.id)));
    const seen = shape.points.filter(inside);
    // a long line needs no name to be known; names of the short ones across would else lie on each other
    if (!closed && seen.length && shape.kind !== 'solid') { const [x, y] = px(seen.at(-1)); svg.append(s('text', { class: 'plot-tick', x: Math.min(x + 4, width - 40), y: y - 5 }, shape.id)); }
  }
  const placed = way.map(p => { const [x, y] = px([p[1], p[2]]); return { x, y }; });
  svg.append(s('path', { class: 'road-way', d: path(placed.map(p => [p.x, p.y])) }));
  const last = placed.at(-1), before = placed.at(-6) ?? placed[0], turn = Math.atan2(last.y - before.y, last.x - before.x) * 180 / Math.PI;
  svg.append(s('path', { class: 'road-head', d: 'M-9 -6L3 0L-9 6Z', transform: `translate(${last.x.toFixed(1)} ${last.y.toFixed(1)}) rotate(${turn.toFixed(0)})` }));
  if (at >= 0) svg.append(s('circle', { class: 'road-at', cx: placed[at].x, cy: placed[at].y, r: 7 }));
  const third = (r - l) / 3, ten = 10 ** Math.floor(Math.log10(third)), bar = [5, 2, 1].find(n => n * ten <= third) * ten;
  svg.append(s('path', { class: 'road-scale', d: `M12 ${height - 12}v-5v5h${bar * k}v-5` }), s('text', { class: 'plot-tick', x: 14, y: height - 20 }, scale(bar)));
  return walked(svg, placed, say, 'above');
}

/** A signal's states over time as coloured stretches, with the moment that counts. `phases`: [{ state, from, until, label }]. */
export function stretches({ title, low, high, at, phases }) {
  const px = v => (Math.max(low, Math.min(high, v)) - low) / (high - low) * W;
  const svg = s('svg', { viewBox: `0 0 ${W} 34`, role: 'img', 'aria-label': title, class: 'signal-line' });
  for (const p of phases.filter(p => p.until > low && p.from < high))
    svg.append(s('rect', { class: `signal-${p.state}`, x: px(p.from), y: 0, width: Math.max(1, px(p.until) - px(p.from)), height: 20 }, s('title', null, p.label)));
  svg.append(s('path', { class: 'plot-mark', d: `M${px(at)} 0V34` }));
  return svg;
}

/** Lines and numbers across at round steps. */
const across = (svg, width, low, high, py, word) => {
  for (const v of steps(low, high, 4)) svg.append(s('path', { class: 'plot-grid', d: `M${LEFT} ${py(v)}H${width - RIGHT}` }), s('text', { class: 'plot-tick', x: LEFT - 7, y: py(v) + 4, 'text-anchor': 'end' }, word(v)));
};

/**
 * Bars side by side, each stacked of parts.
 * `columns`: [{ tick, values }] (`tick`: what stands below it, where there is room); `tones`: for each part the class of its colour; `label`: of the axis below;
 * `word(v)`: a number of the axis at the side; `width`: of the picture in px, so that its words are as large as those around it; `marks`: [{ at, label, tone }] upright, `at` in columns; `say(i)`: as for a plot.
 */
export function bars({ title, label, columns, tones, word, width = W, marks = [], say }) {
  const high = Math.max(1, ...columns.map(c => c.values.reduce((a, b) => a + b, 0))) * 1.06;
  const each = (width - LEFT - RIGHT) / columns.length, px = i => LEFT + i * each, py = v => H - BOTTOM - v / high * (H - TOP - BOTTOM);
  const svg = s('svg', { viewBox: `0 0 ${width} ${H}`, role: 'img', 'aria-label': title });
  across(svg, width, 0, high, py, v => Number.isInteger(v) ? word(v) : '');
  const gap = Math.min(3, each * .18), placed = [];
  let free = 0;
  columns.forEach((c, i) => {
    let sum = 0;
    c.values.forEach((v, part) => {
      if (v) svg.append(s('rect', { class: `bar-part ${tones[part]}`, x: (px(i) + gap / 2).toFixed(2), y: py(sum + v).toFixed(2), width: Math.max(.6, each - gap).toFixed(2), height: (py(sum) - py(sum + v)).toFixed(2) }));
      sum += v;
    });
    placed.push({ x: px(i) + each / 2, y: py(sum) });
    const middle = px(i) + each / 2, half = c.tick ? c.tick.length * 3.6 : 0;
    if (!c.tick || middle - half < free || middle + half > width) return;
    svg.append(s('text', { class: 'plot-tick', x: middle, y: H - BOTTOM + 16, 'text-anchor': 'middle' }, c.tick));
    free = middle + half + 8;
  });
  svg.append(s('path', { class: 'plot-axis', d: `M${LEFT} ${H - BOTTOM}H${width - RIGHT}` }), s('text', { class: 'plot-tick', x: (width + LEFT) / 2, y: H - 4, 'text-anchor': 'middle' }, label));
  marks.forEach((m, i) => {
    const x = px(m.at), left = x > width * .7;
    svg.append(s('path', { class: `plot-level ${m.tone ?? ''}`, d: `M${x.toFixed(1)} ${TOP}V${H - BOTTOM}` }), s('text', { class: `plot-level-word ${m.tone ?? ''}`, x: x + (left ? -5 : 5), y: TOP + 10 + i * 16, 'text-anchor': left ? 'end' : 'start' }, m.label));
  });
  return walked(svg, placed, say, 'bars', 0);
}

/** A table of numbers as shades. `rows`, `columns`: their words, '' for none; `value(row, column)`: a number or null where there is none; `say(i)`: i counts row by row. */
export function heat({ title, rows, columns, value, width = W, say }) {
  const each = (width - LEFT - RIGHT) / columns.length, tall = 27, svg = s('svg', { viewBox: `0 0 ${width} ${rows.length * tall + 24}`, role: 'img', 'aria-label': title }), placed = [];
  const high = Math.max(1e-9, ...rows.flatMap((_, r) => columns.map((_, c) => value(r, c) ?? 0)));
  rows.forEach((word, r) => {
    svg.append(s('text', { class: 'plot-tick', x: LEFT - 7, y: r * tall + 18, 'text-anchor': 'end' }, word));
    columns.forEach((_, c) => {
      const v = value(r, c);
      placed.push({ x: LEFT + (c + .5) * each, y: (r + .5) * tall });
      svg.append(s('rect', { class: v === null ? 'heat-none' : 'heat', 'fill-opacity': v === null ? null : (.06 + .94 * v / high).toFixed(3), x: LEFT + c * each + 1, y: r * tall + 1, width: each - 2, height: tall - 2, rx: 3 }));
    });
  });
  columns.forEach((word, c) => svg.append(s('text', { class: 'plot-tick', x: LEFT + (c + .5) * each, y: rows.length * tall + 16, 'text-anchor': 'middle' }, word)));
  return walked(svg, placed, say, 'heats', 1);
}

/**
 * Counts in a grid over a picture, the more the warmer. `counts`: by row from above; `picture`: { src, width, height }; `say(i)`: the sentence for a cell, for null the one when none is chosen.
 */
export function over({ title, picture, columns, rows, counts, say }) {
  const width = W, height = W * picture.height / picture.width, cell = [width / columns, height / rows], high = Math.max(1, ...counts), glow = s('g', { class: 'on-picture-glow' }), placed = [], which = [];
  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title }, glow);
  if (picture.src) {
    const ground = s('image', { class: 'on-picture-ground', href: picture.src, width, height });
    ground.addEventListener('error', () => ground.remove()); // a camera that is paused has none; a browser draws its broken one
    svg.prepend(ground);
  }
  counts.forEach((n, i) => {
    if (!n) return;
    const x = i % columns * cell[0], y = Math.floor(i / columns) * cell[1], warm = Math.sqrt(n / high); // a lane that few take is still seen
    placed.push({ x: x + cell[0] / 2, y: y + cell[1] / 2 });
    which.push(i);
    // from the theme's blue green over yellow to red
    glow.append(s('rect', { x, y, width: cell[0] + .5, height: cell[1] + .5, fill: `hsl(${Math.round(175 - 175 * warm)} 90% 50%)`, 'fill-opacity': (.25 + .6 * warm).toFixed(2) }));
  });
  return walked(svg, placed, i => say(i === null ? null : which[i]), 'on-picture', 1);
}
