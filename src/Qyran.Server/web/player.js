// Live video of one camera and what is seen in it. The video element's clock is laid onto the camera's capture time, so every frame that is shown
// finds the facts of exactly that frame.
import { t } from './words.js';
import { classWord } from './dom.js';

const BEHIND_S = 0.45;      // how far behind the newest picture we play: room for a late fragment
const MOST_BEHIND_S = 1.6;  // a slow machine's facts come late: so far we wait for them, that boxes can be drawn in step
const TOO_FAR_S = 2.5;      // beyond this we jump instead of hurrying
const KEEP_S = 12;          // video kept behind us
const SILENT_MS = 4000;     // so long after the last piece of video the picture that is shown is no live one
const FACTS_S = 20;         // facts kept

export class Player {
  /** @param status told `{ text }` while there is no picture and null when there is. */
  constructor(camera, video, canvas, status) {
    Object.assign(this, { camera, video, canvas, status, facts: [], queue: [], ended: false, base: null, offsets: [], late: [], shown: null, frames: 0 });
    this.options = { boxes: true, speeds: true, plates: true, signals: true };
    video.disableRemotePlayback = true; // else a managed source never opens
    this.connect();
    const step = (now, frame) => {
      if (this.ended) return;
      if (frame) { this.frames++; this.draw(frame.mediaTime); }
      video.requestVideoFrameCallback(step);
    };
    video.requestVideoFrameCallback(step);
    this.pace = setInterval(() => this.keepUp(), 250);
  }

  /** Milliseconds from the exposure of the picture that is shown until now, on the server's clock; null before the first. */
  get latencyMs() {
    if (this.base === null || this.video.readyState < 2 || this.offsets.length === 0) return null;
    return Date.now() - Math.min(...this.offsets) - (this.base / 1000 + this.video.currentTime * 1000);
  }

  /** Capture time of the picture that is shown, ms since 1970. */
  get shownMs() { return this.base === null ? null : this.base / 1000 + this.video.currentTime * 1000; }

  connect() {
    if (this.ended) return;
    this.fedAt = null;
    this.status({ text: t('Connecting…') });
    const socket = this.socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/cameras/${encodeURIComponent(this.camera)}/live`);
    socket.binaryType = 'arraybuffer';
    let header = null;
    socket.onopen = () => this.status({ text: t('Waiting for the next key picture…') });
    socket.onmessage = event => {
      if (typeof event.data === 'string') {
        const message = JSON.parse(event.data);
        if (message.type === 'facts') this.take(message);
        else header = message;
      } else if (header?.type === 'init') this.begin(header, event.data);
      else if (header) this.feed(header, event.data);
    };
    socket.onclose = () => {
      if (this.ended) return;
      this.status({ text: t('No connection to the camera’s video. Trying again…') });
      setTimeout(() => this.connect(), 2000);
    };
  }

  begin(init, bytes) {
    this.size = { width: init.width, height: init.height };
    const type = `video/mp4; codecs="${init.codec}"`, Source = globalThis.MediaSource ?? globalThis.ManagedMediaSource; // an iPhone has the managed kind alone, from iOS 17.1 on
    if (!init.codec || !Source?.isTypeSupported(type)) {
      this.status({ text: !init.codec ? t('This camera’s format does not play in a browser; it is recorded and analysed all the same.')
        : Source ? t('This browser does not play {codec}.', { codec: init.codec }) : t('This browser plays no live video.') });
      this.playable = false;
      return;
    }
    this.playable = true;
    if (this.buffer && this.media.readyState === 'open') {
      // the same element goes on with another stream
      this.push({ change: type });
      this.push({ bytes });
      return;
    }
    this.queue.length = 0;
    this.base = null;
    this.media = new Source();
    this.url && URL.revokeObjectURL(this.url);
    this.video.src = this.url = URL.createObjectURL(this.media);
    this.media.addEventListener('sourceopen', () => {
      this.buffer = this.media.addSourceBuffer(type);
      this.buffer.mode = 'segments';
      this.buffer.addEventListener('updateend', () => this.drain());
      this.buffer.addEventListener('error', () => this.again());
      this.drain();
    }, { once: true });
    this.push({ bytes });
  }

  feed(f, bytes) {
    if (!this.playable) return;
    this.fedAt = performance.now();
    this.offsets.push(Date.now() - f.sent_us / 1000);
    if (this.offsets.length > 120) this.offsets.shift();
    this.base ??= f.start_us;
    this.newest = (f.end_us - this.base) / 1e6;
    this.push({ bytes, offset: (f.start_us - this.base) / 1e6 - f.media_s });
  }

  push(piece) {
    this.queue.push(piece);
    if (this.queue.length > 400) this.again(); // a tab that slept: begin anew rather than play an hour behind
    else this.drain();
  }

  drain() {
    const { buffer, queue } = this;
    if (!buffer || this.media.readyState !== 'open') return;
    try {
      while (queue.length && !buffer.updating) {
        const piece = queue[0];
        if (piece.change) buffer.changeType(piece.change);
        else {
          if (piece.offset !== undefined && Math.abs(buffer.timestampOffset - piece.offset) > 0.002) buffer.timestampOffset = piece.offset;
          buffer.appendBuffer(piece.bytes);
        }
        queue.shift();
      }
      const from = buffer.buffered.length ? buffer.buffered.start(0) : 0;
      if (!buffer.updating && this.video.currentTime - from > KEEP_S * 2) buffer.remove(from, this.video.currentTime - KEEP_S);
    } catch (error) {
      if (error.name === 'QuotaExceededError') buffer.remove(0, Math.max(0.1, this.video.currentTime - 2));
      else { console.warn('live video:', error); this.again(); }
    }
  }

  /** Starts over with the next key picture. */
  again() {
    this.queue.length = 0;
    this.buffer = this.base = null;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.close();
  }

  /** How far behind the newest picture to play: the facts of nearly every frame should be there when it is shown. */
  get behind() {
    if (!this.options.boxes || this.late.length < 10) return BEHIND_S;
    const sorted = [...this.late].sort((a, b) => a - b);
    return Math.min(MOST_BEHIND_S, Math.max(BEHIND_S, sorted[Math.floor(sorted.length * 0.9)] + 0.15));
  }

  keepUp() {
    const { video, buffer } = this;
    if (!buffer?.buffered.length || !this.playable) return;
    const ranges = buffer.buffered, end = ranges.end(ranges.length - 1), from = ranges.start(ranges.length - 1);
    const behind = this.behind, want = Math.max(from, end - behind);
    if (video.currentTime < from || want - video.currentTime > TOO_FAR_S) video.currentTime = want;
    // hurrying or dawdling by a few hundredths is not seen
    const late = end - video.currentTime - behind;
    video.playbackRate = late > 0.35 ? 1.08 : late < -0.25 ? 0.94 : 1;
    if (video.paused && !this.held) video.play().catch(() => { });
    // the last picture stays where no other comes: what is said over it stays too
    if (this.socket.readyState !== WebSocket.OPEN || this.fedAt === null) return;
    if (performance.now() - this.fedAt > SILENT_MS) this.status({ text: t('No picture comes from the camera') });
    else if (video.readyState >= 2) this.status(null);
  }

  take(facts) {
    this.facts.push(facts);
    // how much newer the newest picture is than the frame these facts are of
    if (this.base !== null && this.newest !== undefined) this.late.push(this.newest - (facts.at_us - this.base) / 1e6);
    if (this.late.length > 60) this.late.shift();
    while (this.facts.length && this.facts[this.facts.length - 1].at_us - this.facts[0].at_us > FACTS_S * 1e6) this.facts.shift();
  }

  /** The facts of the frame at an instant, or what lies between its neighbours; null where nothing is known. */
  at(us) {
    const all = this.facts;
    let i = all.length - 1;
    while (i >= 0 && all[i].at_us > us + 4000) i--;
    const now = all[i], next = all[i + 1];
    if (!now) return null;
    if (us - now.at_us < 4000 || !next) return us - now.at_us < 400000 ? now : null;
    if (next.at_us - now.at_us > 500000) return null;
    const t = (us - now.at_us) / (next.at_us - now.at_us), later = new Map(next.seen.map(v => [v.track, v]));
    return { signals: now.signals, seen: now.seen.map(v => { const w = later.get(v.track); return w ? { ...v, box: v.box.map((x, k) => x + (w.box[k] - x) * t) } : v; }) };
  }

  draw(mediaTime) {
    const { canvas, video } = this, shown = this.base === null ? null : this.at(this.base + mediaTime * 1e6);
    const width = canvas.clientWidth, height = canvas.clientHeight, dense = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * dense)) { canvas.width = Math.round(width * dense); canvas.height = Math.round(height * dense); }
    const g = canvas.getContext('2d');
    g.setTransform(dense, 0, 0, dense, 0, 0);
    g.clearRect(0, 0, width, height);
    this.seen = shown?.seen.length ?? 0;
    if (!shown) return;
    const raw = this.size ?? { width: video.videoWidth, height: video.videoHeight };
    // boxes are in the camera's pixels, which need not be square; the picture is shown as wide as it is meant
    const wide = video.videoWidth || raw.width, tall = video.videoHeight || raw.height, fit = Math.min(width / wide, height / tall);
    const left = (width - wide * fit) / 2, top = (height - tall * fit) / 2, scale = [wide * fit / raw.width, tall * fit / raw.height];
    if (this.options.boxes) {
      // the nearest first: where words would cover each other, the far one keeps its box alone
      this.words = [];
      for (const v of [...shown.seen].sort((a, b) => b.box[3] - a.box[3])) this.box(g, v, left, top, scale, width);
    }
    if (this.options.signals) this.lamps(g, shown.signals, width);
  }

  box(g, v, left, top, scale, width) {
    const [x, y, w, hh] = v.box, X = left + x * scale[0], Y = top + y * scale[1], W = w * scale[0], H = hh * scale[1];
    const colour = v.class === 'person' ? '#f0b429' : v.kmh === null || v.kmh === undefined ? '#8fd3ff' : '#6fe0b0';
    const tick = Math.max(5, Math.min(W, H) * 0.28);
    g.lineJoin = g.lineCap = 'round';
    for (const [line, style] of [[4, 'rgba(8,16,15,.55)'], [2, colour]]) {
      g.lineWidth = line;
      g.strokeStyle = style;
      g.beginPath();
      for (const [cx, cy, dx, dy] of [[X, Y, 1, 1], [X + W, Y, -1, 1], [X + W, Y + H, -1, -1], [X, Y + H, 1, -1]]) {
        g.moveTo(cx + dx * tick, cy);
        g.lineTo(cx, cy);
        g.lineTo(cx, cy + dy * tick);
      }
      g.stroke();
    }
    if (v.class === 'person' || W < 18) return;
    const slow = v.kmh === null || v.kmh === undefined, speed = !this.options.speeds ? '' : slow ? (W > 60 && !v.plate ? classWord(v.class) : '') : W < 46 ? `${v.kmh}` : `${v.kmh} ${t('km/h')}`;
    const plate = this.options.plates && v.plate || '';
    if (!speed && !plate) return;
    const size = width < 500 ? 10 : 12, plain = `600 ${size}px system-ui, sans-serif`, even = `600 ${size}px ui-monospace, monospace`;
    g.font = plain;
    const first = speed ? g.measureText(speed).width + (plate ? 7 : 0) : 0;
    g.font = even;
    const wide = first + (plate ? g.measureText(plate).width : 0) + 10, at = Math.max(2, Math.min(X, width - wide - 2)), up = Math.max(2, Y - size - 11);
    if (this.words.some(o => at < o[0] + o[2] && o[0] < at + wide && up < o[1] + size + 8 && o[1] < up + size + 8)) return;
    this.words.push([at, up, wide]);
    g.fillStyle = 'rgba(8,16,15,.78)';
    g.beginPath();
    g.roundRect(at, up, wide, size + 7, 4);
    g.fill();
    g.font = plain;
    g.fillStyle = colour;
    g.fillText(speed, at + 5, up + size + 1.5);
    g.font = even;
    g.fillStyle = '#fff';
    g.fillText(plate, at + 5 + first, up + size + 1.5);
  }

  lamps(g, signals, width) {
    const heads = Object.entries(signals);
    if (!heads.length || width < 320) return;
    const colours = { red: '#ff5a4d', redyellow: '#ffb03a', yellow: '#ffd23f', green: '#3ddc84', unknown: '#7d8a86', off: '#39423f' };
    let y = 12;
    g.font = '600 12px system-ui, sans-serif';
    for (const [head, state] of heads) {
      const wide = g.measureText(head).width + 34;
      g.fillStyle = 'rgba(8,16,15,.72)';
      g.beginPath();
      g.roundRect(width - wide - 12, y, wide, 24, 12);
      g.fill();
      g.fillStyle = colours[state] ?? colours.unknown;
      g.beginPath();
      g.arc(width - wide + 1, y + 12, 6, 0, Math.PI * 2);
      g.fill();
      g.fillStyle = '#eef4f2';
      g.fillText(head, width - wide + 12, y + 16);
      y += 30;
    }
  }

  close() {
    this.ended = true;
    clearInterval(this.pace);
    this.socket.close();
    this.video.removeAttribute('src');
    this.video.load();
    this.canvas.width = 0; // no box stays where no picture is
    this.url && URL.revokeObjectURL(this.url);
  }
}
