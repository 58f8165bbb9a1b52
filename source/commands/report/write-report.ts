import { basename, dirname, extname, join } from 'node:path';
import type { ReportDocument } from '../../report/document/model.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { writeAtomically } from '../transcript/write-atomically.ts';
import type { ReportFormat } from './formats.ts';

/** Writes a report whole or not at all; the pictures of Markdown come first. Loads what its format needs. */
export async function writeReport(
  path: string,
  format: ReportFormat,
  document: ReportDocument,
): Promise<void> {
  switch (format) {
    case 'html':
      await writeAtomically(path, await asHtml(document));
      return;
    case 'pdf': {
      const { printWithPages } = await import('./print-with-pages.ts');
      const { renderHtmlDocument } = await import('../../report/html-document/render.ts');
      await writeAtomically(path, await printWithPages((pages) => renderHtmlDocument(document, pages)));
      return;
    }
    case 'docx': {
      const { renderWordDocument } = await import('../../report/word-document/render.ts');
      await writeAtomically(path, await renderWordDocument(document));
      return;
    }
    case 'md': {
      const { renderMarkdownDocument } = await import('../../report/markdown-document/render.ts');
      const folder = `${basename(path, extname(path))}-pictures`;
      const { text, pictures } = renderMarkdownDocument(document, folder);
      for (const [name, picture] of pictures)
        await writeAtomically(join(dirname(path), folder, name), picture);
      await writeAtomically(path, text);
    }
  }
}

async function asHtml(document: ReportDocument): Promise<SafeText> {
  const { renderHtmlDocument } = await import('../../report/html-document/render.ts');
  return renderHtmlDocument(document);
}
