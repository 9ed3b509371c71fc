// One passage: picture, facts, readings, cases, and the recording around it.
import { h, head, icon, when, speed, plate, chip, classWord, clock, bytes, foreign, up, percent } from '../dom.js';
import { get, blob, query, may } from '../api.js';
import { t, told, explained } from '../words.js';
import { signs } from '../measured.js';

export const title = t('Passage');
/** Whoever stays longer is shown coming and going; ms. */
const LONG = 300e3, AROUND = 3000, END = 60e3;

export async function show(host, [id]) {
  const { passage: p, readings, cases, files } = await get(`/api/passages/${encodeURIComponent(id)}`);
  const first = Date.parse(p.first_seen), last = Date.parse(p.last_seen), camera = `/cameras/${encodeURIComponent(p.camera)}`;
  const spans = last - first <= LONG ? [[t('Recording'), first - AROUND, last + AROUND]] : [[t('Arrival'), first - AROUND, first + END], [t('Leaving'), last - END, last + AROUND]];
  const media = h('div', { class: 'media' }, p.photo ? h('img', { src: p.photo, alt: t('{vehicle} at {time}', { vehicle: classWord(p.class), time: clock(p.first_seen) }) }) : h('span', null, t('No picture was kept')));
  let stop = () => { };
  /** Fetched once and whole: the server cuts every answer anew and tells each in the audit log, and a player would ask in pieces, and once more to hear why nothing came. */
  const play = async clip => {
    stop();
    const asked = new AbortController(), say = text => { if (!asked.signal.aborted) media.replaceChildren(h('span', null, text)); };
    let address = null;
    stop = () => { asked.abort(); if (address) URL.revokeObjectURL(address); };
    media.replaceChildren(h('div', { class: 'wait' }));
    try {
      const file = await blob(clip, asked.signal);
      if (asked.signal.aborted) return;
      address = URL.createObjectURL(file);
      media.replaceChildren(h('video', { src: address, controls: true, autoplay: true, muted: true, loop: true, onerror: () => say(t('This browser does not play the recording.')) }));
    } catch (error) {
      say(error.status === 404 ? t('There is no recording of that moment (yet).') : error.message);
    }
  };
  const recording = ([word, from, until]) => {
    const clip = query(`/api${camera}/recordings/video`, { from: new Date(from).toISOString(), until: new Date(until).toISOString() });
    return [h('button', { type: 'button', onclick: () => play(clip) }, icon('play'), word), h('a', { class: 'button', href: clip, download: '' }, icon('down'), 'MP4')];
  };
  host.append(
    head(plate(p.plate) ?? classWord(p.class), p.speed ? speed(p.speed) : null, foreign(p), h('button', { class: 'quiet', onclick: () => history.back() }, icon('back'), t('Back'))),
    h('div', { class: 'two' },
      h('div', { class: 'stack' }, h('div', null, media, !p.foreign && may('export') && h('div', { class: 'controls' }, spans.map(recording), spans.length > 1 && may('recordings') && h('a', { href: camera }, t('What is between, on the camera’s page'))))),
      h('div', { class: 'stack' },
        h('section', { class: 'card' }, h('h2', null, t('Passage')), h('dl', { class: 'facts' },
          fact(t('Kind'), classWord(p.class)), fact(t('Seen'), [when(p.first_seen), ' – ', clock(p.last_seen)]), fact(t('Camera'), p.foreign ? p.camera : h('a', { href: camera }, p.camera)), fact(t('Site'), p.site),
          fact(t('Lane'), p.lane ?? t('no lane known')), fact(t('Direction'), p.direction ? told(p.direction) : '–'),
          fact(t('Speed'), p.speed ? [speed(p.speed), h('div', { class: 'muted small' }, p.foreign ? t('± {error} km/h is what the device states', { error: up(p.speed.error_kmh, 1) }) : t('95 of 100 such readings are within ± {error} km/h; before the law judges {margin} km/h are taken off; survey {survey}', { error: up(p.speed.error_kmh, 1), margin: up(p.speed.margin_kmh, 1), survey: p.speed.calibration }))] : h('span', { class: 'muted' }, p.speed_refused ? explained(p.speed_refused) : t('not measured'))),
          fact(t('Id'), h('span', { class: 'mono' }, p.id)))),
        p.foreign ? h('section', { class: 'card' }, h('h2', null, t('Handed in by another maker’s device')), h('p', { class: 'muted small' }, t('Qyran has measured and checked nothing of this passage and judges nothing by it.')),
          h('dl', { class: 'facts' }, fact(t('Device'), t('{maker} {model}, serial {serial}', { maker: p.foreign.maker, model: p.foreign.model, serial: p.foreign.serial })), fact(t('Approval'), p.foreign.approval ?? t('none stated')), fact(t('Its own id'), h('span', { class: 'mono' }, p.foreign.their_id)),
            fact(t('Its clock'), p.foreign.time_error_us === null ? p.foreign.time_quality : t('{quality}, within {ms} ms by its own word', { quality: p.foreign.time_quality, ms: p.foreign.time_error_us / 1000 })), fact(t('Received'), when(p.foreign.received_at))),
          files.map(f => h('div', { class: 'row' }, may('evidence') ? h('a', { href: f.path, download: f.name }, f.name) : f.name, h('span', { class: 'muted small' }, bytes(f.length_bytes))))) : null,
        readings.length ? h('section', { class: 'card' }, h('h2', null, t('Readings of the plate')), readings.map(r => r.positions.length ? signs(r.text, r.positions, t('{percent} % at {time}', { percent: percent(r.confidence), time: clock(r.at) })) : h('div', { class: 'row' }, plate({ text: r.text, confidence: r.confidence }), h('span', { class: 'muted small' }, t('{percent} % at {time}', { percent: percent(r.confidence), time: clock(r.at) }))))) : null,
        may('cases') && h('section', { class: 'card' }, h('h2', null, t('Cases')), cases.length ? cases.map(c => h('div', { class: 'row' }, h('a', { href: `/cases/${encodeURIComponent(c.id)}` }, told(c.rule_title)), chip(told(c.state), tone(c.state)))) : h('p', { class: 'muted small' }, t('None was made of this passage.'))))));
  return () => stop();
}

const fact = (word, value) => [h('dt', null, word), h('dd', null, value)];
const tone = state => state === 'approved' ? 'good' : state === 'rejected' ? 'bad' : 'warn';
