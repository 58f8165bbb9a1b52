/** Calls of the real system that this cluster does not serve. */
export interface LeftOutCalls {
  readonly what: string;
  readonly calls: readonly string[];
  /** What a client meets, or why. */
  readonly meets: string;
}

/** A feature that is left out, and is no call of its own. */
export interface Feature {
  readonly what: string;
  readonly meets: string;
}
