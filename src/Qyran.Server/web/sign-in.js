// The secret stands behind the # of the address: browsers keep that to themselves, so it reaches no log on its way.
const say = document.getElementById('say');
const enter = document.getElementById('enter');
const link = location.hash.slice(1);

async function signIn() {
  enter.disabled = true;
  say.textContent = 'Signing in…';
  const answer = await fetch('/sign-in', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ link }) }).catch(() => null);
  if (answer?.ok) {
    // the used link does not stay in the history
    location.replace('/');
    return;
  }
  const problem = await answer?.json().catch(() => null);
  history.replaceState(null, '', '/sign-in');
  enter.hidden = true;
  say.textContent = answer === null ? 'The server does not answer.' : `That did not work: ${problem?.detail ?? 'try the newest link'}.`;
}

if (link) {
  enter.hidden = false;
  enter.addEventListener('click', signIn);
  signIn();
} else {
  // whoever is signed in already goes on
  const me = await fetch('/api/me').catch(() => null);
  if (me?.ok) location.replace('/');
}
