// The first start: who came by the server's link becomes the first administrator.
import { t } from '../words.js';
import { h, head } from '../dom.js';
import { get, post } from '../api.js';

export const title = t('First start');

export async function show(host) {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const name = h('input', { name: 'name', autocomplete: 'username', required: true, minlength: '2', maxlength: '60', autocapitalize: 'off', spellcheck: 'false' });
  const password = h('input', { name: 'password', type: 'password', autocomplete: 'new-password', required: true, minlength: '12', maxlength: '200' });
  const again = h('input', { name: 'again', type: 'password', autocomplete: 'new-password', required: true, maxlength: '200' });
  host.append(head(t('Welcome to Qyran')), h('form', { class: 'card narrow stack', oninput: event => event.currentTarget.classList.add('dirty'), onsubmit: save },
    h('p', null, t('You are the first here. Choose the name and the password with which you sign in from now on; then add cameras and invite others.')),
    h('label', null, t('Name'), name),
    h('label', null, t('Password'), password, h('span', { class: 'muted small' }, t('At least 12 signs. Several words in a row are easy to keep and hard to guess.'))),
    h('label', null, t('Once more'), again), problem, h('div', null, h('button', { class: 'main', type: 'submit' }, t('Begin')))));
  requestAnimationFrame(() => name.focus());

  async function save(event) {
    event.preventDefault();
    if (password.value !== again.value) {
      problem.textContent = t('The two passwords differ.');
      return;
    }
    try {
      await post('/api/first-account', { name: name.value, password: password.value });
      // where nothing is set up yet the way goes on to the first camera
      location.replace((await get('/api/cameras')).length ? '/' : '/cameras#add');
    } catch (error) {
      problem.textContent = error.message;
    }
  }
}
