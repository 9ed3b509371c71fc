// Building blocks of the pages: elements, numbers and times for people, icons.

import { t, number, date } from './words.js';

/** An element with attributes (`class`, `on…` listeners, `data-…`) and children; null and false children are left out. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(3).filter(c => c !== null && c !== undefined && c !== false));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An SVG element; `on…` listens, as with h(). */
export function s(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(3).filter(c => c !== null && c !== undefined));
  return element;
}

const paths = {
  live: 'M4 6h12v12H4zM16 10l5-3v10l-5-3z',
  passages: 'M3 15l2-6h11l3 4 2 1v3H3zM7 18.500a1.800 1.800 0 1 0 0-.1M17 18.500a1.800 1.800 0 1 0 0-.1',
  cases: 'M6 3h9l4 4v14H6zM14 3v5h5M9 12h6M9 16h6',
  cameras: 'M3 8l14-4 2 6-14 4zM8 14v6M4 20h8',
  map: 'M12 21c4-5 6-8 6-11a6 6 0 0 0-12 0c0 3 2 6 6 11zM12 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  traffic: 'M4 20h16M6 20v-7h3v7M11 20V5h3v15M16 20v-10h3v10',
  system: 'M4 6h16M4 12h16M4 18h16M8 4v4M16 10v4M11 16v4',
  theme: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18',
  out: 'M10 4H5v16h5M14 8l5 4-5 4M19 12H9',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5',
  down: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  good: 'M5 13l4 4L19 7',
  bad: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 5l12 7-12 7z',
  shield: 'M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z',
  full: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  people: 'M9 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM2 20c0-4 3-6 7-6s7 2 7 6M16 4.500a4 4 0 0 1 0 7M18 14.500c3 .6 4 2.700 4 5.500',
  audit: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h3',
  account: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3-7 8-7s8 3 8 7',
  connections: 'M8 8H5a3 3 0 0 0 0 8h3M16 8h3a3 3 0 0 1 0 8h-3M8 12h8',
  watchlist: 'M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  back: 'M14 5l-7 7 7 7',
};

/** A line icon of 20 px in the text's colour. */
export const icon = name => s('svg', { viewBox: '0 0 24 24', width: 20, height: 20, class: 'icon', 'aria-hidden': 'true' }, s('path', { d: paths[name] }));

const two = n => String(n).padStart(2, '0');

/** 14:03:07 in the browser's zone. */
export const clock = iso => { const d = new Date(iso); return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`; };

/** The date in the browser's zone. */
export const day = iso => date(new Date(iso));

/** The whole instant, a <time> with the exact UTC in its title; today without the date. */
export function when(iso) {
  const today = day(new Date().toISOString()) === day(iso);
  return h('time', { datetime: iso, title: new Date(iso).toISOString() }, today ? clock(iso) : `${day(iso)} ${clock(iso)}`);
}

export const bytes = n => n >= 1e12 ? t('{size} TB', { size: number(n / 1e12, 1) }) : n >= 1e9 ? t('{size} GB', { size: number(n / 1e9, 1) }) : n >= 1e6 ? t('{size} MB', { size: number(n / 1e6) }) : t('{size} kB', { size: number(n / 1e3) });

export function lasting(seconds) {
  if (seconds < 90) return t('{s} s', { s: Math.round(seconds) });
  if (seconds < 5400) return t('{min} min', { min: Math.round(seconds / 60) });
  if (seconds < 172800) return t('{h} h', { h: number(seconds / 3600, 1) });
  return t('{n} day|{n} days', { n: Math.floor(seconds / 86400) });
}

// what only the binary writing of a number lacks or has too much is no digit: 1e-9
/** A measured value for people, rounded down in the driver's favour. */
export const down = (value, digits = 0) => number((Math.floor(value * 10 ** digits + 1e-9) + 0) / 10 ** digits, digits);

/** Its error, rounded up. */
export const up = (value, digits = 0) => number((Math.ceil(value * 10 ** digits - 1e-9) + 0) / 10 ** digits, digits); // + 0: no "-0"

/** "87 ± 2 km/h": the value rounded down, the error up. */
export function speed(reading) {
  if (!reading) return null;
  return h('span', { class: 'speed' }, h('b', null, down(reading.kmh)), h('span', { class: 'pm' }, ` ± ${up(reading.error_kmh, 1)}`), h('span', { class: 'unit' }, ` ${t('km/h')}`));
}

/** A plate as it looks on a car. */
/** Of a chance from 0 to 1: rounded down, so that nothing is told surer than it is. */
export const percent = chance => Math.floor(chance * 100 + 1e-9);

export const plate = p => p ? h('span', { class: 'plate', title: t('read with confidence {percent} %', { percent: percent(p.confidence) }) }, p.text) : null;

export const chip = (text, tone) => h('span', { class: `chip ${tone ?? ''}` }, text);

/** Marks a passage that another maker's device has stated; null for our own. */
export const foreign = p => p.foreign ? h('span', { class: 'chip warn', title: t('stated by {maker} {model}, serial {serial}; not measured by Qyran', p.foreign) }, t('foreign')) : null;

/** What is shown where there is nothing yet. */
export const empty = (title, text, ...more) => h('div', { class: 'empty' }, h('h2', null, title), text ? h('p', null, text) : null, more);

/** A brief message in the corner. */
export function toast(text, tone = '') {
  const at = h('div', { class: `toast ${tone}` }, text);
  document.getElementById('toasts').append(at);
  setTimeout(() => at.remove(), tone === 'bad' ? 9000 : 4500);
}

/** A button that asks once more before it does what cannot be undone. */
export function twice(word, call) {
  const button = h('button', { class: 'bad', type: 'button', onclick: () => {
    if (button.dataset.sure) return call();
    button.dataset.sure = 'yes';
    button.textContent = t('Really?');
    setTimeout(() => { delete button.dataset.sure; button.textContent = word; }, 4000);
  } }, word);
  return button;
}

/** A heading with what stands beside it. */
export const head = (title, ...more) => h('div', { class: 'head' }, h('h1', null, title), h('div', { class: 'head-more' }, more));

const classWords = { car: t('Car'), van: t('Van'), bus: t('Bus'), truck: t('Truck'), motorcycle: t('Motorcycle'), bicycle: t('Bicycle'), person: t('Person'), unknown: t('Vehicle') };
export const classWord = c => classWords[c] ?? c;
export const classes = Object.keys(classWords);

/** Whether a key press is meant for a field and not for the page. */
export const typing = event => event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, [contenteditable]');

/** Steps to take, in a row, and below it what the present one asks for; `done`: one truth for each. */
export const steps = (names, done, now, words) => h('div', { class: 'steps' },
  h('ol', { 'aria-label': t('What to do next') }, names.map((name, n) => h('li', { class: done[n] ? 'done' : n === now ? 'now' : '', 'data-step': n + 1, 'aria-current': n === now ? 'step' : null }, name))),
  words && h('p', null, words));
