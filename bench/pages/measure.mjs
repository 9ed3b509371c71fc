#!/usr/bin/env node
// How fast the pages are, how fast a search answers, and what many people at the live wall cost the cameras. See README.md beside this file.
import puppeteer from 'puppeteer-core';
import WebSocket from 'ws';

const [what, link, ...rest] = process.argv.slice(2);
const base = new URL(link ?? 'http://none').origin;
const sorted = list => [...list].sort((a, b) => a - b);
const at = (list, part) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * part))];
const pause = ms => new Promise(done => setTimeout(done, ms));

/** A session's cookie for the one-time link. */
async function signIn() {
  const answer = await fetch(`${base}/sign-in`, { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: base }, body: JSON.stringify({ link: new URL(link).hash.slice(1) }) });
  if (!answer.ok) throw new Error(`the link does not sign in: ${answer.status}`);
  return answer.headers.getSetCookie()[0].split(';')[0];
}

async function browser(cookie) {
  const b = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--lang=en'] });
  await b.setCookie({ name: cookie.split('=')[0], value: cookie.slice(cookie.indexOf('=') + 1), domain: new URL(base).hostname, path: '/', httpOnly: true, sameSite: 'Strict' });
  return b;
}

// when the page's own content stands there, not its grey bars: from the navigation's start, by the browser's clock
const useful = `new Promise(done => { const look = () => { const p = document.querySelector('#page > .page:not(.wait-page)');
  if (p && !p.hidden && p.querySelector('h1, h2') && !document.querySelector('.wait-page')) requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))); else setTimeout(look, 5); }; look(); })`;

/** paint LINK [RUNS]: every page, the browser's store empty (first) and not (again). */
async function paint(runs = 5) {
  const cookie = await signIn(), b = await browser(cookie);
  const headers = { headers: { Cookie: cookie } };
  const [camera] = await (await fetch(`${base}/api/cameras`, headers)).json();
  const passage = (await (await fetch(`${base}/api/passages?most=1`, headers)).json()).items[0], c = (await (await fetch(`${base}/api/cases?most=1`, headers)).json()).items[0];
  const paths = ['/', camera && `/cameras/${camera.id}`, camera && `/cameras/${camera.id}/scene`, '/passages', passage && `/passages/${encodeURIComponent(passage.id)}`, '/cases', c && `/cases/${encodeURIComponent(c.id)}`,
    '/cameras', '/traffic', '/map', '/people', '/connections', '/audit', '/system'].filter(Boolean);
  console.log('| page | first visit, median (worst) ms | again, median (worst) ms |\n| --- | --- | --- |');
  for (const path of paths) {
    const cells = [];
    for (const empty of [true, false]) {
      const took = [];
      for (let i = 0; i < runs; i++) {
        const page = await b.newPage();
        await page.setViewport({ width: 1400, height: 900 });
        await page.setCacheEnabled(!empty);
        await page.goto(base + path, { waitUntil: 'domcontentloaded' });
        took.push(await page.evaluate(useful));
        await page.close();
      }
      cells.push(`${Math.round(at(took, 0.5))} (${Math.round(at(took, 1))})`);
    }
    const kind = path.split('/').map((part, i) => i === 2 ? 'ID' : part).join('/');
    console.log(`| \`${kind}\` | ${cells.join(' | ')} |`);
  }
  await b.close();
}

/** search LINK [RUNS]: what the passages page asks, over HTTP, one after the other. */
async function search(runs = 20) {
  const cookie = await signIn(), ask = async query => {
    const began = performance.now(), answer = await fetch(`${base}/api/passages?${new URLSearchParams({ most: '50', ...query })}`, { headers: { Cookie: cookie } });
    const { items } = await answer.json();
    if (!answer.ok) throw new Error(`${JSON.stringify(query)}: ${answer.status}`);
    return [performance.now() - began, items];
  };
  const plates = (await ask({ most: '200' }))[1].map(p => p.plate?.text).filter(Boolean), pick = i => plates[(i * 7) % plates.length];
  const asked = {
    'newest page': () => ({}), 'whole plate, no look-alikes': i => ({ plate: pick(i), look_alikes: 'false' }), 'beginning of a plate (`123A*`)': i => ({ plate: pick(i).slice(0, 4) + '*' }), 'inside a plate (`*23AB*`)': i => ({ plate: `*${pick(i).slice(1, 5)}*` }),
    'one sign unknown (`123?BC02`)': i => ({ plate: pick(i).slice(0, 3) + '?' + pick(i).slice(4) }), 'plate and look-alikes (what the page asks)': i => ({ plate: pick(i) }), 'plate with one sign wrong': i => ({ plate: pick(i), edits: '1' }), 'one camera': i => ({ camera: `c${i % 200}` }),
    'faster than 90 km/h': () => ({ speed_from_kmh: '90' }), 'a day': i => { const d = new Date(Date.UTC(2025, 0, 10 + i)); return { from: d.toISOString(), until: new Date(+d + 864e5).toISOString() }; },
  };
  console.log('| search | median ms | 95 of 100 ms | worst ms | found on the page |\n| --- | --- | --- | --- | --- |');
  for (const [word, query] of Object.entries(asked)) {
    const took = [], found = [];
    for (let i = 0; i < runs; i++) {
      const [ms, items] = await ask(query(i));
      took.push(ms);
      found.push(items.length);
    }
    console.log(`| ${word} | ${at(took, 0.5).toFixed(1)} | ${at(took, 0.95).toFixed(1)} | ${at(took, 1).toFixed(1)} | ${at(found, 0.5)} |`);
  }
}

/** people LINK [COUNT] [SECONDS]: so many at the wall of the first camera, each with the event stream and the live video, against the same time alone. */
async function people(count = 50, seconds = 30) {
  const cookie = await signIn(), headers = { Cookie: cookie, Origin: base };
  const [camera] = await (await fetch(`${base}/api/cameras`, { headers })).json();
  const figures = async () => {
    const text = await (await fetch(`${base}/metrics`, { headers })).text(), of = name => [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? ([0-9.eE+-]+)`, 'gm'))].reduce((sum, m) => sum + Number(m[1]), 0);
    return { frames: of('qyran_camera_frames_total'), analysed: of('qyran_camera_analysed_total'), dropped: of('qyran_camera_dropped_total'), cpu: of('qyran_cpu_seconds_total'), viewers: of('qyran_camera_viewers'), at: performance.now() };
  };
  const over = async (word, viewers) => {
    const a = await figures();
    await pause(seconds * 1000);
    const z = await figures(), s = (z.at - a.at) / 1000;
    console.log(`| ${word} | ${((z.frames - a.frames) / s).toFixed(1)} | ${((z.analysed - a.analysed) / s).toFixed(1)} | ${z.dropped - a.dropped} | ${((z.cpu - a.cpu) / s).toFixed(2)} | ${viewers()} |`);
  };
  console.log('| who looks | frames/s from the camera | analysed/s | dropped | cores of the server | at the viewers |\n| --- | --- | --- | --- | --- | --- |');
  await over('nobody', () => '');
  const seen = Array.from({ length: count }, () => ({ fragments: 0, bytes: 0, longest: 0, last: 0, events: 0 })), ends = [];
  for (const one of seen) {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/api/cameras/${encodeURIComponent(camera.id)}/live`, { headers });
    socket.on('error', error => console.error(error.message));
    socket.on('message', (data, binary) => {
      if (!binary) return;
      const now = performance.now();
      if (one.last) one.longest = Math.max(one.longest, now - one.last);
      one.last = now;
      one.fragments++;
      one.bytes += data.length;
    });
    const stop = new AbortController();
    fetch(`${base}/api/events`, { headers, signal: stop.signal }).then(async answer => { for await (const chunk of answer.body) one.events += (new TextDecoder().decode(chunk).match(/^event:/gm) ?? []).length; }).catch(() => { });
    ends.push(() => { socket.close(); stop.abort(); });
    await pause(20);
  }
  await pause(4000);
  for (const one of seen) Object.assign(one, { fragments: 0, bytes: 0, longest: 0, events: 0 });
  await over(`${count} people`, () => `${seen.filter(x => x.fragments > 0).length} with video, fragments each ${at(seen.map(x => x.fragments), 0)}–${at(seen.map(x => x.fragments), 1)}, `
    + `longest pause ${(Math.max(...seen.map(x => x.longest)) / 1000).toFixed(2)} s, ${(seen.reduce((s, x) => s + x.bytes, 0) / seconds / 125000).toFixed(0)} Mbit/s, events each ${at(seen.map(x => x.events), 0)}–${at(seen.map(x => x.events), 1)}`);
  ends.forEach(end => end());
  process.exit(0);
}

const work = { paint, search, people }[what];
if (!work || !link) {
  console.error('measure.mjs paint LINK [RUNS] · search LINK [RUNS] · people LINK [COUNT] [SECONDS]; LINK is what qyran prints at its start');
  process.exit(64);
}
await work(...rest.map(Number));
