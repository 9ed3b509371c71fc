// The road from above while a scene is drawn: the camera's picture laid on the road, with lanes, lines and zones, and each survey point where it is said to be and where its place in the picture puts it.
import { h } from '../dom.js';
import { t, number } from '../words.js';
import { kinds, list } from './shapes.js';
import { straight, bent } from './lens.js';

const widest = 60, longest = 140; // metres: beyond them the picture shows too little to draw by
const colours = { lanes: '#4cc0b4', lines: '#ffd54a', zones: '#c792ff', lengths: '#ffffff' };

/** A card that draws itself anew; it hides while there is no calibration. */
export function above() {
  const canvas = h('canvas', { role: 'img' }), said = h('p', { class: 'muted small' });
  const card = h('section', { class: 'card', id: 'scene-above', hidden: true }, h('h2', null, t('From above')), canvas, said);
  let pixels = null;
  return {
    card,
    /** The picture's pixels, once; without them only what is drawn is shown. */
    picture(image) {
      const c = h('canvas', { width: image.naturalWidth, height: image.naturalHeight }), ink = c.getContext('2d', { willReadFrequently: true });
      ink.drawImage(image, 0, 0);
      pixels = ink.getImageData(0, 0, c.width, c.height);
    },
    draw(scene, solved) {
      const view = solved && extent(scene, solved.to_road);
      card.hidden = !view;
      if (view) paint(canvas, said, scene, solved.to_road, view, pixels);
    },
  };
}

const times = (m, [x, y]) => { const w = m[6] * x + m[7] * y + m[8]; return [(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w, w]; };

/** The road under a pixel of the camera, as `times` gives it; w = 0 where the lens shows nothing. */
const road = (scene, toRoad, pixel) => { const at = straight(scene.lens, pixel); return at ? times(toRoad, at) : [0, 0, 0]; };

function inverse([a, b, c, d, e, f, g, i, j]) {
  const m = [e * j - f * i, c * i - b * j, b * f - c * e, f * g - d * j, a * j - c * g, c * d - a * f, d * i - e * g, b * g - a * i, a * e - b * d], k = a * m[0] + b * m[3] + c * m[6];
  return m.map(x => x / k);
}

const shapesOf = (scene, kind) => list(scene, kind).map(x => kind === 'lengths' ? [x.from, x.to] : x.area ?? x.points);

/** What part of the road to show, metres: all that is drawn, as far as it lies before the camera. */
function extent(scene, toRoad) {
  // pixels above the horizon have the other sign: they show no road
  const survey = list(scene, 'points').map(p => p.image).concat(shapesOf(scene, 'lengths').flat());
  const side = Math.sign(survey.reduce((sum, p) => sum + Math.sign(road(scene, toRoad, p)[2]), 0));
  const ends = survey.concat(['lanes', 'lines'].flatMap(kind => shapesOf(scene, kind).flat())).map(p => road(scene, toRoad, p)).filter(p => Math.sign(p[2]) === side);
  if (!side || ends.length < 2) return null;
  const xs = ends.map(p => p[0]), ys = ends.map(p => p[1]), left = Math.min(...xs) - 2, near = Math.min(...ys) - 3;
  return { side, left, near, width: Math.min(Math.max(...xs) + 2 - left, widest), length: Math.min(Math.max(...ys) + 3 - near, longest) };
}

function paint(canvas, said, scene, toRoad, { side, left, near, width, length }, pixels) {
  const perMetre = Math.min(320 / width, 560 / length), w = Math.max(40, Math.round(width * perMetre)), high = Math.max(40, Math.round(length * perMetre));
  canvas.width = w;
  canvas.height = high;
  const ink = canvas.getContext('2d'), place = ([x, y]) => [(x - left) * perMetre, high - (y - near) * perMetre];
  if (pixels) ink.putImageData(laid(pixels, scene, inverse(toRoad), side, { left, near, perMetre, w, high }), 0, 0);
  const step = length > 60 ? 20 : 10;
  ink.font = '11px sans-serif';
  for (let y = Math.ceil(near / step) * step; y < near + length; y += step) {
    const at = place([left, y])[1];
    stroke(ink, 'rgb(255 255 255 / 45%)', 1, [[0, at], [w, at]]);
    word(ink, t('{m} m', { m: y }), 3, at - 3);
  }
  for (const kind of kinds.filter(k => colours[k])) for (const points of shapesOf(scene, kind)) {
    const seen = points.map(p => road(scene, toRoad, p)).filter(p => Math.sign(p[2]) === side).map(place);
    if (seen.length > 1) stroke(ink, colours[kind], kind === 'lines' ? 3 : 1.5, kind === 'lanes' || kind === 'zones' ? [...seen, seen[0]] : seen);
  }
  list(scene, 'points').forEach((p, i) => {
    const said = place(p.road), seen = road(scene, toRoad, p.image);
    if (Math.sign(seen[2]) === side) stroke(ink, '#ff5a4d', 2, [said, place(seen)]);
    stroke(ink, '#fff', 2, [[said[0] - 5, said[1]], [said[0] + 5, said[1]]]);
    stroke(ink, '#fff', 2, [[said[0], said[1] - 5], [said[0], said[1] + 5]]);
    word(ink, String(i + 1), said[0] + 6, said[1] - 4);
  });
  canvas.setAttribute('aria-label', t('The road from above, {w} m wide and {l} m long', { w: Math.round(width), l: Math.round(length) }));
  said.textContent = t('Crosses stand where the survey says; red leads to where the picture puts them. {w} m wide, {l} m long.', { w: number(width, 1), l: number(length, 0) });
}

/** The picture as it lies on the road, nearest pixel. */
function laid(pixels, { camera, lens }, toPixel, side, { left, near, perMetre, w, high }) {
  const [to, from] = [new ImageData(w, high), new Uint32Array(pixels.data.buffer)], out = new Uint32Array(to.data.buffer), [kx, ky] = [pixels.width / camera.width, pixels.height / camera.height];
  // the inverse's third entry is the reciprocal of the forward one: the same sign on the road's side
  for (let row = 0; row < high; row++) for (let col = 0; col < w; col++) {
    const [x, y, z] = times(toPixel, [left + (col + .5) / perMetre, near + (high - row - .5) / perMetre]), at = Math.sign(z) === side ? bent(lens, [x, y]) : null;
    if (!at) continue;
    const px = Math.floor(at[0] * kx), py = Math.floor(at[1] * ky);
    if (px >= 0 && py >= 0 && px < pixels.width && py < pixels.height) out[row * w + col] = from[py * pixels.width + px];
  }
  return to;
}

function stroke(ink, colour, width, points) {
  ink.strokeStyle = colour;
  ink.lineWidth = width;
  ink.beginPath();
  points.forEach(([x, y], i) => i ? ink.lineTo(x, y) : ink.moveTo(x, y));
  ink.stroke();
}

function word(ink, text, x, y) {
  ink.lineWidth = 3;
  ink.strokeStyle = '#000';
  ink.strokeText(text, x, y);
  ink.fillStyle = '#fff';
  ink.fillText(text, x, y);
}
