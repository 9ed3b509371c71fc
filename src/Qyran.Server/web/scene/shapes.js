// A scene's things as the picture shows them: each has points that can be dragged. Lamps are rectangles of two corners.
import { naming, forget } from './names.js';

export const kinds = ['points', 'lengths', 'lanes', 'lines', 'zones', 'signals'];

/** The list of one kind; made when `make` is true. */
export function list(scene, kind, make = false) {
  const inSurvey = kind === 'points' || kind === 'lengths';
  if (inSurvey && !scene.survey) {
    if (!make) return [];
    scene.survey = { id: `${scene.camera.id}/${new Date().toISOString().slice(0, 10)}`, basis: 'marks placed on the picture' };
  }
  const at = inSurvey ? scene.survey : scene;
  if (!at[kind] && make) at[kind] = [];
  return at[kind] ?? [];
}

const cent = v => Math.round(v * 100) / 100;
export const lamps = ['red', 'yellow', 'green', 'arrow_left', 'arrow_straight', 'arrow_right'];

/** Every draggable point of a thing: `{ at: [x, y], move(x, y), part }`. */
export function handles(kind, item) {
  const own = (array, i, part) => ({ at: array[i], part, i, move: (x, y) => { array[i] = [cent(x), cent(y)]; } });
  if (kind === 'points') return [{ at: item.image, part: 'image', move: (x, y) => { item.image = [cent(x), cent(y)]; } }];
  if (kind === 'lengths') return ['from', 'to'].map(part => ({ at: item[part], part, move: (x, y) => { item[part] = [cent(x), cent(y)]; } }));
  if (kind === 'lanes') return [...item.area.map((_, i) => own(item.area, i, 'area')), ...(item.direction ?? []).map((_, i) => own(item.direction, i, 'direction'))];
  if (kind === 'lines') return item.points.map((_, i) => own(item.points, i, 'points'));
  if (kind === 'zones') return item.area.map((_, i) => own(item.area, i, 'area'));
  return lamps.filter(l => item[l]).flatMap(l => [
    { at: [item[l][0], item[l][1]], part: l, move: (x, y) => { item[l][0] = cent(x); item[l][1] = cent(y); } },
    { at: [item[l][0] + item[l][2], item[l][1] + item[l][3]], part: l, move: (x, y) => { item[l][2] = cent(Math.max(1, x - item[l][0])); item[l][3] = cent(Math.max(1, y - item[l][1])); } }]);
}

/** How many clicks make one, and whether more may follow until Enter. */
export const clicks = { points: [1, false], lengths: [2, false], lanes: [3, true], lines: [2, true], zones: [3, true], signals: [2, false] };

/** A new id, which none of `used` is: lines, limits and sections name things by theirs, and the name of one that is gone must not come to mean another. */
export function free(used, word) {
  let n = 1;
  while (used.has(`${word}-${n}`)) n++;
  used.add(`${word}-${n}`);
  return `${word}-${n}`;
}

/** Adds a thing from clicked points and returns its place in its list; `used` are all ids there have been. */
export function add(scene, kind, clicked, used) {
  const all = list(scene, kind, true), p = clicked.map(([x, y]) => [cent(x), cent(y)]);
  if (kind === 'points') all.push({ image: p[0], road: [0, 0] });
  else if (kind === 'lengths') all.push({ from: p[0], to: p[1], metres: 3.5, along: 'any' });
  else if (kind === 'lanes') all.push({ id: free(used, 'lane'), area: p });
  else if (kind === 'lines') all.push({ id: free(used, 'line'), kind: 'count', points: p });
  else if (kind === 'zones') all.push({ id: free(used, 'zone'), kind: 'ignore', area: p });
  else {
    const [x, y] = [Math.min(p[0][0], p[1][0]), Math.min(p[0][1], p[1][1])], w = cent(Math.max(2, Math.abs(p[1][0] - p[0][0]))), high = cent(Math.max(6, Math.abs(p[1][1] - p[0][1])) / 3);
    all.push({ id: free(used, 'signal'), red: [x, y, w, high], yellow: [x, cent(y + high), w, high], green: [x, cent(y + 2 * high), w, high] });
  }
  return all.length - 1;
}

/** Takes away what is chosen: a corner where enough are left, else the whole thing. */
export function take(scene, { kind, index, handle }) {
  const all = list(scene, kind), item = all[index], chosen = handle === null ? null : handles(kind, item)[handle];
  const row = chosen && Array.isArray(item[chosen.part]) && chosen.i !== undefined ? item[chosen.part] : null;
  if (row && chosen.part === 'direction') delete item.direction;
  else if (row && row.length > (kind === 'lines' ? 2 : 3)) { row.splice(chosen.i, 1); return false; }
  else {
    all.splice(index, 1);
    if (kind === 'signals' && !all.some(x => x.id === item.id)) naming(scene, kind, item.id)();
    if (kind === 'lanes' && !all.some(x => x.id === item.id)) forget(scene, item.id);
    // a survey that measures nothing is refused
    if (scene.survey && !scene.survey.points?.length && !scene.survey.lengths?.length) delete scene.survey;
  }
  return true;
}
