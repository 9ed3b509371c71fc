// One case: what happened, shown and stated; the pack checked; the decision. All by keyboard: a accepts, r rejects, j and k go through the queue.
import { h, head, icon, chip, when, clock, speed, plate, classWord, toast, typing, down } from '../dom.js';
import { get, post, listen, query, may } from '../api.js';
import { pressed } from '../keys.js';
import { t, told, number, explained } from '../words.js';
import { measured } from '../measured.js';
import { factWord, isInstant } from '../facts.js';
import { redacted } from '../redacted.js';

export const title = t('Case');
/** A case whose evidence takes longer is in trouble, ms. */
const LATE = 600_000;
const names = { before: t('before'), at: t('the moment'), after: t('after'), 'close up': t('close up'), entry: t('at the entry'), 'entry-close': t('at the entry, close up') };

export async function show(host, [id], go) {
  const path = `/api/cases/${encodeURIComponent(id)}`;
  const { case: c, passage: p, files, approve_reasons, reject_reasons, same_drive, exemptions } = await get(path);
  const open = isOpen(c), late = Date.now() - new Date(c.created_at) > LATE;
  const media = h('div', { class: 'media' }), strip = h('div', { class: 'strip', role: 'group', 'aria-label': t('Pictures') });
  const pieces = order(files);
  const buttons = pieces.map((f, i) => h('button', { type: 'button', title: `${f.word} (${i + 1})`, onclick: () => choose(i) },
    f.video ? h('div', { class: 'clip' }, icon('play')) : h('img', { src: `${path}/files/${f.name}`, alt: '', loading: 'lazy' }), h('span', null, f.word)));
  strip.append(...buttons);
  const choose = i => {
    const f = pieces[i];
    buttons.forEach((b, k) => b.setAttribute('aria-pressed', String(k === i)));
    media.replaceChildren(f.video ? h('video', { src: `${path}/files/${f.name}`, controls: true, autoplay: true, muted: true, loop: true, playsInline: true }) : h('img', { src: `${path}/files/${f.name}`, alt: f.word }));
  };
  if (pieces.length) choose(0);
  else media.append(h('span', null, c.has_pack ? t('The pack cannot be read: see the check') : late ? t('No evidence has come, long after the moment. What was in the way stands in the log of the server and, while it lasts, on the camera’s page.')
    : t('The evidence is being recorded: it needs some seconds of video after the moment.')));

  const check = h('div', null, c.has_pack ? h('div', { class: 'wait' }) : h('p', { class: 'muted small' }, t('There is no pack yet.')));
  const copy = c.has_pack && may('evidence') ? redacted(path) : null;
  const decision = h('section', { class: 'card' });
  const drawn = h('div', { class: 'stack', id: 'measured' }, c.has_pack ? h('div', { class: 'wait' }) : null);
  const facts = h('dl', { class: 'facts wide' });
  // what nobody stated is no fact: speeding cases of older versions have an empty "limit approved by"
  const drawFacts = zeroUs => facts.replaceChildren(...Object.entries(c.facts).filter(([, v]) => v !== '').flatMap(([k, v]) => fact(factWord(k), isInstant(k) ? instant(Number(v), zeroUs, c.at) : factValue(k, v))));
  host.append(
    head(told(c.rule_title), chip(open ? t('to decide') : told(c.state), c.state === 'approved' ? 'good' : c.state === 'rejected' ? 'bad' : 'warn'),
      h('span', { class: 'muted small' }, h('kbd', null, 'j'), ' ', h('kbd', null, 'k'), ' ', t('next, previous'))),
    h('div', { class: 'two beside' },
      h('div', null, media, strip),
      h('div', { class: 'stack side' },
        h('section', { class: 'card' }, h('p', { class: 'why', title: c.why }, explained(c.why)),
          exemptions.map(e => h('p', { class: 'problem', 'data-exempt': '' }, t('An exemption for this plate holds at that time: {basis}, approved by {who}', { basis: e.basis, who: e.approved_by }))),
          h('dl', { class: 'facts' }, fact(t('At'), when(c.at)), fact(t('Vehicle'), p ? h('a', { href: `/passages/${encodeURIComponent(p.id)}` }, plate(p.plate) ?? classWord(p.class)) : '–'), fact(t('Speed'), p?.speed ? speed(p.speed) : h('span', { class: 'muted' }, explained(p?.speed_refused) ?? '–')),
            fact(t('Law'), c.offence ?? h('span', { class: 'muted' }, t('the scene names none'))), fact(t('Camera'), h('a', { href: `/cameras/${encodeURIComponent(c.camera)}` }, c.camera)), fact(t('Case'), h('span', { class: 'mono' }, c.id)),
            same_drive.length ? fact(t('Same drive'), same_drive.map(o => h('div', { class: 'same-drive' }, h('a', { href: `/cases/${encodeURIComponent(o.id)}` }, told(o.rule_title)), ' ', chip(isOpen(o) ? t('to decide') : told(o.state))))) : null)),
        decision,
        h('section', { class: 'card' }, h('h2', null, t('Evidence')), check, c.has_pack && may('evidence') ? h('div', { class: 'controls' }, h('a', { class: 'button', href: `${path}/pack`, download: '', id: 'pack' }, icon('down'), t('Pack'), ' ', h('kbd', null, 'd'))) : null, copy?.place)),
      h('div', { class: 'stack' }, drawn,
        h('section', { class: 'card' }, h('h2', null, t('Facts the verdict rests on')), facts))));

  drawDecision();
  drawFacts(null);
  if (c.has_pack) get(`${path}/measurement`).then(m => {
    drawFacts(m.at_us);
    const crop = files.includes('plate.jpg') ? `${path}/files/plate.jpg` : null;
    drawn.replaceChildren(...measured(m, c, crop));
  }, error => drawn.replaceChildren(h('section', { class: 'card' }, h('h2', null, t('Measurement')), h('p', { class: 'problem' }, error.message))));
  if (c.has_pack) get(`${path}/pack/check`).then(drawCheck, error => check.replaceChildren(h('p', { class: 'problem' }, error.message)));

  function drawCheck(v) {
    const sound = v.state === 'sound';
    check.replaceChildren(...[h('div', { class: `sound${sound ? '' : ' altered'}`, 'data-state': v.state }, icon(sound ? 'shield' : 'bad'),
      h('div', null, h('b', null, sound ? t('Sound') : v.state === 'altered' ? t('Altered') : t('Not a pack')),
        sound ? h('p', { class: 'small' }, t('{n} file is byte for byte as it was signed.|{n} files are byte for byte as they were signed.', { n: v.files })) : v.findings.map(f => h('p', { class: 'small' }, explained(f))))),
      sound && v.stamped_at ? h('p', { class: 'small', 'data-stamped': '' }, t('Signed before {time} UTC: {authority} vouches for it.', { time: v.stamped_at.slice(0, 19).replace('T', ' '), authority: v.stamped_by })) : null,
      sound && v.clock_ahead_s ? h('p', { class: 'small problem', 'data-clock': '' }, t('The device’s clock was ahead by {s} s at least: by it the pack was made after its time stamp.', { s: v.clock_ahead_s })) : null,
      sound ? h('p', { class: 'small', 'data-verification': '' }, t('Device: {what}', { what: explained(v.device_verification) ?? t('no device verification is stated') })) : null,
      sound ? h('p', { class: 'muted small mono' }, t('key {key} · manifest {manifest}', { key: `${v.key_id.slice(0, 16)}…`, manifest: `${v.manifest_sha256.slice(0, 16)}…` })) : null].filter(x => x));
  }

  function drawDecision() {
    if (!open) {
      const all = [...approve_reasons, ...reject_reasons];
      decision.replaceChildren(h('h2', null, c.state === 'approved' ? t('Accepted') : t('Rejected')), h('p', null, told(all.find(r => r.code === c.reason)?.title ?? c.reason ?? '')), h('p', { class: 'muted small' }, `${c.decided_by ?? ''}, `, c.decided_at ? when(c.decided_at) : ''));
      return;
    }
    decision.replaceChildren(h('h2', null, t('Decision')), may('reject') ? '' : h('p', { class: 'muted small' }, t('Not made yet; your role looks only.')), h('div', { class: 'decide' },
      may('approve') && c.has_pack && h('button', { class: 'good', type: 'button', id: 'accept', onclick: () => decide('approve', approve_reasons[0].code) }, icon('good'), t('Accept'), ' ', h('kbd', null, 'a')),
      may('reject') && h('button', { class: 'bad', type: 'button', id: 'reject', onclick: askWhy }, icon('bad'), t('Reject'), ' ', h('kbd', null, 'r'))));
  }

  let asking = false;
  function askWhy() {
    asking = true;
    decision.replaceChildren(h('h2', null, t('Why rejected?')), h('div', { class: 'reasons' }, reject_reasons.map((r, i) => h('button', { type: 'button', 'data-reason': r.code, onclick: () => decide('reject', r.code) }, h('kbd', null, String(i + 1)), told(r.title))),
      h('button', { class: 'quiet', type: 'button', onclick: () => { asking = false; drawDecision(); } }, h('kbd', null, 'Esc'), t('Not yet'))));
    decision.querySelector('button').focus();
  }

  let deciding = false;
  async function decide(how, reason) {
    if (deciding) return;
    deciding = true;
    try {
      await post(`${path}/${how}`, { version: c.version, reason });
    } catch (error) {
      deciding = false;
      toast(error.message, 'bad');
      if (error.status === 409) go(location.pathname);
      return;
    }
    toast(how === 'approve' ? t('Accepted') : t('Rejected'), '');
    // it is decided, whether or not the next one is found
    await beside(true, true).catch(error => { toast(error.message, 'bad'); go(location.pathname); });
  }

  /** To the open case that was made last before this one (`newest`: as the list goes on) or first after it; after a decision, where there is none, to the list. */
  async function beside(newest, decided) {
    const { items: [to] } = await get(query('/api/cases', { newest, after: id, most: 1 }));
    if (to) go(`/cases/${encodeURIComponent(to.id)}`);
    else if (decided) go('/cases');
  }

  const key = event => {
    // a key held down must not decide the next case, nor one the case behind an open list
    if (event.repeat || typing(event) || document.querySelector('dialog[open]')) return;
    if (asking) {
      const r = reject_reasons[Number(event.key) - 1];
      if (r) decide('reject', r.code);
      else if (event.key === 'Escape') { asking = false; drawDecision(); }
      return;
    }
    const letter = pressed(event);
    if (letter === 'j') beside(true);
    else if (letter === 'k') beside(false);
    else if (letter === 'd') document.getElementById('pack')?.click();
    else if (open && may('approve') && c.has_pack && letter === 'a') decide('approve', approve_reasons[0].code);
    else if (open && may('reject') && letter === 'r') { event.preventDefault(); askWhy(); }
    else if (pieces[Number(event.key) - 1]) choose(Number(event.key) - 1);
  };
  document.addEventListener('keydown', key);
  // the pack may come while one looks; a decision elsewhere too. One's own is told as well, and leads on by itself
  const look = x => { if (host.isConnected && !deciding && x.version !== c.version) go(location.pathname); };
  const deaf = listen({ case: x => { if (x.id === id) look(x); }, again: () => get(path).then(x => look(x.case), () => { }) });
  return () => { document.removeEventListener('keydown', key); deaf(); copy?.leave(); };
}

/** The clip first, then the marked pictures, then the camera's own, then another camera's; each with a word. */
function order(files) {
  const last = f => f.slice(f.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  const word = f => { const n = last(f); const [, which, far] = /^(before|after)-(\d+)$/.exec(n) ?? []; return names[n] ?? (which ? `${names[which]} ${far}` : n.replace(/-/g, ' ')); };
  const clip = files.filter(f => f.endsWith('.mp4')).map(name => ({ name, word: t('video'), video: true }));
  const marked = files.filter(f => f.startsWith('overlays/')).map(name => ({ name, word: word(name) }));
  const rank = f => last(f.name).startsWith('before') ? 0 : last(f.name) === 'at' ? 1 : 2;
  marked.sort((a, b) => rank(a) - rank(b));
  const plain = files.filter(f => f.startsWith('frames/') || f === 'plate.jpg').map(name => ({ name, word: name === 'plate.jpg' ? t('plate') : t('as recorded') }));
  const entry = files.filter(f => f.startsWith('photos/entry')).sort().reverse().map(name => ({ name, word: word(name) })); // of the section's other camera
  return [...clip, ...marked, ...plain, ...entry];
}

const isOpen = c => c.state === 'candidate' || c.state === 'checked';
const fact = (word, value) => [h('dt', null, word), h('dd', null, value)];
const seconds = us => number(us / 1e6, [2, 3, 4, 5].find(digits => us % 10 ** (6 - digits) === 0) ?? 6); // every digit that is known

/** An instant of a verdict (µs on the camera's own clock): the time of day and how far from the moment, which was at `zeroUs` on that clock and `at` by ours; the pack alone knows that. */
function instant(us, zeroUs, at) {
  if (zeroUs === null) return t('{s} s on the camera’s own clock', { s: seconds(us) });
  const apart = us - zeroUs, iso = new Date(Date.parse(at) + apart / 1000).toISOString(), time = `${clock(iso)}.${iso.slice(20, 23)}`;
  if (apart === 0) return t('{time}, at the moment', { time });
  return apart < 0 ? t('{time}, {s} s before the moment', { time, s: seconds(-apart) }) : t('{time}, {s} s after the moment', { time, s: seconds(apart) });
}

function factValue(key, value) {
  const n = Number(value);
  if (key.endsWith('_passage')) return h('a', { class: 'mono', href: `/passages/${encodeURIComponent(value)}` }, value);
  if (key.endsWith('_utc_us')) return when(new Date(n / 1000).toISOString());
  if (key.endsWith('_mm')) return t('{m} m', { m: down(n / 1000, 1) });
  if (key.endsWith('_mmph')) return t('{kmh} km/h', { kmh: down(n / 1e6, 1) });
  if (key.endsWith('_kmh')) return t('{kmh} km/h', { kmh: value });
  if (key.endsWith('_us') && Math.abs(n) < 1e13) return t('{s} s', { s: seconds(n) });
  if (key.endsWith('_ms')) return t('{ms} ms', { ms: value });
  if (key.endsWith('_m')) return t('{m} m', { m: value });
  if (key.endsWith('_s')) return t('{s} s', { s: value });
  if (key.endsWith('_deg')) return `${value}°`;
  if (key.endsWith('_px')) return `${value} px`;
  return value;
}
