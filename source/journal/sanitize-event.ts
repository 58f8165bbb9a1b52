import { sanitizeText } from '../text/sanitize.ts';
import type { JournalEvent } from './events.ts';

/** No event of ours is deeper; deeper values, in fields that a later version may have added, are dropped. */
const deepest = 8;

/** The event with every text in it sanitised: it may come from a foreign journal, or contain text from a cluster. */
export function sanitizeEvent<E extends JournalEvent>(event: E): E {
  return sanitizeValue(event, 0) as E;
}

function sanitizeValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return sanitizeText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return undefined;
  if (Array.isArray(value)) return value.map((item) => sanitizeValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, sanitizeValue(item, depth + 1)]),
  );
}
