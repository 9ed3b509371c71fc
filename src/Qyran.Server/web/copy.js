// What is shown this once, taken away by a button.
import { t } from './words.js';
import { h, toast } from './dom.js';

/** A button that copies what an element says. Over plain HTTP browsers let no page copy: there it is selected, for the person to do so. */
export const copyButton = shown => h('button', { type: 'button', onclick: async () => {
  try {
    await navigator.clipboard.writeText(shown.textContent);
    toast(t('Copied'));
  } catch {
    getSelection().selectAllChildren(shown);
    toast(t('Selected: press Ctrl+C, for without HTTPS the browser copies nothing by itself'), 'warn');
  }
} }, t('Copy'));
