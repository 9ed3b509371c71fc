// Tables to take away: UTF-8 with its mark so that spreadsheets read it, the cells parted by commas, or by semicolons where the page's language writes 1,5:
// there spreadsheets take the comma for a number's.

import { number } from './words.js';

const between = number(1.5, 1).includes(',') ? ';' : ',';

/** One cell. What a spreadsheet would take for a formula is told to be text. */
const cell = value => {
  const text = String(value ?? ''), safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The text of a table. */
export const csv = rows => '\ufeff' + rows.map(r => r.map(cell).join(between)).join('\r\n') + '\r\n';

/** Hands a table to the person as a file. */
export function takeAway(name, rows) {
  const address = URL.createObjectURL(new Blob([csv(rows)], { type: 'text/csv' })), a = document.createElement('a');
  a.href = address;
  a.download = name;
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
