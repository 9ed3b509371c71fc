// Who names a signal or a lane by its id: lines and limits.

/** Those that name it now; the returned function gives them its new id, as it is typed. What is gone (undefined) is named by no line. */
export function naming(scene, kind, id) {
  const lines = kind === 'signals' ? (scene.lines ?? []).filter(l => l.signal === id) : [];
  // by their places: a name half typed may be another lane's
  const lists = kind === 'lanes' ? [...scene.lines ?? [], ...scene.limits ?? []].flatMap(x => x.lanes?.includes(id) ? [[x.lanes, x.lanes.indexOf(id)]] : []) : [];
  return to => {
    for (const line of lines)
      if (to === undefined) delete line.signal;
      else line.signal = to;
    for (const [names, place] of lists) names[place] = to;
  };
}

/** Takes a lane that is gone out of the lists that name it. Where it is the last one it stays, to be looked at: an empty list means every lane. */
export function forget(scene, lane) {
  for (const x of [...scene.lines ?? [], ...scene.limits ?? []])
    if (x.lanes?.some(id => id !== lane)) x.lanes = x.lanes.filter(id => id !== lane);
}
