// One passage: picture, facts, readings, cases, and the recording around it.
import { h, head, icon, when, speed, plate, chip, classWord, clock, bytes, foreign } from '../dom.js';
import { get, query, may } from '../api.js';
import { t } from '../words.js';
import { signs } from '../measured.js';

export const title = 'Passage';

export async function show(host, [id]) {
  const { passage: p, readings, cases, files } = await get(`/api/passages/${encodeURIComponent(id)}`);
  const from = Date.parse(p.first_seen) - 3000, until = Date.parse(p.last_seen) + 3000;
  const clip = query(`/api/cameras/${encodeURIComponent(p.camera)}/recordings/video`, { from: new Date(from).toISOString(), until: new Date(until).toISOString() });
  const media = h('div', { class: 'media' }, p.photo ? h('img', { src: p.photo, alt: `${classWord(p.class)} at ${clock(p.first_seen)}` }) : h('span', null, 'No picture was kept'));
  const play = h('button', { type: 'button', onclick: () => {
    const video = h('video', { src: clip, controls: true, autoplay: true, muted: true, loop: true, onerror: () => media.replaceChildren(h('span', null, 'There is no recording of that moment (yet).')) });
    media.replaceChildren(video);
  } }, icon('play'), 'Recording');
  host.append(
    head(plate(p.plate) ?? classWord(p.class), p.speed ? speed(p.speed) : null, foreign(p), h('button', { class: 'quiet', onclick: () => history.back() }, icon('back'), 'Back')),
    h('div', { class: 'two' },
      h('div', { class: 'stack' }, h('div', null, media, !p.foreign && may('export') && h('div', { class: 'controls' }, play, h('a', { class: 'button', href: clip, download: '' }, icon('down'), 'MP4')))),
      h('div', { class: 'stack' },
        h('section', { class: 'card' }, h('h2', null, 'Passage'), h('dl', { class: 'facts' },
          fact('Kind', classWord(p.class)), fact('Seen', [when(p.first_seen), ' – ', clock(p.last_seen)]), fact('Camera', p.foreign ? p.camera : h('a', { href: `/cameras/${encodeURIComponent(p.camera)}` }, p.camera)), fact('Site', p.site),
          fact('Lane', p.lane ?? 'outside every lane'), fact('Direction', p.direction ?? '–'),
          fact('Speed', p.speed ? [speed(p.speed), h('div', { class: 'muted small' }, p.foreign ? `± ${p.speed.error_kmh.toFixed(1)} km/h is what the device states` : `95 of 100 such readings are within ± ${p.speed.error_kmh.toFixed(1)} km/h; survey ${p.speed.calibration}`)] : h('span', { class: 'muted' }, p.speed_refused ?? 'not measured')),
          fact('Id', h('span', { class: 'mono' }, p.id)))),
        p.foreign ? h('section', { class: 'card' }, h('h2', null, 'Handed in by another maker’s device'), h('p', { class: 'muted small' }, 'Qyran has measured and checked nothing of this passage and judges nothing by it.'),
          h('dl', { class: 'facts' }, fact('Device', `${p.foreign.maker} ${p.foreign.model}, serial ${p.foreign.serial}`), fact('Approval', p.foreign.approval ?? 'none stated'), fact('Its own id', h('span', { class: 'mono' }, p.foreign.their_id)),
            fact('Its clock', p.foreign.time_error_us === null ? p.foreign.time_quality : `${p.foreign.time_quality}, within ${p.foreign.time_error_us / 1000} ms by its own word`), fact('Received', when(p.foreign.received_at))),
          files.map(f => h('div', { class: 'row' }, may('evidence') ? h('a', { href: f.path, download: f.name }, f.name) : f.name, h('span', { class: 'muted small' }, bytes(f.length_bytes))))) : null,
        readings.length ? h('section', { class: 'card' }, h('h2', null, 'Readings of the plate'), readings.map(r => r.positions.length ? signs(r.text, r.positions, t('{percent} % at {time}', { percent: Math.round(r.confidence * 100), time: clock(r.at) })) : h('div', { class: 'row' }, plate({ text: r.text, confidence: r.confidence }), h('span', { class: 'muted small' }, `${(r.confidence * 100).toFixed(0)} % at ${clock(r.at)}`)))) : null,
        may('cases') && h('section', { class: 'card' }, h('h2', null, 'Cases'), cases.length ? cases.map(c => h('div', { class: 'row' }, h('a', { href: `/cases/${encodeURIComponent(c.id)}` }, c.rule_title), chip(c.state, tone(c.state)))) : h('p', { class: 'muted small' }, 'None was made of this passage.')))));
}

const fact = (word, value) => [h('dt', null, word), h('dd', null, value)];
const tone = state => state === 'approved' ? 'good' : state === 'rejected' ? 'bad' : 'warn';
