import type { PageNumbers } from '../../report/html-document/render.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { printAsPdf } from './browser.ts';
import { pagesOfPlaces } from './pdf-pages.ts';

/**
 * A report as PDF with page numbers in its contents. No browser tells a page on which page something will be: the report is printed with room for the
 * numbers, then with those that the first PDF has. Where they cannot be read, or do not hold, the contents have none.
 * @throws LabError `machine-lacks`: there is no browser, or it does not print
 */
export async function printWithPages(
  render: (pages?: PageNumbers) => SafeText,
  print: (page: SafeText) => Promise<Uint8Array> = printAsPdf,
): Promise<Uint8Array> {
  const pages = pagesOfPlaces(await print(render(new Map())));
  if (pages !== undefined) {
    const pdf = await print(render(pages));
    const printed = pagesOfPlaces(pdf);
    if (printed !== undefined && [...pages].every(([id, page]) => printed.get(id) === page)) return pdf;
  }
  return print(render());
}
