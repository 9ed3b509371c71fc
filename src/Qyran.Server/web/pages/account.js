// One's own account: password, second factor, where one is signed in.
import { t, told } from '../words.js';
import { h, s, head, chip, when, empty, toast } from '../dom.js';
import { get, post, remove } from '../api.js';

export const title = t('My account');

export async function show(host) {
  let account;
  try {
    account = await get('/api/account');
  } catch (error) {
    if (error.status !== 409) throw error;
    host.append(head(t('My account')), empty(t('No account'), t('You came by the server’s own link. People with accounts find their password and second factor here; invite some on the page People.'), h('a', { class: 'button', href: '/people' }, t('To the people'))));
    return;
  }
  const factor = h('section', { class: 'card' }), sessions = h('section', { class: 'card' });
  host.append(head(account.name, chip(told(account.role), 'accent'), account.sites ? account.sites.map(x => chip(x)) : chip(t('every site'))),
    h('div', { class: 'two even' }, h('div', { class: 'stack' }, passwordCard(account.name), factor), sessions));
  drawFactor(factor, account);
  drawSessions(sessions, account.sessions);
}

/** A form whose answer or problem shows below it. What is written in it is not lost unasked; the present password the browser fills in by itself. */
function form(fields, word, act, tone = 'main') {
  const problem = h('p', { class: 'problem', role: 'alert' });
  return h('form', {
    class: 'stack tight', oninput: event => { if (event.target.autocomplete !== 'current-password') event.currentTarget.classList.add('dirty'); }, onsubmit: async event => {
      event.preventDefault();
      problem.textContent = '';
      const self = event.currentTarget;
      try {
        await act(self.elements, self);
        self.classList.remove('dirty');
      } catch (error) {
        problem.textContent = error.message;
      }
    },
  }, fields, problem, h('div', null, h('button', { class: tone, type: 'submit' }, word)));
}

const secretField = (word, name, complete) => h('label', null, word, h('input', { name, type: 'password', autocomplete: complete, required: true, maxlength: '200' }));

function passwordCard(name) {
  return h('section', { class: 'card' }, h('h2', null, t('Password')), form(
    [h('input', { name: 'user', autocomplete: 'username', value: name, hidden: true }), secretField(t('Now'), 'password', 'current-password'), secretField(t('New, at least 12 signs'), 'fresh', 'new-password'), secretField(t('New, once more'), 'again', 'new-password')],
    t('Change'), async (f, self) => {
      if (f.fresh.value !== f.again.value) throw new Error(t('The two new passwords differ.'));
      await post('/api/account/password', { password: f.password.value, new_password: f.fresh.value });
      self.reset();
      toast(t('Changed; other browsers are signed out'));
    }));
}

function drawFactor(host, account) {
  const reload = async () => drawFactor(host, await get('/api/account'));
  host.replaceChildren(h('h2', null, t('Second factor')),
    account.second_factor
      ? h('div', { class: 'stack tight' }, h('div', { class: 'row' }, chip(t('on'), 'good'), h('span', { class: 'muted small' }, t('{n} recovery code left|{n} recovery codes left', { n: account.recovery_codes }))),
        h('p', { class: 'muted small' }, t('At every sign-in a code of your phone is asked for.')),
        form([secretField(t('Password'), 'password', 'current-password')], t('Turn it off'), async f => {
          await post('/api/account/second-factor/remove', { password: f.password.value });
          toast(t('The second factor is off'));
          await reload();
        }, 'bad'))
      : h('div', { class: 'stack tight' }, h('div', { class: 'row' }, chip(t('off'), 'warn')), h('p', { class: 'muted small' }, t('An authenticator on your phone makes a new code every half minute. With it a stolen password alone opens nothing.')),
        form([secretField(t('Password'), 'password', 'current-password')], t('Set it up'), async f => drawOffer(host, await post('/api/account/second-factor', { password: f.password.value }), reload))));
}

function drawOffer(host, offer, reload) {
  host.replaceChildren(h('h2', null, t('Second factor')), h('div', { class: 'stack tight dirty' },
    h('p', null, t('Scan this with an authenticator, or type the secret into it; it is not shown again.')), qr(offer.qr),
    h('p', { class: 'mono', id: 'secret' }, offer.secret.replace(/(.{4})/g, '$1 ')),
    form([h('label', null, t('The code it shows'), h('input', { name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', required: true, maxlength: '10' }))], t('Turn it on'), async f => {
      const { recovery_codes } = await post('/api/account/second-factor/confirm', { code: f.code.value });
      drawCodes(host, recovery_codes, reload);
    })));
  host.querySelector('input').focus();
}

function drawCodes(host, codes, reload) {
  host.replaceChildren(h('h2', null, t('Recovery codes')), h('div', { class: 'stack tight dirty' },
    h('p', null, t('Keep them apart from the phone: each signs you in once when it is lost. They are not shown again.')),
    h('ul', { class: 'codes mono' }, codes.map(c => h('li', null, c))), h('div', null, h('button', { class: 'main', type: 'button', onclick: reload }, t('I have kept them')))));
}

/** Dark squares on white in either theme: that is what cameras read. */
const qr = rows => h('div', { class: 'qr' }, s('svg', { viewBox: `0 0 ${rows.length} ${rows.length}`, role: 'img', 'aria-label': t('QR code of the secret'), 'shape-rendering': 'crispEdges' },
  rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map(m => s('rect', { x: m.index, y, width: m[0].length, height: 1 })))));

function drawSessions(host, list) {
  const end = path => async () => {
    try {
      await path();
      drawSessions(host, (await get('/api/account')).sessions);
    } catch (error) {
      toast(error.message, 'bad');
    }
  };
  host.replaceChildren(h('h2', null, t('Signed in')), h('div', { class: 'list' }, list.map(x => h('div', { class: 'entry' },
    h('div', null, h('b', null, browser(x.agent)), x.this ? [' ', chip(t('this one'), 'accent')] : null, h('div', { class: 'muted small' }, `${x.address} · ${t('since')} `, when(x.since), ` · ${t('seen')} `, when(x.seen))),
    x.this ? null : h('button', { class: 'bad', type: 'button', onclick: end(() => remove(`/api/account/sessions/${x.id}`)) }, t('End')))),
  list.length > 1 ? h('div', null, h('button', { type: 'button', onclick: end(() => post('/api/account/end-other-sessions')) }, t('Sign out everywhere else'))) : null));
}

/** "Firefox on Linux", as far as the browser says. */
function browser(agent) {
  const name = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : null;
  const on = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows' : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : null;
  return name ? (on ? t('{browser} on {system}', { browser: name, system: on }) : name) : agent ? agent.slice(0, 40) : t('A program');
}
