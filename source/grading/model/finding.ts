/** What a journal tells about itself, or the comparison with others about it. `doubt`: somebody should look at it. */
export interface Finding {
  readonly kind: FindingKind;
  readonly weight: 'note' | 'doubt';
  /** One sentence without its full stop. */
  readonly text: string;
  /** What is between several people, once for all of them. */
  readonly among?: {
    /** The ids of the others. */
    readonly others: readonly string[];
    /** One sentence without its full stop, which names nobody. */
    readonly text: string;
  };
}

export type FindingKind =
  // Links
  | 'edited'
  | 'joined'
  | 'beginning-gone'
  | 'without-links'
  // Ends
  | 'torn'
  | 'cut'
  | 'lost'
  | 'not-ended'
  // Content
  | 'unreadable-lines'
  | 'repeated-records'
  | 'outside-a-run'
  | 'verdict-differs'
  | 'clock'
  | 'time-goes-back'
  // Origin
  | 'unattended'
  | 'several-installations'
  | 'several-names'
  | 'other-lab-version'
  | 'several-lab-versions'
  | 'earlier-copy'
  // Compared with others
  | 'same-origin'
  | 'same-records'
  | 'same-person'
  | 'same-answers'
  | 'model-answer';
