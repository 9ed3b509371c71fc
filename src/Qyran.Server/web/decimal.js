// Decimal numbers as people type them. A browser's own number field leaves out a comma that its language does not expect: "3,5" becomes 35.
import { h } from './dom.js';
import { t } from './words.js';

/** The number a text says, with a point or a comma; null where it is empty, NaN where it is no number. */
export function decimal(text) {
  const said = text.trim().replace(',', '.').replace('−', '-');
  return said === '' ? null : /^[+-]?(\d+\.?\d*|\.\d+)$/.test(said) ? Number(said) : NaN;
}

/**
 * A field for such a number. What is none, or not from `min` to `max`, is marked with a word beside it, and its form is not sent.
 * @param took called with what is typed: a number, null where nothing is, NaN where it was marked
 */
export function decimalField({ min = -Infinity, max = Infinity, ...attributes }, took = () => { }) {
  const why = h('span', { class: 'problem small' }), input = h('input', { autocomplete: 'off', ...attributes, inputmode: 'decimal', oninput: look });

  function look() {
    const value = decimal(input.value);
    let wrong = '';
    if (Number.isNaN(value)) wrong = t('not a number');
    else if (value !== null && (value < min || value > max)) wrong = t('from {min} to {max}', { min, max });
    else if (value === null && input.required && !input.form) wrong = t('a number is needed'); // a form says so itself, when it is sent
    input.setCustomValidity(wrong);
    input.setAttribute('aria-invalid', String(wrong !== ''));
    why.textContent = wrong;
    if (wrong) input.after(why); else why.remove();
    took(wrong ? NaN : value);
  }

  return input;
}
