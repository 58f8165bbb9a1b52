import { trusted } from '../../text/safe-text.ts';

/** How a report looks on a light and a dark screen, and on paper; it loads nothing. */
export const reportStyle = trusted(`
:root { color-scheme: light dark; --ink: #1c2026; --paper: #ffffff; --soft: #6669; --line: #8886; --tint: #8881; --add: #1a7f3722; --gone: #cf222e1c; --warn: #9a670033;
  --keyword: #a0268a; --string: #0a5e2a; --comment: #5d6570; --number: #7a4b00; --name: #0b4f9e; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #d7dae0; --paper: #101318; --add: #3fb95033; --gone: #f8514930; --warn: #d2992233;
  --keyword: #e48ad4; --string: #8fd18a; --comment: #9aa4b5; --number: #e5c07b; --name: #7cc0ff; } }
body { font: 16px/1.5 system-ui, 'DejaVu Sans', sans-serif; color: var(--ink); background: var(--paper); max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3, h4 { line-height: 1.25; break-after: avoid; }
:is(h3, h4) + p:has(+ .question) { break-after: avoid; }
h1 { margin: 0 0 .5rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
h3 { margin-top: 2rem; }
h4 { margin: 1.5rem 0 .5rem; }
a { color: inherit; text-decoration-color: var(--line); }
p, li, blockquote { orphans: 3; widows: 3; }
code { font: .9em ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere; }
.by { font-size: 1.1rem; margin: .25rem 0; }
.missing { background: var(--warn); padding: .75rem 1rem; margin: 1.5rem 0; }
.missing p, .missing ul { margin: .25rem 0; }
nav { display: grid; grid-template-columns: 1fr; gap: 0 2rem; }
nav ol { list-style: none; padding: 0; margin: .25rem 0 1rem; }
nav ol ol { padding-left: 1.5rem; margin: 0; }
nav a.paged { display: flex; align-items: baseline; }
nav a.paged::before { content: ''; order: 1; flex: 1; min-width: 1em; margin: 0 .3em; border-bottom: 1px dotted var(--line); }
nav .page { order: 2; min-width: 2.5em; text-align: right; font-variant-numeric: tabular-nums; }
nav h2 { font-size: 1.1rem; margin: 1rem 0 .25rem; border: 0; }
.note { font-size: .85em; opacity: .8; }
figure { margin: 1.25rem 0; break-inside: avoid; }
figcaption { font-size: .9em; margin-top: .4rem; }
figcaption .note { display: block; }
figure p { margin: .5rem 0 .25rem; font-size: .85em; }
figure.divided { break-inside: auto; }
.piece { break-inside: avoid; }
.piece p.part { margin: .4rem 0 .75rem; font-size: .9em; }
figure.divided figcaption { break-before: avoid; break-inside: avoid; }
svg.terminal { display: block; height: auto; max-width: 100%; }
svg.chart { height: auto; }
.empty { border: 1px dashed var(--line); padding: 1rem; }
figure.listing { break-inside: auto; }
figure.listing figcaption { break-before: avoid; }
pre.code { font: 12px/1.45 ui-monospace, 'DejaVu Sans Mono', monospace; background: var(--tint); padding: .5rem 0; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.code span.row { display: block; padding: 0 .75rem 0 2.25rem; text-indent: -1.5rem; min-height: 1.45em; break-inside: avoid; }
.added { background: var(--add); } .gone { background: var(--gone); } .about { font-weight: bold; }
.keyword { color: var(--keyword); } .string { color: var(--string); } .comment { color: var(--comment); font-style: italic; } .number { color: var(--number); } .name { color: var(--name); }
table { border-collapse: collapse; table-layout: fixed; width: 100%; margin: 1.25rem 0; font-size: .85em; }
caption { text-align: left; caption-side: top; margin-bottom: .4rem; font-size: 1.05em; break-after: avoid; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: var(--tint); }
thead { break-after: avoid; }
tr, table.short { break-inside: avoid; }
td.figure { text-align: right; font-variant-numeric: tabular-nums; }
.question { margin: 1.25rem 0; }
.question.short { break-inside: avoid; }
.question > p:first-child { break-inside: avoid; break-after: avoid; }
blockquote { border-left: 3px solid var(--line); margin: .5rem 0; padding: .1rem 0 .1rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
p, li, td, th, blockquote, code, figcaption { unicode-bidi: isolate; }
@media screen {
  .divided .piece + .piece > svg:first-child { margin-top: -5px; }
  .piece p.part { display: none; }
}
@media print {
  @page { size: A4; margin: 18mm 18mm 20mm; @bottom-center { content: counter(page); font: 9pt sans-serif; } }
  body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
  h2.part { break-before: page; margin-top: 0; }
  nav { grid-template-columns: 1fr; font-size: .92em; }
  nav ol, nav h2 { break-inside: auto; }
  pre.code { font-size: 8pt; }
  a { text-decoration: none; }
  svg, .added, .gone, .missing, th, pre.code { print-color-adjust: exact; }
}
`);
