import type { Scope } from '../bindings/binding-row.ts';

/** Where a command works that does not work here, and how to get there. */
export const places: Partial<Record<Scope, string>> = {
  steps: 'in the list of steps: `:focus-steps` goes there',
  step: 'in the step: `:focus-step` goes there',
  logs: 'in a log: `:focus-producer` and `:focus-consumer` go there',
  replay: 'in a replay: `kafka-lab replay` plays one',
};
