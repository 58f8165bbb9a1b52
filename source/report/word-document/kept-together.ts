import {
  BorderStyle,
  type FileChild,
  type Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
} from 'docx';
import { Filler } from './filler.ts';

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const noBorders = {
  top: none,
  bottom: none,
  left: none,
  right: none,
  insideHorizontal: none,
  insideVertical: none,
};
const noMargins = { top: 0, bottom: 0, left: 0, right: 0 };

/**
 * Groups of which each stays on one page, as rows of a table that shows no lines: LibreOffice parts a table from the paragraph after it, whatever
 * the table says.
 */
export function keptTogether(
  groups: readonly (readonly (Paragraph | Table)[])[],
  width: number,
): FileChild[] {
  const rows = groups.map(
    (children) =>
      new TableRow({
        cantSplit: true,
        children: [new TableCell({ borders: noBorders, margins: noMargins, children: [...children] })],
      }),
  );
  const table = new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: [width],
    layout: TableLayoutType.FIXED,
    borders: noBorders,
    margins: noMargins,
    rows,
  });
  return [table, new Filler(60)];
}
