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

function renderFigure({ number, title, caption, pictures, source }: FigureBlock): Html {
  return html`<figure id="figure-${number}">
${
  pictures.length === 0
    ? html`<p class="empty">${source}</p>\n`
    : pictures.map(
        ({ label, picture }) =>
          html`${label === undefined ? undefined : html`<p>${label}</p>\n`}${drawTerminal(picture, `Figure ${number}: ${label ?? title}`)}`,
      )
}<figcaption><strong>Figure ${number}:</strong> ${renderRuns(caption)} ${pictures.length === 0 ? undefined : html`<span class="note">${source}</span>`}</figcaption>
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

/** So many rows stay on one page of paper: a head alone at its end says nothing. */
const mostRowsTogether = 8;

function renderTable({ number, caption, columns, rows }: TableBlock): Html {
  const isShort = rows.length <= mostRowsTogether;
  return html`<table id="table-${number}"${isShort ? html` class="short"` : undefined}>
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

function renderQuestion({ id, text, answer, remark, evidence }: QuestionBlock): Html {
  return html`<div class="question" id="question-${id}">
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
