#!/usr/bin/env node
// The pictures of docs/tour.md, taken from the running demo: tour.mjs LINK [FOLDER]. See README.md beside this file.
import puppeteer from 'puppeteer-core';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [link, folder = join(dirname(fileURLToPath(import.meta.url)), '../../docs/pictures/tour')] = process.argv.slice(2);
if (!link) {
  console.error('tour.mjs LINK [FOLDER]; LINK is what qyran demo prints at its start. Let it run for two minutes first.');
  process.exit(64);
}
const base = new URL(link).origin, pause = ms => new Promise(done => setTimeout(done, ms));
mkdirSync(folder, { recursive: true });
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--lang=en'] });
const page = await browser.newPage();
page.setDefaultTimeout(90_000);
await page.setViewport({ width: 1280, height: 800 });
await page.goto(link);
await page.waitForFunction(() => document.querySelector('nav a[aria-current=page]'));
const one = await page.evaluate(async () => {
  const list = async path => (await (await fetch(path)).json()).items, cases = (await list('/api/cases?most=100')).filter(c => c.has_pack), passages = [...await list('/api/passages?plate=*&most=200'), ...await list('/api/passages?most=100')];
  return { case: (cases.find(c => c.rule === 'red-light') ?? cases[0])?.id, speeding: (cases.find(c => c.rule.includes('speed')) ?? cases[0])?.id, passage: (passages.find(p => p.plate && p.speed && p.photo) ?? passages[0]).id, camera: (await (await fetch('/api/cameras')).json())[0].id };
});
const id = encodeURIComponent;

/** One page in one theme, when what matters on it is there. */
async function shot(name, path, ready, theme = 'light', prepare = null, wait = 1500) {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  await page.goto(base + path);
  await page.waitForFunction(`document.querySelector(${JSON.stringify(ready)}) && !document.querySelector('.wait-page')`);
  if (prepare) await page.evaluate(prepare);
  await pause(wait);
  await page.evaluate(() => document.querySelectorAll('.toast').forEach(t => t.remove()));
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 78 });
}

await shot('live', '/', '.screen video', 'light', null, 9000);
await shot('camera', `/cameras/${id(one.camera)}`, '.screen video', 'dark', null, 9000);
await page.setViewport({ width: 1280, height: 1500 });
await shot('traffic', '/traffic?span=day', '.on-picture svg', 'light', null, 4000);
await page.setViewport({ width: 1280, height: 800 });
await shot('map', '/map', '#page svg', 'dark', null, 2000);
await shot('scene', `/cameras/${id(one.camera)}/scene`, '.scene-picture svg', 'light', null, 4000);
// what was found is recorded to its end before it is shown
const camera = act => page.evaluate(path => fetch(path, { method: 'POST' }), `/api/cameras/${id(one.camera)}/${act}`);
await camera('pause');
for (let i = 0; i < 60 && await page.evaluate(async () => (await (await fetch('/api/cases?most=12')).json()).items.some(c => !c.has_pack)); i++) await pause(1000);
await shot('passages', '/passages', 'tbody tr');
await shot('passage', `/passages/${id(one.passage)}`, 'dl.facts');
await shot('cases', '/cases', '.case-tile', 'dark', null, 3000);
await shot('case', `/cases/${id(one.case)}`, '.plot svg', 'light', null, 4000);
await shot('case-plots', `/cases/${id(one.speeding)}`, '.plot svg', 'dark', () => document.querySelector('.plot').scrollIntoView({ block: 'start' }), 4000);
await shot('connections', '/connections', '#add-device', 'dark', () => document.getElementById('add-hook').click());
await shot('audit', '/audit', 'tbody tr');
await shot('system', '/system', '.figure', 'dark');
await shot('keys', `/cases/${id(one.case)}`, '.plot svg', 'light', () => document.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true })));
await camera('resume');
await browser.close();
