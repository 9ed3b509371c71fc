// The live wall: every camera's video, and beside it what has just passed.
import { t, told } from '../words.js';
import { h, head, empty, clock, chip, icon, speed, plate, classWord } from '../dom.js';
import { get, listen, query, may } from '../api.js';
import { Player } from '../player.js';

export const title = t('Live');
const MOST_PLAYING = 9, MOST_LISTED = 30;

export async function show(host) {
  const [cameras, recent] = await Promise.all([get('/api/cameras'), get(query('/api/passages', { most: MOST_LISTED }))]);
  const running = cameras.filter(c => !c.paused);
  if (!cameras.length) {
    host.append(head(t('Live')), empty(t('No camera yet'), t('Add the first one: an RTSP address is enough to see and record; a scene makes it measure.'), may('setup') && h('a', { class: 'button main', href: '/cameras#add' }, icon('plus'), t('Add a camera'))));
    return;
  }
  const players = [];
  const feed = h('div', { class: 'feed' }, recent.items.map(p => row(p, false)));
  const none = h('p', { class: 'muted small', hidden: recent.items.length > 0 }, t('Nothing has passed yet. Vehicles show up here when they have left the picture.'));
  host.append(
    head(t('Live'), h('span', { class: 'muted small' }, t('{some} of {n} camera running|{some} of {n} cameras running', { some: running.length, n: cameras.length }))),
    h('div', { class: 'two' },
      h('div', { class: 'wall' }, cameras.map(c => tile(c, players))),
      h('section', { class: 'card' }, h('h2', null, t('Just passed')), none, feed)));
  const deaf = listen({
    passage: p => {
      none.hidden = true;
      feed.prepend(row(p, true));
      while (feed.children.length > MOST_LISTED) feed.lastChild.remove();
    },
  });
  return () => { deaf(); players.forEach(p => p.close()); };
}

function tile(camera, players) {
  const video = h('video', { muted: true, autoplay: true, playsInline: true }), canvas = h('canvas'), say = h('div', { class: 'say' });
  const screen = h('div', { class: 'screen', 'data-camera': camera.id }, video, canvas, say, h('div', { class: 'tags' }, h('span', { class: 'tag live' }, camera.name)));
  if (camera.paused || players.length >= MOST_PLAYING) say.textContent = camera.paused ? t('Paused') : t('Open it to see it live');
  else players.push(new Player(camera.id, video, canvas, s => { say.hidden = s === null; if (s) say.textContent = s.text; }));
  const { state } = camera;
  return h('a', { class: 'tile', href: `/cameras/${encodeURIComponent(camera.id)}` }, screen,
    h('div', { class: 'tile-foot' }, h('span', { class: 'name' }, camera.name), h('span', { class: 'muted small' }, camera.id),
      camera.paused ? chip(t('paused')) : state.troubles.length ? chip(told(state.troubles[0]), 'bad') : !camera.has_scene ? chip(t('counts only')) : null));
}

/** A passage as one line of the feed. */
export function row(p, fresh) {
  return h('a', { href: `/passages/${encodeURIComponent(p.id)}`, class: fresh ? 'new' : null },
    p.photo ? h('img', { class: 'thumb', src: p.photo, alt: '', loading: 'lazy' }) : h('span', { class: 'thumb' }, icon('passages')),
    h('div', null,
      h('div', { class: 'line' }, plate(p.plate) ?? h('b', null, classWord(p.class)), speed(p.speed)),
      h('div', { class: 'muted small' }, clock(p.first_seen), p.lane ? ` · ${t('lane {lane}', { lane: String(p.lane) })}` : '', p.plate ? ` · ${classWord(p.class)}` : '')));
}
