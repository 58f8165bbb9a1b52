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

  it('takes markup for text, wherever it comes from', () => {
    const markup = '</text></svg><script>alert(1)</script>';
    const events = recorded.map((event) =>
      event.type === 'command-output' && event.command === 2
        ? { ...event, text: markup }
        : event.type === 'check-passed'
          ? { ...event, evidence: markup }
          : event,
    );
    const answer = later({ type: 'answer', step: '1.8', question: '1.2.1', text: markup }) as JournalEvent;
    const text = page([...events, answer]);
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;/text&gt;&lt;/svg&gt;&lt;script&gt;');
  });

  it('has a caption for each picture', () => {
    const text = page();
    expect(text.match(/<figure /g)).toHaveLength(text.match(/<figcaption>/g)!.length);
    expect(text.match(/role="img" aria-label="Figure/g)!.length).toBeGreaterThan(18);
  });
});
