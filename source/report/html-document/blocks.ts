import { piecesOf } from '../document/figure-pieces.ts';
import type {
  Block,
  ChartBlock,
  CodeBlock,
  CodeLine,
  FigureBlock,
  QuestionBlock,
  Run,
  TableBlock,
} from '../document/model.ts';
import { isShortQuestion } from '../document/question-height.ts';
import { isShort } from '../document/table-height.ts';
import { type Html, html } from '../html-text.ts';
import { drawChart } from '../pictures/chart-svg.ts';
import { drawTerminal } from '../pictures/terminal-svg.ts';

export function renderBlock(block: Block): Html {
  switch (block.kind) {
    case 'text':
      return html`<p${block.isNote ? html` class="note"` : undefined}>${renderRuns(block.runs)}</p>
`;
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${renderRuns(item)}</li>\n`)}</ul>
`;
    case 'figure':
      return renderFigure(block);
    case 'chart':
      return renderChart(block);
    case 'code':
      return renderCode(block);
    case 'table':
      return renderTable(block);
    case 'question':
      return renderQuestion(block);
  }
}

function renderRuns(runs: readonly Run[]): Html {
  return html`${runs.map(({ text, code }) => (code ? html`<code>${text}</code>` : text))}`;
}

function renderFigure(figure: FigureBlock): Html {
  const { number, title, caption, pictures, source } = figure;
  if (pictures.length === 0)
    return html`<figure id="figure-${number}">
<p class="empty">${source}</p>
<figcaption><strong>Figure ${number}:</strong> ${renderRuns(caption)}</figcaption>
</figure>
`;
  const pieces = piecesOf(figure);
  const last = pieces.length - 1;
  return html`<figure id="figure-${number}"${last === 0 ? undefined : html` class="divided"`}>
${pieces.map(
  (piece, index) => html`<div class="piece">
${piece.map(({ label, picture }) => html`${label === undefined ? undefined : html`<p>${label}</p>\n`}${drawTerminal(picture, `Figure ${number}${index === 0 ? '' : ', continued'}: ${label ?? title}`)}`)}${index === last ? undefined : html`<p class="part"><strong>Figure ${number}${index === 0 ? '' : ', continued'}:</strong> ${title}. It is continued.</p>\n`}</div>
`,
)}<figcaption><strong>Figure ${number}${last === 0 ? '' : ', continued'}:</strong> ${renderRuns(caption)} <span class="note">${source}</span></figcaption>
</figure>
`;
}

function renderChart({ number, title, caption, chart, source }: ChartBlock): Html {
  return html`<figure id="figure-${number}">
${drawChart(chart, `Figure ${number}: ${title}`)}<figcaption><strong>Figure ${number}:</strong> ${renderRuns(caption)} <span class="note">${source}</span></figcaption>
</figure>
`;
}

const rowClass = { ' ': 'row', '+': 'row added', '-': 'row gone', '@': 'row about' } as const;

function renderCode({ number, caption, lines }: CodeBlock): Html {
  return html`<figure class="listing" id="code-${number}">
<pre class="code">${lines.map(renderLine)}</pre>
<figcaption><strong>Code ${number}:</strong> ${renderRuns(caption)}</figcaption>
</figure>
`;
}

function renderLine({ mark, runs }: CodeLine): Html {
  const pieces = runs.map(({ text, look }) =>
    look === 'plain' ? text : html`<span class="${look}">${text}</span>`,
  );
  return html`<span class="${rowClass[mark]}">${mark === '@' ? '' : `${mark} `}${pieces}</span>`;
}

function renderTable(table: TableBlock): Html {
  const { number, caption, columns, rows } = table;
  return html`<table id="table-${number}"${isShort(table) ? html` class="short"` : undefined}>
<caption><strong>Table ${number}:</strong> ${renderRuns(caption)}</caption>
<colgroup>${columns.map(({ share }) => html`<col style="width:${share}%">`)}</colgroup>
<thead><tr>${columns.map(({ title }) => html`<th>${title}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) => html`<tr>${row.map(
    (cell, index) =>
      html`<td${columns[index]?.isNumber ? html` class="figure"` : undefined}>${cell.map((line) => html`<div>${renderRuns(line)}</div>`)}</td>`,
  )}</tr>
`,
)}</tbody>
</table>
`;
}

function renderQuestion(question: QuestionBlock): Html {
  const { id, text, answer, remark, evidence } = question;
  return html`<div class="question${isShortQuestion(question) ? ' short' : ''}" id="question-${id}">
<p><strong>Q ${id}:</strong> ${renderRuns(text)}</p>
${answer === undefined ? html`<p class="empty">${remark}</p>` : html`<blockquote>${answer}</blockquote>\n<p class="note">${remark}</p>`}
${
  evidence.length === 0
    ? undefined
    : html`<p class="note">What this session recorded:</p>
<ul class="note">${evidence.map(({ step, text: line, source }) => html`<li><code>${line}</code> (step ${step}, ${source})</li>\n`)}</ul>
`
}</div>
`;
}
