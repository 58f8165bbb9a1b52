// Renders a terminal's screen as SVG, cell by cell: each run of cells with the same style is one text element.

const cell = { width: 8.4, height: 18 };
const margin = 12;

/** A terminal's sixteen colours, and its default foreground and background. */
export const palettes = {
  dark: {
    paper: '#16181d',
    ink: '#d7dae0',
    colours: ['#1e2127', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d7dae0'],
  },
  light: {
    paper: '#fafafa',
    ink: '#24292e',
    colours: ['#24292e', '#c8313c', '#3d7a2a', '#8f6a00', '#2068c4', '#9a35a8', '#0e7583', '#e1e4e8'],
  },
};

function colourOf({ colours }, isPalette, isRgb, value, otherwise) {
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  if (!isPalette) return otherwise;
  if (value < 16) return colours[value % 8];
  // xterm's 6 x 6 x 6 colour cube and grey ramp.
  const level = (step) => (step === 0 ? 0 : 55 + 40 * step);
  const channels =
    value < 232
      ? [Math.floor((value - 16) / 36), Math.floor((value - 16) / 6) % 6, (value - 16) % 6].map(level)
      : [1, 1, 1].map(() => 8 + 10 * (value - 232));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * The runs of a row: `{ column, cells, text, ink, paper, bold, dim, underline }`, colours as in the palette. A blank has no style of its
 * own: it belongs to the surrounding run, or to none.
 * `buffer` is a buffer of an xterm terminal.
 */
export function runsOf(buffer, row, columns, palette) {
  const line = buffer.getLine(buffer.baseY + row);
  const runs = [];
  let look;
  for (let column = 0; column < columns; column++) {
    const at = line?.getCell(column);
    if (!at || at.getWidth() === 0) continue;
    const own = [
      colourOf(palette, at.isFgPalette(), at.isFgRGB(), at.getFgColor(), palette.ink),
      colourOf(palette, at.isBgPalette(), at.isBgRGB(), at.getBgColor(), palette.paper),
    ];
    const [ink, paper] = at.isInverse() ? own.reverse() : own;
    const style = { ink, paper, bold: !!at.isBold(), dim: !!at.isDim(), underline: !!at.isUnderline() };
    const text = at.getChars() || ' ';
    if (text === ' ' && paper === palette.paper && !style.underline) continue;
    const now = JSON.stringify(style);
    const last = runs.at(-1);
    const gap = last && column - last.column - last.cells;
    if (last && now === look && (gap === 0 || paper === palette.paper)) {
      last.text += ' '.repeat(gap) + text;
      last.cells += gap + at.getWidth();
      continue;
    }
    look = now;
    runs.push({ column, cells: at.getWidth(), text, ...style });
  }
  return runs;
}

function drawRun({ text, cells, column, ink, paper, bold, dim, underline }, row, palette) {
  const [x, y] = [round(column * cell.width + margin), row * cell.height + margin];
  const width = round(cells * cell.width);
  const block =
    paper === palette.paper
      ? ''
      : `<rect x="${x}" y="${y}" width="${width}" height="${cell.height}" fill="${paper}"/>`;
  if (text.trim() === '') return block;
  // Non-collapsible blanks, so that every run keeps its width.
  const safe = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '\u00a0');
  const style = [
    bold ? ' font-weight="bold"' : '',
    dim ? ' opacity="0.7"' : '',
    underline ? ' text-decoration="underline"' : '',
  ].join('');
  return `${block}<text x="${x}" y="${y + 13}" textLength="${width}" fill="${ink}"${style}>${safe}</text>`;
}

function round(value) {
  return Math.round(value * 100) / 100;
}

/** The whole screen of an xterm terminal as the text of an SVG file. */
export function drawScreen(terminal, title, palette = palettes.dark) {
  const { cols, rows } = terminal;
  const [width, height] = [cols * cell.width + 2 * margin, rows * cell.height + 2 * margin].map(round);
  const body = Array.from({ length: rows }, (_, row) =>
    runsOf(terminal.buffer.active, row, cols, palette)
      .map((run) => drawRun(run, row, palette))
      .join(''),
  ).join('\n');
  const font = "'DejaVu Sans Mono','Menlo','Consolas',monospace";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="${font}" font-size="14">\n<title>${title}</title>\n<rect width="100%" height="100%" rx="8" fill="${palette.paper}"/>\n${body}\n</svg>\n`;
}
