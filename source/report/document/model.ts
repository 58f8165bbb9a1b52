import type { ChartModel } from './chart-model.ts';
import type { TerminalPicture } from './terminal-picture.ts';

/*
 * A report as what it says, before it has a form: sections, and in them numbered figures, tables, code and answers. Whatever it holds of
 * a session is plain text; each form escapes it in its own way.
 */

export interface ReportDocument {
  readonly front: FrontMatter;
  readonly sections: readonly Section[];
}

export interface FrontMatter {
  readonly title: string;
  readonly author?: string | undefined;
  readonly course?: string | undefined;
  /** `2026-11-30` */
  readonly date: string;
  /** Where and when the session ran. */
  readonly facts: readonly string[];
  /** What the report lacks: a line for each kind of gap; none where it is complete. */
  readonly missing: readonly string[];
}

export interface Section {
  /** `1.2`, or `A` in the appendix. */
  readonly number: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly sections: readonly Section[];
}

export type Block = TextBlock | ListBlock | FigureBlock | ChartBlock | CodeBlock | TableBlock | QuestionBlock;

/** A piece of a paragraph: words, or what a person would type. */
export interface Run {
  readonly text: string;
  readonly code?: true;
}

export interface TextBlock {
  readonly kind: 'text';
  readonly runs: readonly Run[];
  /** A remark about what stands before it. */
  readonly isNote?: true;
}

export interface ListBlock {
  readonly kind: 'list';
  readonly items: readonly (readonly Run[])[];
}

export interface Numbered {
  readonly number: number;
  /** What the lists call it. */
  readonly title: string;
  readonly caption: readonly Run[];
}

export interface FigureBlock extends Numbered {
  readonly kind: 'figure';
  /** More than one where a step ran again: its first pass, and its last run. Empty where it did not run. */
  readonly pictures: readonly { readonly label?: string; readonly picture: TerminalPicture }[];
  /** Which entries of the journal it is drawn from, and when they were written; or why there is nothing. */
  readonly source: string;
}

export interface ChartBlock extends Numbered {
  readonly kind: 'chart';
  readonly chart: ChartModel;
  readonly source: string;
}

/** What a highlighter found a piece of code to be. */
export type CodeLook = 'plain' | 'keyword' | 'string' | 'comment' | 'number' | 'name';

export interface CodeLine {
  /** As in a diff: in both, taken away, new; `@` is a line about the code. */
  readonly mark: ' ' | '-' | '+' | '@';
  readonly runs: readonly { readonly text: string; readonly look: CodeLook }[];
}

export interface CodeBlock extends Numbered {
  readonly kind: 'code';
  readonly lines: readonly CodeLine[];
}

export interface TableBlock extends Numbered {
  readonly kind: 'table';
  /** `share`: how much of the width it takes, in percent. */
  readonly columns: readonly { readonly title: string; readonly share: number; readonly isNumber?: true }[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The lines of a cell. */
export type Cell = readonly (readonly Run[])[];

export interface QuestionBlock {
  readonly kind: 'question';
  readonly id: string;
  readonly text: readonly Run[];
  /** In the learner's words, line by line as written; undefined where there is none. */
  readonly answer?: string | undefined;
  /** What the learner found beside the model answer, and where the answer is recorded. */
  readonly remark: string;
  readonly evidence: readonly { readonly step: string; readonly text: string; readonly source: string }[];
}

/** A code listing before it has a number. */
export interface Listing {
  readonly title: string;
  readonly caption: string;
  readonly lines: readonly CodeLine[];
}
