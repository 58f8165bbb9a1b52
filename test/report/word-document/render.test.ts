import { inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { renderWordDocument } from '../../../source/report/word-document/render.ts';
import { documentOf, later, recorded } from '../document/recorded.ts';

/** The text of a file in a zip archive, found by the archive's directory. */
function fileOf(archive: Buffer, name: string): string {
  let at = archive.readUInt32LE(archive.lastIndexOf('PK\u0005\u0006', undefined, 'latin1') + 16);
  while (archive.readUInt32LE(at) === 0x02014b50) {
    const nameLength = archive.readUInt16LE(at + 28);
    const rest = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    if (archive.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const local = archive.readUInt32LE(at + 42);
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const bytes = archive.subarray(start, start + archive.readUInt32LE(at + 20));
      return (archive.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8');
    }
    at += 46 + nameLength + rest;
  }
  throw new Error(`there is no ${name}`);
}

describe('a report as DOCX', () => {
  let xml: string;
  beforeAll(async () => {
    const text = '<w:p>&"mine" </w:t>';
    const answer = later({ v: 1, type: 'answer', step: '1.8', question: '1.2.1', text }) as JournalEvent;
    const file = Buffer.from(await renderWordDocument(documentOf([...recorded, answer])));
    xml = fileOf(file, 'word/document.xml');
  });

  it('has terminals as coloured text on a dark ground', () => {
    expect(xml).toMatch(/w:fill="16181D"/);
    expect(xml).toMatch(/<w:color w:val="98C379"\/>.*?\$ /);
    expect(xml).toContain('kubectl apply -f kafka.yml');
  });

  it('has the page of every entry of its contents as a field', () => {
    expect(xml).toContain('PAGEREF s1.2.1 ');
    expect(xml).toContain('PAGEREF figure-18 ');
    expect(xml).toContain('PAGEREF table-1 ');
  });

  it('splits no row of a table', () => {
    const rows = xml.match(/<w:tr>|<w:tr /g)!.length;
    expect(rows).toBeGreaterThan(80);
    expect(xml.match(/<w:cantSplit\/>/g)).toHaveLength(rows);
  });

  it('has a target for each of its links', () => {
    const anchors = [...xml.matchAll(/w:anchor="([^"]+)"/g)].map(([, anchor]) => anchor!);
    expect(anchors.length).toBeGreaterThan(40);
    for (const anchor of anchors) expect(xml).toContain(`w:name="${anchor}"`);
  });

  it('takes markup for text', () => {
    expect(xml).toContain('&lt;w:p>&amp;"mine" &lt;/w:t>'.replaceAll('>', '&gt;').replaceAll('"', '&quot;'));
  });
});
