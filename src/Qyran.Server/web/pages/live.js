// The live wall: every camera's video, and beside it what has just passed.
import { t, told } from '../words.js';
import { h, head, empty, when, chip, icon, speed, plate, classWord } from '../dom.js';
import { get, listen, seldom, query, may } from '../api.js';
import { Player } from '../player.js';

export const title = t('Live');
const MOST_PLAYING = 9, MOST_LISTED = 30;

export async function show(host) {
  const passed = () => get(query('/api/passages', { most: MOST_LISTED }));
  let [cameras, recent] = await Promise.all([get('/api/cameras'), passed()]);
  if (!cameras.length) {
    host.append(head(t('Live')), empty(t('No camera yet'), t('Add the first one: an RTSP address is enough to see and record; a scene makes it measure.'), may('setup') && h('a', { class: 'button main', href: '/cameras#add' }, icon('plus'), t('Add a camera'))));
    return;
  }
  const tiles = new Map(), wall = h('div', { class: 'wall' }), count = h('span', { class: 'muted small' });
  const feed = h('div', { class: 'feed' }, lines(recent.items));
  const none = h('p', { class: 'muted small', hidden: recent.items.length > 0 }, t('Nothing has passed yet. Vehicles show up here when they have left the picture.'));
  host.append(
    head(t('Live'), count),
    h('div', { class: 'two' }, wall,
      h('section', { class: 'card' }, h('h2', null, t('Just passed')), none, feed)));

  /** Every camera as it is now; a picture that runs goes on. */
  function settle() {
    count.textContent = t('{some} of {n} camera running|{some} of {n} cameras running', { some: cameras.filter(c => !c.paused).length, n: cameras.length });
    for (const [id, x] of tiles) if (!cameras.some(c => c.id === id)) { x.close(); x.element.remove(); tiles.delete(id); }
    for (const c of cameras) {
      if (!tiles.has(c.id)) { tiles.set(c.id, tile(c)); wall.append(tiles.get(c.id).element); }
      tiles.get(c.id).tell(c, [...tiles.values()].filter(x => x.playing).length < MOST_PLAYING);
    }
  }

  let turn = 0;
  const anew = async () => {
    const mine = ++turn, now = await get('/api/cameras');
    if (mine !== turn || !host.isConnected) return;
    cameras = now;
    settle();
  };
  settle();
  const look = setInterval(() => anew().catch(() => { }), 8000);
  const soon = seldom(() => { if (host.isConnected) anew().catch(() => { }); });
  const deaf = listen({
    camera: soon,
    passage: p => {
      none.hidden = true;
      enter(feed, p, MOST_LISTED);
    },
    again: () => {
      soon();
      passed().then(({ items }) => { none.hidden = items.length > 0; feed.replaceChildren(...lines(items)); }, () => { });
    },
  });
  return () => { clearInterval(look); deaf(); tiles.forEach(x => x.close()); };
}

/** A camera's place on the wall; `tell` says how it is now and whether there is room for one more player. */
function tile(camera) {
  const video = h('video', { muted: true, autoplay: true, playsInline: true }), canvas = h('canvas'), say = h('div', { class: 'say' });
  const screen = h('div', { class: 'screen', 'data-camera': camera.id }, video, canvas, say, h('div', { class: 'tags' }, h('span', { class: 'tag live' }, camera.name)));
  const foot = h('div', { class: 'tile-foot' }, h('span', { class: 'name' }, camera.name), h('span', { class: 'muted small' }, camera.id));
  const words = s => { say.hidden = s === null; if (s) say.textContent = s.text; };
  let player = null;
  const self = {
    element: h('a', { class: 'tile', href: `/cameras/${encodeURIComponent(camera.id)}` }, screen, foot),
    get playing() { return player !== null; },
    close() { player?.close(); player = null; },
    tell({ paused, state, has_scene }, room) {
      if (paused) self.close();
      else if (room) player ??= new Player(camera.id, video, canvas, words);
      if (!player) words({ text: paused ? t('Paused') : t('Open it to see it live') });
      foot.querySelector('.chip')?.remove();
      const mark = paused ? chip(t('paused')) : state.troubles.length ? chip(told(state.troubles[0]), 'bad') : !has_scene ? chip(t('counts only')) : null;
      if (mark) foot.append(mark);
    },
  };
  return self;
}

/** What a list gave, as lines of a feed: who left last stands first. The list goes by who came first. */
export const lines = passages => [...passages].sort((a, b) => Date.parse(b.last_seen) - Date.parse(a.last_seen)).map(p => row(p, false));

/** Puts what has passed into a feed, who left last first, `most` lines at most: who waited long has just passed all the same; what is handed in late stands where it belongs, and nowhere where that is below the last line. */
export function enter(feed, p, most) {
  const older = [...feed.children].find(line => Date.parse(line.dataset.left) < Date.parse(p.last_seen));
  if (!older && feed.children.length >= most) return;
  feed.insertBefore(row(p, true), older ?? null);
  while (feed.children.length > most) feed.lastChild.remove();
}

/** A passage as one line of the feed. */
function row(p, fresh) {
  return h('a', { href: `/passages/${encodeURIComponent(p.id)}`, class: fresh ? 'new' : null, 'data-left': p.last_seen },
    p.photo ? h('img', { class: 'thumb', src: p.photo, alt: '', loading: 'lazy' }) : h('span', { class: 'thumb' }, icon('passages')),
    h('div', null,
      h('div', { class: 'line' }, plate(p.plate) ?? h('b', null, classWord(p.class)), speed(p.speed)),
      h('div', { class: 'muted small' }, when(p.first_seen), p.lane ? ` · ${t('lane {lane}', { lane: String(p.lane) })}` : '', p.plate ? ` · ${classWord(p.class)}` : '')));
}
