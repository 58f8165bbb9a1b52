import { trusted } from '../../text/safe-text.ts';

/** What the pages of a class have beside the style of a report. */
export const gradingStyle = trusted(`
body { max-width: 96rem; }
.wide { overflow-x: auto; }
table.heat { width: auto; font-size: .75rem; }
table.heat th, table.heat td { padding: .15rem .2rem; min-width: 2rem; text-align: center; }
table.heat th.name { white-space: nowrap; text-align: left; position: sticky; left: 0; background: Canvas; }
table.heat thead th { vertical-align: bottom; }
table.heat small { display: block; font-size: .65rem; line-height: 1.15; white-space: nowrap; opacity: .8; }
.level-0 { background: #2da44e33; }
.level-1 { background: #d4a72c40; }
.level-2 { background: #e0801f73; }
.level-3 { background: #cf222e8c; }
.level-4 { background: #cf222e; color: #fff; font-weight: bold; }
.doubt::before { content: "\\26A0\\00a0"; color: var(--bad); }
.look li { margin: .3rem 0; }
.legend span { padding: .1rem .5rem; margin-right: .5rem; border: 1px solid var(--line); }
details { margin: .5rem 0; }
summary { cursor: pointer; }
.answer { white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { max-width: none; } table.heat { font-size: 7pt; } @page { size: landscape; } }
`);
