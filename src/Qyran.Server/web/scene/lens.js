// A lens that bends the picture (Brown–Conrady), as src/Qyran.Measure/Calibration/LensGeometry.cs reckons with it: a scene's pixels are the camera's own, the road is found from straightened ones.

/** Where the lens puts a direction, and how it stretches there: [x, y, xx, xy, yy]. */
function put({ k1, k2, p1, p2, k3 }, x, y) {
  const r = x * x + y * y, radial = 1 + r * (k1 + r * (k2 + r * k3)), slope = 2 * (k1 + r * (2 * k2 + 3 * r * k3));
  return [x * radial + 2 * p1 * x * y + p2 * (r + 2 * x * x), y * radial + p1 * (r + 2 * y * y) + 2 * p2 * x * y,
    radial + x * x * slope + 2 * p1 * y + 6 * p2 * x, x * y * slope + 2 * p1 * x + 2 * p2 * y, radial + y * y * slope + 6 * p1 * y + 2 * p2 * x];
}

/** No single direction is seen there: the lens folds over. */
const folds = (xx, xy, yy) => !(xx * yy - xy * xy > 1e-6) || !(xx + yy > 0);

/** Where the camera shows what a straight lens would show at this pixel; null where it does not. */
export function bent(lens, at) {
  if (!lens) return at;
  const [x, y, ...stretch] = put(lens, (at[0] - lens.cx) / lens.fx, (at[1] - lens.cy) / lens.fy);
  return folds(...stretch) ? null : [x * lens.fx + lens.cx, y * lens.fy + lens.cy];
}

/** Where a straight lens would show what the camera shows at this pixel, by Newton's method; null where nothing of the scene lies there. */
export function straight(lens, at) {
  if (!lens) return at;
  const [tx, ty] = [(at[0] - lens.cx) / lens.fx, (at[1] - lens.cy) / lens.fy];
  for (let i = 0, x = tx, y = ty; i < 60; i++) {
    const [ax, ay, xx, xy, yy] = put(lens, x, y), [ex, ey] = [ax - tx, ay - ty], det = xx * yy - xy * xy;
    if (folds(xx, xy, yy)) return null;
    if (Math.hypot(ex * lens.fx, ey * lens.fy) < 1e-6) return [x * lens.fx + lens.cx, y * lens.fy + lens.cy];
    const [dx, dy] = [(yy * ex - xy * ey) / det, (xx * ey - xy * ex) / det], step = Math.min(1, .3 / Math.max(1e-12, Math.hypot(dx, dy))); // short steps stay on this side of a fold
    x -= step * dx;
    y -= step * dy;
  }
  return null;
}
