// Lanes that a proposal draws anew. Lines and limits name a lane by its id, so an id stays where it was or goes.
import { list, free } from './shapes.js';

const CELLS = 100; // a side of the picture: the areas are held against each other cell by cell
const MOST = .5; // of the smaller one's area: one lane lies on the other

/** The proposed lanes: what lies on one lane, and on no other, is that lane drawn anew; every other one gets an id that none has had. */
export function redrawn(scene, drawn, used) {
  const was = list(scene, 'lanes'), now = drawn.lanes ?? [];
  const [old, cells] = [was.map(lane => covered(lane.area, scene.camera)), now.map(lane => covered(lane.area, drawn.camera))];
  const pairs = now.flatMap((_, i) => was.map((_, j) => [i, j])).filter(([i, j]) => share(cells[i], old[j]) >= MOST);
  return now.map((lane, i) => {
    const mine = pairs.filter(p => p[0] === i), same = mine.length === 1 && pairs.filter(p => p[1] === mine[0][1]).length === 1 ? was[mine[0][1]] : null;
    return same ? { ...same, area: lane.area, direction: lane.direction } : { ...lane, id: free(used, 'lane') };
  });
}

/** The numbers of the cells whose middle an area covers. */
function covered(area, { width, height }) {
  const cells = new Set();
  for (let n = 0; n < CELLS * CELLS; n++) if (inside(area, (n % CELLS + .5) * width / CELLS, (Math.floor(n / CELLS) + .5) * height / CELLS)) cells.add(n);
  return cells;
}

const share = (a, b) => [...a].filter(n => b.has(n)).length / Math.min(a.size, b.size);

function inside(area, x, y) {
  let is = false;
  area.forEach(([ax, ay], i) => {
    const [bx, by] = area.at(i - 1);
    if (ay > y !== by > y && x < (bx - ax) * (y - ay) / (by - ay) + ax) is = !is;
  });
  return is;
}
