import {
  Bookmark,
  Document,
  type FileChild,
  Footer,
  HeadingLevel,
  InternalHyperlink,
  LeaderType,
  Packer,
  PageNumber,
  PageReference,
  Paragraph,
  ShadingType,
  Tab,
  TabStopType,
  TextRun,
} from 'docx';
import { visible } from '../../text/safe-text.ts';
import { blocksOf } from '../document/blocks-of.ts';
import type { FrontMatter, ReportDocument, Section } from '../document/model.ts';
import { fileChildren, textWidth } from './blocks.ts';
import { Filler } from './filler.ts';
import { word } from './words.ts';

const margin = 1_020;
/** Clear of the last line of a full page. */
const footer = 480;
const pageA4 = { width: 11_906, height: 16_838 };

/** A report as a DOCX file for Word and LibreOffice. */
export async function renderWordDocument(document: ReportDocument): Promise<Uint8Array> {
  const { front, sections } = document;
  const file = new Document({
    title: visible(front.title),
    ...(front.author === undefined ? {} : { creator: visible(front.author) }),
    styles: { default: { document: { run: { font: 'Calibri', size: 21 } } } },
    sections: [
      {
        properties: {
          page: {
            size: pageA4,
            margin: { top: margin, bottom: margin, left: margin, right: margin, footer },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: 'center',
                children: [new TextRun({ children: [PageNumber.CURRENT], size: 18 })],
              }),
            ],
          }),
        },
        children: [
          ...frontOf(front),
          heading('Contents', 2),
          ...contentsOf(sections, 0),
          ...listOf('Figures', ['figure', 'chart'], 'figure', 'Figure', document),
          ...listOf('Code', ['code'], 'code', 'Code', document),
          ...listOf('Tables', ['table'], 'table', 'Table', document),
          ...sections.flatMap((section, index) => partOf(section, index === sections.length - 1)),
        ],
      },
    ],
  });
  return Packer.toBuffer(file);
}

function frontOf({ title, author, course, date, facts, missing }: FrontMatter): FileChild[] {
  const by = [author, course, date].filter((line) => line !== undefined);
  const warned = { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F5EBD6' } };
  const lacks =
    missing.length === 0
      ? [new Paragraph({ children: [word('Complete: every step was run, and every question answered.')] })]
      : [
          new Paragraph({ ...warned, children: [word('What this report lacks', { bold: true })] }),
          ...missing.map(
            (line) => new Paragraph({ ...warned, bullet: { level: 0 }, children: [word(line)] }),
          ),
        ];
  return [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [word(title)] }),
    ...by.map((line) => new Paragraph({ children: [word(line, { size: 24 })] })),
    new Paragraph({ children: [] }),
    ...lacks,
    new Paragraph({ children: [] }),
    ...facts.map((line) => new Paragraph({ bullet: { level: 0 }, children: [word(line)] })),
  ];
}

/** A list of more lines is more than half a page: only so many at its ends stay together. */
const mostLinesTogether = 24;
const linesAtEnds = 3;

const link = (anchor: string, text: string, indent: number, keepNext = false): Paragraph =>
  new Paragraph({
    keepNext,
    spacing: { after: 0 },
    indent: { left: indent },
    tabStops: [{ type: TabStopType.RIGHT, position: textWidth, leader: LeaderType.DOT }],
    children: [
      new InternalHyperlink({ anchor, children: [word(text)] }),
      new TextRun({ children: [new Tab()] }),
      // A field: Word and LibreOffice know the pages, and fill it in.
      new PageReference(anchor, { hyperlink: true }),
    ],
  });

function contentsOf(sections: readonly Section[], depth: number): Paragraph[] {
  return sections.flatMap(({ number, title, sections: inner }) => [
    link(`s${number}`, `${number} ${title}`, depth * 300),
    ...contentsOf(inner, depth + 1),
  ]);
}

function listOf(
  title: string,
  kinds: readonly string[],
  id: string,
  name: string,
  document: ReportDocument,
): FileChild[] {
  const found = blocksOf(document).flatMap((block) =>
    kinds.includes(block.kind) && 'caption' in block ? [block] : [],
  );
  if (found.length === 0) return [];
  return [
    heading(title, 2),
    // A short list that does not fit moves to the next page as a whole; a long one would leave too much free.
    ...found.map((block, index) =>
      link(
        `${id}-${block.number}`,
        `${name} ${block.number}: ${block.title}`,
        0,
        index < found.length - 1 &&
          (found.length <= mostLinesTogether ||
            index < linesAtEnds - 1 ||
            index >= found.length - linesAtEnds),
      ),
    ),
  ];
}

const levels = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3] as const;

function heading(text: string, level: 1 | 2 | 3, id?: string): Paragraph {
  const words = word(text);
  return new Paragraph({
    heading: levels[level - 1]!,
    keepNext: true,
    pageBreakBefore: level === 1,
    spacing: { before: 240, after: 120 },
    children: id === undefined ? [words] : [new Bookmark({ id, children: [words] })],
  });
}

/** The next part begins on a new page; a file cannot end with a table. */
function partOf(section: Section, isLast: boolean): FileChild[] {
  const children = sectionOf(section, 1);
  return !isLast && children.at(-1) instanceof Filler ? children.slice(0, -1) : children;
}

function sectionOf({ number, title, blocks, sections }: Section, level: 1 | 2 | 3): FileChild[] {
  return [
    heading(`${number} ${title}`, level, `s${number}`),
    // A heading and one sentence are not left alone at the end of a page.
    ...blocks.flatMap((block, index) => fileChildren(block, index === 0 && blocks[1]?.kind === 'question')),
    ...sections.flatMap((section) => sectionOf(section, level === 1 ? 2 : 3)),
  ];
}
