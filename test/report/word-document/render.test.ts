import { inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EventOf, JournalEvent } from '../../../source/journal/events.ts';
import { renderWordDocument } from '../../../source/report/word-document/render.ts';
import { documentOf, later, recorded } from '../document/recorded.ts';

/** The files of a zip archive, found by the archive's directory: where each begins, and how long it is. */
function* filesOf(archive: Buffer): Generator<{ name: string; entry: number; local: number }> {
  let at = archive.readUInt32LE(archive.lastIndexOf('PK\u0005\u0006', undefined, 'latin1') + 16);
  while (archive.readUInt32LE(at) === 0x02014b50) {
    const nameLength = archive.readUInt16LE(at + 28);
    const rest = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    yield { name, entry: at, local: archive.readUInt32LE(at + 42) };
    at += 46 + nameLength + rest;
  }
}

function fileOf(archive: Buffer, name: string): string {
  for (const { name: found, entry, local } of filesOf(archive)) {
    if (found !== name) continue;
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(start, start + archive.readUInt32LE(entry + 20));
    return (archive.readUInt16LE(entry + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8');
  }
  throw new Error(`there is no ${name}`);
}

describe('a report as DOCX', () => {
  let xml: string;
  let fileNames: string[];
  beforeAll(async () => {
    const text = '<w:p>&"mine" </w:t>';
    const answer = later({ v: 1, type: 'answer', step: '1.8', question: '1.2.1', text }) as JournalEvent;
    const { command } = recorded.findLast(
      (event) => event.type === 'command-started' && event.step === '4.5',
    ) as EventOf<'command-started'>;
    const coloured = recorded.map((event) =>
      event.type === 'command-output' && event.command === command
        ? { ...event, looks: [{ line: 0, from: 0, length: 4, colour: 208, underline: true }] }
        : event,
    );
    const file = Buffer.from(await renderWordDocument(documentOf([...coloured, answer])));
    fileNames = [...filesOf(file)].map(({ name }) => name);
    xml = fileOf(file, 'word/document.xml');
  });

  it('has terminals as coloured text on a dark ground', () => {
    expect(xml).toMatch(/w:fill="16181D"/);
    expect(xml).toMatch(/<w:color w:val="98C379"\/>.*?\$ /);
    expect(xml).toContain('kubectl apply -f kafka.yml');
  });

  it('colours what a program coloured', () => {
    expect(xml).toMatch(/<w:color w:val="FF8700"\/>/);
    expect(xml).toMatch(/<w:u w:val="single"\/>/);
  });

  it('has the page of every entry of its contents as a field', () => {
    expect(xml).toContain('PAGEREF s1.2.1 ');
    expect(xml).toContain('PAGEREF figure-18 ');
    expect(xml).toContain('PAGEREF table-1 ');
  });

  it('leaves the ends of a long list not alone on a page, and divides it, or a page would be less than half full', () => {
    const entries = [...xml.matchAll(/<w:p>(?:(?!<w:p>).)*?PAGEREF figure-(\d+) /gs)];
    expect(entries.length).toBeGreaterThan(24);
    const kept = entries.map(([entry]) => entry.includes('<w:keepNext/>'));
    const at = kept.flatMap((each, index) => (each ? [index] : []));
    expect(at).toEqual([0, 1, entries.length - 3, entries.length - 2]);
  });

  it('divides a figure of more than half a page, and says so at both places', () => {
    expect(xml).toContain('It is continued.');
    expect(xml).toContain('Figure 6, continued: ');
    expect(xml.match(/w:name="figure-6"/g)).toHaveLength(1);
    expect(xml.indexOf('w:name="figure-6"')).toBeLessThan(xml.indexOf('Figure 6, continued: '));
  });

  it('splits no row of a table', () => {
    const rows = xml.match(/<w:tr>|<w:tr /g)!.length;
    expect(rows).toBeGreaterThan(80);
    expect(xml.match(/<w:cantSplit\/>/g)).toHaveLength(rows);
  });

  it('leaves no head of a table alone at the end of a page', () => {
    const heads = [...xml.matchAll(/<w:tr>(?:(?!<\/w:tr>).)*<w:tblHeader\/>.*?<\/w:tr>/gs)].map(
      ([row]) => row,
    );
    expect(heads.length).toBeGreaterThan(1);
    for (const head of heads)
      expect(head.match(/<w:keepNext\/>/g)).toHaveLength(head.match(/<w:tc>/g)!.length);
  });

  it('divided a table of a few rows between two pages', () => {
    const at = xml.indexOf('w:name="table-2"');
    expect(at).toBeGreaterThan(0);
    const before = xml.slice(0, at);
    expect(before.match(/<w:tbl>/g)!.length).toBe(before.match(/<\/w:tbl>/g)!.length + 1);
    const table = xml.slice(at, xml.indexOf('<w:pageBreakBefore/>', at));
    expect(table).toMatch(/<\/w:tbl><w:p>(?:(?!<\/w:p>).)*<\/w:p><\/w:tc><\/w:tr><\/w:tbl>/s);
  });

  it('had an empty page where a part ended with a table that fills its page', () => {
    const parts = [...xml.matchAll(/<w:p><w:pPr>(?:(?!<\/w:pPr>).)*<w:pageBreakBefore\/>/gs)];
    expect(parts.length).toBeGreaterThan(4);
    const before = parts.map(({ index }) => xml.slice(0, index));
    expect(before.some((text) => text.endsWith('</w:tbl>'))).toBe(true);
    for (const text of before) expect(text).not.toMatch(/<w:p>(?:<w:pPr>(?:(?!<w:p>).)*<\/w:pPr>)?<\/w:p>$/s);
    expect(xml).not.toMatch(/<\/w:tbl><w:tbl>/);
  });

  it('left a heading with its sentence alone at the end of a page, before a question', () => {
    const [, lead] = /(<w:p>(?:(?!<w:p>).)*What changed with the better consumer.*?<\/w:p>)/s.exec(xml)!;
    expect(lead).toContain('<w:keepNext/>');
    const [, other] = /(<w:p>(?:(?!<w:p>).)*Step 3\.2: .*?<\/w:p>)/s.exec(xml)!;
    expect(other).not.toContain('<w:keepNext/>');
  });

  it('has its page numbers clear of the last line', () => {
    const [, bottom, footer] = /<w:pgMar .*?w:bottom="(\d+)".*?w:footer="(\d+)"/.exec(xml)!;
    expect(Number(bottom) - Number(footer)).toBeGreaterThan(400);
  });

  it('parts no caption from its picture', () => {
    const captions = [...xml.matchAll(/w:name="figure-\d+"/g)];
    expect(captions.length).toBeGreaterThan(20);
    for (const { index } of captions) {
      const before = xml.slice(0, index);
      expect(before.match(/<w:tbl>/g)!.length).toBe((before.match(/<\/w:tbl>/g)?.length ?? 0) + 1);
    }
  });

  it('has each panel of its charts as a picture that every reader shows, and says in words where it ends', () => {
    const said = [...xml.matchAll(/descr="(partition \d, at the end: [^"]+)"/g)].map(([, words]) => words!);
    expect(said.filter((words) => words.includes('published'))).toHaveLength(4);
    expect(said.filter((words) => words.includes('lag 0'))).toHaveLength(4);
    expect(fileNames.filter((name) => /^word\/media\/.*\.png$/.test(name)).length).toBeGreaterThan(4);
    expect(fileNames.filter((name) => /svg/.test(name))).toEqual([]);
  });

  it('has a target for each of its links', () => {
    const anchors = [...xml.matchAll(/w:anchor="([^"]+)"/g)].map(([, anchor]) => anchor!);
    expect(anchors.length).toBeGreaterThan(40);
    for (const anchor of anchors) expect(xml).toContain(`w:name="${anchor}"`);
  });

  it('says what the lines below an answer are, as every other form does', () => {
    expect(xml.match(/What this session recorded:/g)!.length).toBeGreaterThan(5);
  });

  it('left the last line of a short question alone on a page', () => {
    const [, question = ''] = /(Q 1\.2\.1: .*?)Q 1\.2\.2: /s.exec(xml) ?? [];
    const paragraphs = [...question.matchAll(/<w:p>.*?<\/w:p>/gs)].map(([text]) => text);
    const lines = paragraphs.filter((text) => text.includes('<w:numPr>'));
    expect(lines.length).toBeGreaterThan(1);
    for (const [index, line] of lines.entries())
      expect(line.includes('<w:keepNext/>'), line).toBe(index < lines.length - 1);
  });

  it('has room between a list and the text after it', () => {
    const items = [...xml.matchAll(/<w:p><w:pPr>((?:(?!<\/w:pPr>).)*<w:numPr>.*?)<\/w:pPr>/gs)];
    const roomy = items.filter(([, look]) => /<w:spacing w:after="140"/.test(look!));
    expect(roomy.length).toBeGreaterThan(5);
  });

  it('leads to where code begins, not to its caption pages later', async () => {
    const lines = ['first', 'second'].map((text) => ({
      mark: '+' as const,
      runs: [{ text: `${text} line`, look: 'plain' as const }],
    }));
    const document = documentOf(recorded, { code: { title: 'Code', caption: 'My code.', lines } });
    const text = fileOf(Buffer.from(await renderWordDocument(document)), 'word/document.xml');
    expect(text.match(/w:name="code-1"/g)).toHaveLength(1);
    expect(text.indexOf('w:name="code-1"')).toBeLessThan(text.indexOf('first line'));
  });

  it('takes markup for text', () => {
    expect(xml).toContain('&lt;w:p>&amp;"mine" &lt;/w:t>'.replaceAll('>', '&gt;').replaceAll('"', '&quot;'));
  });
});
