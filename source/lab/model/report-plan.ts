/** A part of the report, as the lab lays it out; a lab without a plan gets a part for each first number of its steps. */
export interface ReportPart {
  /** What the ids of its steps begin with: `1` is that of 1.1, 1.2 and so on. */
  readonly part: string;
  readonly title: string;
  /** Its sections, if it is a discussion; otherwise it has the tasks and the questions. */
  readonly discussion?: readonly ReportSection[] | undefined;
}

export interface ReportSection {
  readonly title: string;
  readonly text?: string | undefined;
  readonly shows?: 'code' | 'counts' | 'comparison' | undefined;
  readonly steps?: readonly string[] | undefined;
  /** The questions whose answers are its prose; they stand nowhere else. */
  readonly questions?: readonly string[] | undefined;
}

/** What a row of the comparison says of the difference, and the number that shows it. */
export interface Impact {
  readonly says: string;
  readonly of?: 'share' | 'partitions' | undefined;
  /** The checks whose evidence has numbers for it. */
  readonly evidence?: readonly string[] | undefined;
}
