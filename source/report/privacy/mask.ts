import type { JournalEvent } from '../../journal/events.ts';

/** Replaces what a report need not say of a machine, and the words that a person wants left out. */
export type Mask = (text: string) => string;

/** `Bearer …`, a JSON Web Token, a key or certificate in PEM, and the base64 of a kubeconfig. */
export const secretPatterns: readonly RegExp[] = [
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g,
  /\bBearer\s+[\w.~+/-]{16,}=*/g,
  /-----BEGIN [A-Z ]{1,40}-----(?:[\s\S]{0,20000}?-----END [A-Z ]{1,40}-----)?/g,
  /\b(?:client-key-data|client-certificate-data|certificate-authority-data|token):\s*[\w+/=.-]{16,}/g,
];

/** A person's directory on Linux, macOS and Windows, whoever's it is: a journal may come from another machine. */
const homes =
  /(?:\/home|\/Users)\/[^/\s"'`:,;)]+|\/root(?=[/\s"'`:,;)]|$)|\b[A-Za-z]:\\Users\\[^\\\s"'`:,;)]+/g;

export const redactedText = '[redacted]';

/** `home`: this person's own, which may be anywhere. */
export function createMask(home: string | undefined, words: readonly string[]): Mask {
  const own = home === undefined || home.length < 3 ? undefined : literal(home, 'g');
  const unwanted = words
    .filter((word) => word !== '')
    // The longer ones first: one word may be in another.
    .sort((a, b) => b.length - a.length)
    .map((word) => literal(word, 'gi'));
  return (text) => {
    let masked = own === undefined ? text : text.replace(own, '~');
    masked = masked.replace(homes, '~');
    for (const pattern of secretPatterns) masked = masked.replace(pattern, redactedText);
    for (const word of unwanted) masked = masked.replace(word, redactedText);
    return masked;
  };
}

const literal = (text: string, flags: string): RegExp =>
  new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), flags);

/** What an event is about, rather than a text in it: these are names of kafka-lab's own, by which a report finds things. */
const names: ReadonlySet<string> = new Set([
  ...['type', 'at', 'step', 'check', 'question', 'consumer', 'from', 'to', 'stream', 'ending', 'outcome'],
  ...['level', 'cluster', 'lab', 'labVersion', 'labDigest', 'facts', 'choice', 'actual', 'state', 'saw'],
]);

/** The event with each text in it masked. */
export function maskEvent<E extends JournalEvent>(event: E, mask: Mask): E {
  return maskValue(event, mask) as E;
}

function maskValue(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskValue(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, names.has(key) ? item : maskValue(item, mask)]),
  );
}
