import { trusted } from '../text/safe-text.ts';

/** How the report looks, on a screen and on paper; it loads nothing. */
export const style = trusted(`
:root { color-scheme: light dark; --line: #8886; --soft: #8881; --good: #1a7f37; --bad: #cf222e; --one: #0969da; --two: #bf8700; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #f85149; --one: #58a6ff; --two: #d29922; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { margin-top: 2rem; }
pre { background: var(--soft); padding: .75rem; overflow-x: auto; font: 13px/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.command { font-weight: bold; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
ul.checks { list-style: none; padding: 0; }
.passed::before { content: "\\2714\\00a0"; color: var(--good); }
.failed::before { content: "\\2718\\00a0"; color: var(--bad); }
.unjudged::before { content: "?\\00a0"; font-weight: bold; }
.facts, figcaption, .missing { opacity: .75; font-size: .9em; }
blockquote { border-left: 3px solid var(--line); margin: .5rem 0; padding-left: 1rem; white-space: pre-wrap; }
figure { margin: 1.5rem 0; }
code, pre, li, td, th, p, blockquote, h3 { unicode-bidi: isolate; }
svg { width: 100%; height: auto; }
svg text { font: 12px system-ui, sans-serif; fill: currentColor; }
@media print { body { max-width: none; font-size: 11pt; } pre, table, figure, li { break-inside: avoid; } h2, h3 { break-after: avoid; } }
`);
