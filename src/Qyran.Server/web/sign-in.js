// The way in: by name and password, by a one-time link, or by a link to choose a password.
// A link's secret stands behind the # of the address: browsers keep that to themselves, so it reaches no log on its way.
dress();
import { t, dress, explained } from './words.js';
const at = id => document.getElementById(id);
const say = at('say'), hint = at('hint'), byPassword = at('password'), choose = at('choose'), enter = at('enter');
const secret = location.hash.slice(1);
const saved = localStorage.getItem('theme');
if (saved) document.documentElement.dataset.theme = saved;

async function send(path, body) {
  const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }).catch(() => null);
  if (answer === null) throw new Error(t('The server does not answer.'));
  if (answer.status === 429) throw new Error(t('Too many tries: wait a minute.'));
  const text = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(sentence(text?.detail ? explained(text.detail) : t('the server answers {status}', { status: String(answer.status) })));
  return text;
}

const sentence = text => `${text[0].toUpperCase()}${text.slice(1)}.`;

/** Where one wanted to go; only a page of ours. */
function home() {
  const to = new URLSearchParams(location.search).get('to');
  return to && /^\/[a-z]/.test(to) ? to : '/';
}

function tell(error) {
  say.textContent = error.message;
  say.classList.add('problem');
}

const refusals = {
  away: t('Your organisation’s sign-in does not answer. Name and password work here meanwhile.'),
  refused: t('The sign-in did not work. Please try again.'), unmapped: t('You are known there, but in no group that may come in here. An administrator can change that.'),
  name: t('Your name cannot be used here, or somebody has it already. Ask an administrator.'), disabled: t('Your account here is disabled. Ask an administrator.'), site: t('The sites of your group are not there. Ask an administrator.'),
};

/** The organisation's own sign-in, where the server has one. */
async function offerOthers() {
  const { oidc } = await fetch('/sign-in/ways').then(x => x.json()).catch(() => ({}));
  if (oidc) at('oidc').textContent = t('Sign in with {title}', { title: oidc });
  at('oidc').hidden = !oidc;
  const refused = new URLSearchParams(location.search).get('refused');
  if (Object.hasOwn(refusals, refused ?? '')) tell(new Error(refusals[refused]));
}

function askPassword() {
  offerOthers();
  byPassword.hidden = false;
  byPassword.elements.name.focus();
  hint.textContent = t('Forgotten? An administrator makes a new link for you. On the first start, open the link the server printed.');
}

byPassword.addEventListener('submit', async event => {
  event.preventDefault();
  const f = byPassword.elements, button = byPassword.querySelector('button');
  button.disabled = true;
  try {
    const { needs_code } = await send('/sign-in/password', { name: f.name.value, password: f.password.value, code: f.code.value || null });
    if (!needs_code) {
      location.replace(home());
      return;
    }
    at('code').hidden = false;
    f.code.required = true;
    f.code.focus();
    say.textContent = t('And the code, please.');
    say.classList.remove('problem');
  } catch (error) {
    tell(error);
  }
  button.disabled = false;
});

choose.addEventListener('submit', async event => {
  event.preventDefault();
  const f = choose.elements, button = choose.querySelector('button');
  if (f.password.value !== f.again.value) {
    tell(new Error(t('The two passwords differ.')));
    return;
  }
  button.disabled = true;
  try {
    await send('/choose', { link: secret, password: f.password.value });
    location.replace('/');
  } catch (error) {
    tell(error);
    button.disabled = false;
  }
});

async function byLink() {
  enter.disabled = true;
  say.textContent = t('Signing in…');
  try {
    await send('/sign-in', { link: secret });
    // the used link does not stay in the history
    location.replace('/');
  } catch (error) {
    history.replaceState(null, '', '/sign-in');
    enter.hidden = true;
    tell(error);
    askPassword();
  }
}

// a link pasted into this very page changes only what stands behind the #
window.addEventListener('hashchange', () => { if (location.hash.length > 1) location.reload(); });

if (location.pathname === '/choose') {
  at('title').textContent = t('Choose a password');
  try {
    const { name } = await send('/choose/whose', { link: secret });
    say.textContent = t('Welcome, {name}. You sign in with this name and the password you choose now.', { name });
    choose.elements.name.value = name;
    choose.hidden = false;
    choose.elements.password.focus();
  } catch (error) {
    tell(error);
    hint.textContent = t('Links work once, for three days.');
  }
} else if (secret) {
  enter.hidden = false;
  enter.addEventListener('click', byLink);
  byLink();
} else {
  askPassword();
  // whoever is signed in already goes on
  const me = await fetch('/api/me').catch(() => null);
  if (me?.ok) location.replace(home());
}
