import type { Block, ReportDocument, Section } from './model.ts';

/** All blocks of a report, in reading order. */
export function blocksOf({ sections }: Pick<ReportDocument, 'sections'>): readonly Block[] {
  const within = ({ blocks, sections: inner }: Section): readonly Block[] => [
    ...blocks,
    ...inner.flatMap(within),
  ];
  return sections.flatMap(within);
}
