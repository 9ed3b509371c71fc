// A scene for a picture of another size. The camera refuses one that does not fit: another size may be another crop, so a person looks.

const cent = v => Math.round(v * 100) / 100;

/** Whether a picture has the shape the scene was drawn for, so that it may be the same view. */
export const sameShape = (scene, width, height) => Math.abs(width * scene.camera.height / (height * scene.camera.width) - 1) < 0.01;

/** The scene for a picture of this size: what is drawn goes along where the shape is the same, else it stays, to be drawn anew. */
export function resized(scene, width, height) {
  const to = structuredClone(scene), kx = width / scene.camera.width, ky = height / scene.camera.height;
  Object.assign(to.camera, { width, height });
  if (!sameShape(scene, width, height)) return to;
  const point = ([x, y]) => [cent(x * kx), cent(y * ky)], box = ([x, y, w, high]) => [...point([x, y]), ...point([w, high])];
  const clicked = item => { if (item.image_error_px !== undefined) item.image_error_px *= kx; };
  for (const p of to.survey?.points ?? []) { p.image = point(p.image); clicked(p); }
  for (const l of to.survey?.lengths ?? []) { l.from = point(l.from); l.to = point(l.to); clicked(l); }
  for (const key of ['area', 'points', 'direction'])
    for (const item of [...to.lanes ?? [], ...to.lines ?? [], ...to.zones ?? []]) if (item[key]) item[key] = item[key].map(point);
  for (const head of to.signals ?? []) for (const [lamp, at] of Object.entries(head)) if (Array.isArray(at)) head[lamp] = box(at);
  if (to.lens) for (const [key, k] of [['fx', kx], ['cx', kx], ['fy', ky], ['cy', ky]]) to.lens[key] *= k;
  return to;
}
