// What the pages say. English stands in the code; a language is a table from the English text to its own.

/** The text in the person's language; `{name}` is replaced by `values.name`. */
export const t = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
