// Tables to take away: comma-separated, UTF-8 with its mark so that spreadsheets read it.

/** One cell. What a spreadsheet would take for a formula is told to be text. */
const cell = value => {
  const text = String(value ?? ''), safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The text of a table. */
export const csv = rows => '\ufeff' + rows.map(r => r.map(cell).join(',')).join('\r\n') + '\r\n';

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
