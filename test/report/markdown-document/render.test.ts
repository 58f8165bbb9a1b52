import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { renderMarkdownDocument } from '../../../source/report/markdown-document/render.ts';
import { documentOf, later, recorded } from '../document/recorded.ts';

describe('a report as Markdown', () => {
  it('links each picture that lies beside it, and no other', () => {
    const { text, pictures } = renderMarkdownDocument(documentOf(), 'my report-pictures');
    const linked = [...text.matchAll(/!\[Figure \d+\]\(my%20report-pictures\/([^)]+)\)/g)].map(
      ([, name]) => name,
    );
    expect(linked).toEqual([...pictures.keys()]);
    expect(linked.length).toBeGreaterThan(18);
  });

  it('has pictures that stand alone and run nothing', () => {
    const { pictures } = renderMarkdownDocument(documentOf(), 'pictures');
    for (const picture of pictures.values()) {
      expect(picture).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(picture).not.toMatch(/<script|\son\w+=/);
    }
  });

  it('takes markup of an answer for text', () => {
    const text = '# Heading\n<img src=x onerror=alert(1)> [a](javascript:b)';
    const answer = later({ v: 1, type: 'answer', step: '1.8', question: '1.2.1', text }) as JournalEvent;
    const rendered = renderMarkdownDocument(documentOf([...recorded, answer]), 'p').text;
    expect(rendered).toContain('> \\# Heading');
    expect(rendered).not.toMatch(/(?<!\\)<img/);
    expect(rendered).not.toMatch(/(?<!\\)\]\(javascript/);
  });
});
