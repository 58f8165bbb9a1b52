import type { SafeText } from '../../text/safe-text.ts';
import { blocksOf } from '../document/blocks-of.ts';
import type { Block, FrontMatter, ReportDocument, Section } from '../document/model.ts';
import { Html, html } from '../html-text.ts';
import { renderBlock } from './blocks.ts';
import { reportStyle } from './style.ts';

/** By the id of what an entry of the contents leads to: its page on paper. */
export type PageNumbers = ReadonlyMap<string, number>;

/**
 * A report as one HTML file that loads nothing and runs nothing; whatever came from a session is escaped. With `pages`, each entry of the contents
 * has room for its page, and the page if it is known: for print.
 */
export function renderHtmlDocument(document: ReportDocument, pages?: PageNumbers): SafeText {
  const { front, sections } = document;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${front.title}</title>
<style>${new Html(reportStyle)}</style>
</head>
<body>
${renderFront(front)}
<nav>
<div><h2>Contents</h2>
${contentsOf(sections, pages)}</div>
${listOf('Figures', 'figure', document, pages)}${listOf('Code', 'code', document, pages)}${listOf('Tables', 'table', document, pages)}</nav>
<main>
${sections.map((section) => renderSection(section, 2))}</main>
</body>
</html>
`.text;
}

function renderFront({ title, author, course, date, facts, missing }: FrontMatter): Html {
  return html`<header>
<h1>${title}</h1>
${author === undefined ? undefined : html`<p class="by">${author}</p>\n`}${course === undefined ? undefined : html`<p class="by">${course}</p>\n`}<p class="by">${date}</p>
<div class="missing">${
    missing.length === 0
      ? html`<p>Complete: every step was run, and every question answered.</p>`
      : html`<p><strong>What this report lacks</strong></p>
<ul>${missing.map((line) => html`<li>${line}</li>\n`)}</ul>`
  }</div>
<ul>${facts.map((line) => html`<li>${line}</li>\n`)}</ul>
</header>`;
}

function entry(id: string, what: string, pages: PageNumbers | undefined): Html {
  if (pages === undefined) return html`<a href="#${id}">${what}</a>`;
  return html`<a class="paged" href="#${id}"><span>${what}</span><span class="page">${pages.get(id)}</span></a>`;
}

function contentsOf(sections: readonly Section[], pages: PageNumbers | undefined): Html | undefined {
  if (sections.length === 0) return undefined;
  return html`<ol>
${sections.map(
  (
    each,
  ) => html`<li>${entry(`s${each.number}`, `${each.number} ${each.title}`, pages)}${contentsOf(each.sections, pages)}</li>
`,
)}</ol>`;
}

function listOf(
  title: string,
  kind: 'figure' | 'code' | 'table',
  document: ReportDocument,
  pages: PageNumbers | undefined,
): Html | undefined {
  const found = blocksOf(document).flatMap((block) => {
    const { kind: own } = block;
    if (own !== 'figure' && own !== 'chart' && own !== 'code' && own !== 'table') return [];
    return (own === 'chart' ? 'figure' : own) === kind ? [block] : [];
  });
  if (found.length === 0) return undefined;
  const name = { figure: 'Figure', code: 'Code', table: 'Table' }[kind];
  return html`<div><h2>${title}</h2>
<ol>
${found.map(({ number, title: what }) => html`<li>${entry(`${kind}-${number}`, `${name} ${number}: ${what}`, pages)}</li>\n`)}</ol></div>
`;
}

function renderSection({ number, title, blocks, sections }: Section, level: 2 | 3 | 4): Html {
  const text = html`${number} ${title}`;
  const heading =
    level === 2
      ? html`<h2 class="part" id="s${number}">${text}</h2>`
      : level === 3
        ? html`<h3 id="s${number}">${text}</h3>`
        : html`<h4 id="s${number}">${text}</h4>`;
  return html`<section>
${heading}
${blocks.map((block: Block) => renderBlock(block))}${sections.map((each) => renderSection(each, level === 2 ? 3 : 4))}</section>
`;
}
