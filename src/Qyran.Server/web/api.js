// The server's API. An answer that is a problem (RFC 9457) is thrown with its sentence.
import { t, explained } from './words.js';

export class Problem extends Error {
  constructor(status, detail) { super(detail); this.status = status; }
}

async function ask(method, path, body, signal, read = answer => answer.status === 204 ? null : answer.json()) {
  let answer;
  try {
    answer = await fetch(path, { method, signal, headers: body === undefined ? {} : { 'Content-Type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, t('The server does not answer.'));
  }
  if (answer.status === 401) {
    location.assign(`/sign-in?to=${encodeURIComponent(location.pathname)}`);
    return new Promise(() => { });
  }
  if (!answer.ok) {
    const problem = await answer.json().catch(() => null);
    throw new Problem(answer.status, explained(problem?.detail ?? problem?.title) ?? t('the server answers {status}', { status: String(answer.status) }));
  }
  return read(answer);
}

export const get = (path, signal) => ask('GET', path, undefined, signal);
/** A file, whole; a refusal is thrown like any other. */
export const blob = (path, signal) => ask('GET', path, undefined, signal, answer => answer.blob());
export const post = (path, body) => ask('POST', path, body ?? {});
export const put = (path, body) => ask('PUT', path, body);
export const remove = path => ask('DELETE', path);

/** A path with its query; what is null, empty or undefined is left out, arrays are repeated. */
export function query(path, values) {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) for (const v of Array.isArray(value) ? value : [value]) if (v !== null && v !== undefined && v !== '') q.append(name, v);
  const text = q.toString();
  return text ? `${path}?${text}` : path;
}

/** Who is signed in: name, role, rights; asked once, before any page is shown. */
export const me = await get('/api/me');

/** Whether the server would let us: what it refuses is not offered. */
export const may = right => me.rights.includes(right);

const listeners = new Set();
let source = null;
const LATE_MS = 120000; // what is told bears the instant its vehicle was first seen: that may be so long before

/**
 * Tells of every passage, case, camera and watched plate from now on, until the returned function is called. One connection for all. `again` is called where something was not
 * told, for nobody looked, the connection broke or this browser was too slow: what is shown is asked for anew. It gets the instant (ms since 1970) from which on something may be missing.
 */
export function listen(kinds) {
  listeners.add(kinds);
  return () => listeners.delete(kinds);
}

const SELDOM_MS = 3000;

/** For what asks the server because something happened: however often it is called, it asks at once and then every 3 s at most, the last time after the last call. */
export function seldom(ask) {
  let wait = null, more = false;
  const self = () => {
    if (wait !== null) { more = true; return; }
    more = false;
    wait = setTimeout(() => { wait = null; if (more) self(); }, SELDOM_MS);
    ask();
  };
  return self;
}

/**
 * Keeps the event stream open while the page is seen; `state` is told true and false as it comes and goes. A browser holds at most six connections to a
 * server: pages nobody looks at give theirs back, or the seventh would wait for ever.
 */
export function openEvents(state) {
  let since = document.hidden ? Date.now() : null; // from when on nothing was told; null: all was
  const miss = () => { since ??= Date.now(); };
  const again = from => { for (const l of [...listeners]) l.again?.(from - LATE_MS); };
  const late = seldom(() => again(Date.now()));
  const open = () => {
    if (source || document.hidden) return;
    const mine = source = new EventSource('/api/events');
    let lost = 0;
    mine.onopen = () => {
      state(true);
      lost = 0; // the server counts anew for every connection
      if (since !== null) again(since);
      since = null;
    };
    mine.onerror = () => {
      miss();
      state(false);
      // it connects again by itself; not so when it was refused: signed out, or the server is another one now
      if (mine.readyState === EventSource.CLOSED && source === mine) { source = null; setTimeout(open, 3000); }
    };
    mine.addEventListener('tick', event => {
      const now = JSON.parse(event.data).lost;
      if (now > lost) late();
      lost = now;
    });
    for (const kind of ['passage', 'case', 'camera', 'watch'])
      mine.addEventListener(kind, event => { const body = JSON.parse(event.data); for (const l of listeners) l[kind]?.(body); });
  };
  const close = () => { miss(); source?.close(); source = null; };
  document.addEventListener('visibilitychange', () => document.hidden ? close() : open());
  window.addEventListener('pagehide', close);
  open();
}
