import { style } from '../../report/html-style.ts';
import { Html, html } from '../../report/html-text.ts';
import { type SafeText, trusted } from '../../text/safe-text.ts';
import { gradingStyle } from './page-style.ts';

/** What tells a page of ours from another: it is among its first 200 bytes. */
export const pageMark = trusted('<meta name="generator" content="kafka-lab grade">');

/** A page that loads nothing and runs nothing. */
export function framePage(title: string, body: Html): SafeText {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${new Html(pageMark)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Html(style)}${new Html(gradingStyle)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}
