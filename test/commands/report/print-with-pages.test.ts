import { expect, it } from 'vitest';
import { printWithPages } from '../../../source/commands/report/print-with-pages.ts';
import { type SafeText, visible } from '../../../source/text/safe-text.ts';

const render = (pages?: ReadonlyMap<string, number>): SafeText =>
  visible(pages === undefined ? 'plain' : `page ${pages.get('s1') ?? '?'}`);

/** A browser that puts `s1` on a page by what it prints. */
function browser(pageOf: (html: string) => 1 | 2) {
  const printed: string[] = [];
  const print = async (html: SafeText): Promise<Uint8Array> => {
    printed.push(html);
    const objects = [
      '<</Type /Page>>',
      '<</Type /Page>>',
      '<</Kids [1 0 R 2 0 R]>>',
      `<</s1 [${pageOf(html)} 0 R /XYZ 0 0 0]>>`,
      '<</Pages 3 0 R\n/Dests 4 0 R>>',
    ];
    let text = '';
    const offsets = objects.map((object, index) => {
      const at = text.length;
      text += `${index + 1} 0 obj\n${object}\nendobj\n`;
      return `${String(at).padStart(10, '0')} 00000 n \n`;
    });
    return Buffer.from(
      `${text}xref\n0 6\n0000000000 65535 f \n${offsets.join('')}trailer\n<</Root 5 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
    );
  };
  return { print, printed };
}

it('prints the contents with the pages that the first PDF has', async () => {
  const { print, printed } = browser(() => 2);
  await printWithPages(render, print);
  expect(printed).toEqual(['page ?', 'page 2']);
});

it('prints no page that does not hold', async () => {
  const { print, printed } = browser((html) => (html === 'page 2' ? 1 : 2));
  await printWithPages(render, print);
  expect(printed).toEqual(['page ?', 'page 2', 'plain']);
});

it('prints without pages where the PDF does not tell them', async () => {
  const printed: string[] = [];
  await printWithPages(render, async (html) => {
    printed.push(html);
    return Buffer.from('%PDF-2.0');
  });
  expect(printed).toEqual(['page ?', 'plain']);
});
