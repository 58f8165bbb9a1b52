import { cellsOf } from '../characters.ts';

/** Names in columns, as many as fit; read downwards. Each line ends with a newline. The slash of a directory takes the room between columns. */
export function listed(names: readonly string[], columns: number): string {
  const width = Math.max(...names.map((name) => cellsOf(name.replace(/\/$/, '')))) + 2;
  const across = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(names.length / across);
  let text = '';
  for (let row = 0; row < rows; row++) {
    const inRow = names.filter((_, index) => index % rows === row);
    text += `${inRow
      .map((name, index) => (index === inRow.length - 1 ? name : name + ' '.repeat(width - cellsOf(name))))
      .join('')}\n`;
  }
  return text;
}

/** What all names begin with. */
export function commonStart(names: readonly string[]): string {
  let [start = ''] = names;
  for (const name of names) while (!name.startsWith(start)) start = start.slice(0, -1);
  return start;
}
