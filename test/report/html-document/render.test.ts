import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { renderHtmlDocument } from '../../../source/report/html-document/render.ts';
import { documentOf, later, recorded } from '../document/recorded.ts';

const page = (events?: readonly JournalEvent[]): string => renderHtmlDocument(documentOf(events));

describe('a report as HTML', () => {
  it('loads nothing and runs nothing', () => {
    const text = page();
    expect(text).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script|\son\w+=|@import|url\(/i);
    expect([...text.matchAll(/\b(?:src|href)="([^#"][^"]*)"/g)].map(([, to]) => to)).toEqual([]);
  });

  it('lists what is numbered, and every link has its target', () => {
    const text = page();
    const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target!);
    expect(targets.length).toBeGreaterThan(40);
    for (const target of targets) expect(text).toContain(`id="${target}"`);
  });

  it('has room for a page number at each entry of its contents, for print alone', () => {
    const text = renderHtmlDocument(documentOf(), new Map([['figure-18', 17]]));
    expect(text).toContain('<span class="page">17</span>');
    expect(text.match(/class="page"/g)).toHaveLength(text.match(/ href="#/g)!.length);
    expect(page()).not.toContain('class="page');
  });

  it('takes markup for text, wherever it comes from', () => {
    const markup = '</text></svg><script>alert(1)</script>';
    const events = recorded.map((event) =>
      event.type === 'command-output' && event.command === 2
        ? { ...event, text: markup, looks: [{ line: 0, from: 3, length: 16, colour: 1 }] }
        : event.type === 'check-passed'
          ? { ...event, evidence: markup }
          : event,
    );
    const answer = later({ type: 'answer', step: '1.8', question: '1.2.1', text: markup }) as JournalEvent;
    const text = page([...events, answer]);
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;/text&gt;&lt;/svg&gt;&lt;script&gt;');
  });

  it('divides a figure of more than half a page at a row, and says so at both places', () => {
    const text = page();
    const [long] = /<figure id="figure-6".*?<\/figure>/s.exec(text)!;
    expect(long).toContain('class="divided"');
    expect(long.match(/<div class="piece">/g)!.length).toBeGreaterThan(1);
    expect(long).toContain('<strong>Figure 6:</strong> Scan the logs for trouble. It is continued.');
    expect(long).toContain('<figcaption><strong>Figure 6, continued:</strong>');
    expect(text).toMatch(/\.piece \{ break-inside: avoid; \}/);
    expect(text).toMatch(/figure\.divided figcaption \{ break-before: avoid;/);
  });

  it('left the last line of a short question alone on a page', () => {
    expect(page()).toContain('<div class="question short" id="question-1.2.1">');
    expect(page()).toMatch(/\.question\.short \{ break-inside: avoid; \}/);
  });

  it('keeps every row of a table, its head with the first of them, and every line of code on one page', () => {
    expect(page()).toMatch(/tr, table\.short \{ break-inside: avoid; \}/);
    expect(page()).toMatch(/thead \{ break-after: avoid; \}/);
    expect(page()).toMatch(/span\.row \{[^}]*break-inside: avoid;/);
  });

  it('has a caption for each picture', () => {
    const text = page();
    expect(text.match(/<figure /g)).toHaveLength(text.match(/<figcaption>/g)!.length);
    expect(text.match(/role="img" aria-label="Figure/g)!.length).toBeGreaterThan(18);
  });
});
