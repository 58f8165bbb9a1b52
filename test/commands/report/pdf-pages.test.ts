import { describe, expect, it } from 'vitest';
import { pagesOfPlaces } from '../../../source/commands/report/pdf-pages.ts';

/** A PDF of these objects, numbered from 1, the last of them the catalog. */
function pdfOf(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n';
  let table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const [index, object] of objects.entries()) {
    table += `${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const root = `trailer\n<</Size ${objects.length + 1}\n/Root ${objects.length} 0 R>>\n`;
  return Buffer.from(`${text}${table}${root}startxref\n${text.length}\n%%EOF\n`, 'latin1');
}

const page = '<</Type /Page /Title (9 0 obj <</s1 [2 0 R /XYZ 0 0 0]>>)>>';
const pages = [
  page,
  page,
  '<</Type /Pages /Kids [2 0 R 1 0 R]>>',
  page,
  '<</Type /Pages /Kids [3 0 R 4 0 R]>>',
];
const catalog = '<</Type /Catalog\n/Pages 5 0 R\n/Dests 6 0 R>>';

describe('the pages of a PDF', () => {
  it('are counted as the tree has them', () => {
    const places = '<</s1 [2 0 R /XYZ 0 1 0]\n/s1.2.1 [1 0 R /XYZ 0 1 0]\n/figure-18 [4 0 R /XYZ 0 1 0]>>';
    expect(pagesOfPlaces(pdfOf([...pages, places, catalog]))).toEqual(
      new Map([
        ['s1', 1],
        ['s1.2.1', 2],
        ['figure-18', 3],
      ]),
    );
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['no PDF', Buffer.from('startxref\n5\n%%EOF')],
    ['without places', pdfOf([...pages, '<<>>', catalog])],
    ['with places on no page', pdfOf([...pages, '<</s1 [6 0 R /XYZ 0 0 0]>>', catalog])],
    ['a tree that holds itself', pdfOf(['<</Kids [1 0 R 1 0 R]>>', '<</Pages 1 0 R\n/Dests 1 0 R>>'])],
  ])('are not known of a file that is %s', (_, file) => {
    expect(pagesOfPlaces(file)).toBeUndefined();
  });
});
