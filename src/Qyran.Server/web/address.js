// Which address is shown. Of "back" the browser tells when it has gone there already: what it came from must be known by then.

let shown = location.href;

/** The address that is shown. */
export const stood = () => shown;

/** Takes the browser's present address for the one that is shown. */
export const stand = () => { shown = location.href; };

/** Puts what is searched for or chosen on the page into its address; nothing is shown anew. */
export function restand(path) {
  history.replaceState(null, '', path);
  stand();
}
