import { joinSafe, type SafeText, trusted } from '../../text/safe-text.ts';
import { blocksOf } from '../document/blocks-of.ts';
import type { FrontMatter, ReportDocument, Section } from '../document/model.ts';
import { type Markdown, md, noMarkdown } from '../markdown-text.ts';
import { type Pictures, renderBlock } from './blocks.ts';

export interface MarkdownDocument {
  readonly text: SafeText;
  /** By the names of their files. */
  readonly pictures: ReadonlyMap<string, SafeText>;
}

/** A report as Markdown; its pictures are files in a folder beside it. */
export function renderMarkdownDocument(document: ReportDocument, folder: string): MarkdownDocument {
  const found = new Map<string, SafeText>();
  const pictures: Pictures = {
    add(name, picture) {
      found.set(name, picture);
      return `${folder}/${name}`;
    },
  };
  const lines = [
    ...frontOf(document.front),
    md`## Contents`,
    noMarkdown,
    ...contentsOf(document.sections, 0),
    noMarkdown,
    ...listOf('Figures', ['figure', 'chart'], 'Figure', document),
    ...listOf('Code', ['code'], 'Code', document),
    ...listOf('Tables', ['table'], 'Table', document),
    ...document.sections.flatMap((section) => sectionOf(section, 2, pictures)),
  ];
  const texts = lines.map(({ text }) => text);
  return { text: joinSafe([joinSafe(texts, '\n'), trusted('\n')]), pictures: found };
}

function frontOf({ title, author, course, date, facts, missing }: FrontMatter): Markdown[] {
  const by = [author, course, date].filter((line) => line !== undefined);
  return [
    md`# ${title}`,
    noMarkdown,
    ...by.flatMap((line) => [md`${line}`, noMarkdown]),
    ...(missing.length === 0
      ? [md`Complete: every step was run, and every question answered.`, noMarkdown]
      : [md`**What this report lacks**`, noMarkdown, ...missing.map((line) => md`- ${line}`), noMarkdown]),
    ...facts.map((line) => md`- ${line}`),
    noMarkdown,
  ];
}

function contentsOf(sections: readonly Section[], depth: number): Markdown[] {
  return sections.flatMap(({ number, title, sections: inner }) => [
    indented(depth, md`- ${number} ${title}`),
    ...contentsOf(inner, depth + 1),
  ]);
}

function indented(depth: number, line: Markdown): Markdown {
  return depth === 0 ? line : depth === 1 ? md`  ${line}` : md`    ${line}`;
}

function listOf(title: string, kinds: readonly string[], name: string, document: ReportDocument): Markdown[] {
  const found = blocksOf(document).filter(({ kind }) => kinds.includes(kind));
  if (found.length === 0) return [];
  const items = found.flatMap((block) =>
    'caption' in block ? [md`- ${name} ${block.number}: ${block.title}`] : [],
  );
  return [md`## ${title}`, noMarkdown, ...items, noMarkdown];
}

function sectionOf(
  { number, title, blocks, sections }: Section,
  level: 2 | 3 | 4,
  pictures: Pictures,
): Markdown[] {
  const heading =
    level === 2
      ? md`## ${number} ${title}`
      : level === 3
        ? md`### ${number} ${title}`
        : md`#### ${number} ${title}`;
  return [
    heading,
    noMarkdown,
    ...blocks.flatMap((block) => [...renderBlock(block, pictures), noMarkdown]),
    ...sections.flatMap((section) => sectionOf(section, level === 2 ? 3 : 4, pictures)),
  ];
}
