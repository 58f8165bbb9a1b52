import { trusted } from '../../text/safe-text.ts';

/** What the pages of a class have beside the style of a report. */
export const gradingStyle = trusted(`
body { max-width: 96rem; }
/* Within its box, it scrolls sideways beside the names. */
.wide { overflow-x: auto; }
table.heat { width: auto; font-size: .75rem; }
table.heat th, table.heat td { padding: .15rem .1rem; min-width: 1.4rem; text-align: center; }
table.heat th.name { min-width: 7.5rem; padding-left: .3rem; text-align: left; position: sticky; left: 0; z-index: 1; background: Canvas; box-shadow: 1px 0 var(--line); }
table.heat thead th { vertical-align: bottom; }
table.heat small { display: block; font-size: .65rem; line-height: 1.15; opacity: .8; }
.level-0 { background: #2da44e33; }
.level-1 { background: #d4a72c40; }
.level-2 { background: #e0801f73; }
.level-3 { background: #cf222e8c; }
.level-4 { background: #cf222e; color: #fff; font-weight: bold; }
.doubt::before { content: "\\26A0\\00a0"; color: var(--bad); }
.look li { margin: .3rem 0; }
.legend span { display: inline-block; padding: .1rem .5rem; margin-right: .5rem; border: 1px solid var(--line); }
details { margin: .5rem 0; }
summary { cursor: pointer; }
.answer { white-space: pre-wrap; overflow-wrap: anywhere; }
@page { size: landscape; margin: 10mm; }
@media print {
  body { margin: 0; padding: 0; font-size: 9pt; }
  h2 { margin-top: 1.2rem; }
  th, td { padding: .12rem .4rem; }
  .wide { overflow: visible; }
  table, details { break-inside: auto; }
  tr, summary, blockquote { break-inside: avoid; }
  summary, details > blockquote, .legend { break-after: avoid; }
  summary { list-style: none; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  table.heat { width: 100%; table-layout: fixed; font-size: 6.5pt; line-height: 1.2; }
  table.heat th, table.heat td { padding: 1px; min-width: 0; overflow-wrap: anywhere; }
  table.heat th.name { width: 11em; position: static; box-shadow: none; }
  table.heat small { font-size: 5.5pt; }
  details::details-content { content-visibility: visible; block-size: auto; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`);
