import type { JournalEvent } from '../../journal/events.ts';
import type { LineLook } from '../../text/looks.ts';

/** Replaces what a report need not say of a machine, and the words that a person wants left out. */
export type Mask = (text: string) => string;

/**
 * `Bearer …`, a JSON Web Token, a key or certificate in PEM (without an end: the lines of base64 after its begin), the base64 of a kubeconfig, and
 * what AWS, GitHub and Slack give out.
 */
export const secretPatterns: readonly RegExp[] = [
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g,
  /\bBearer\s+[\w.~+/-]{16,}=*/g,
  /-----BEGIN [A-Z ]{1,40}-----(?:[\s\S]{0,20000}?-----END [A-Z ]{1,40}-----|(?:\r?\n[\w+/=]{16,})*)/g,
  /\b(?:client-key-data|client-certificate-data|certificate-authority-data|token):\s*[\w+/=.-]{16,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\baws_secret_access_key["']?\s*[=:]\s*["']?[\w+/]{40}/gi,
  /\b(?:gh[opsur]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/g,
  /\bxox[a-z]-[\w-]{10,}/g,
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
  ...[
    'level',
    'cluster',
    'lab',
    'labVersion',
    'labDigest',
    'facts',
    'choice',
    'actual',
    'state',
    'saw',
    'looks',
  ],
]);

/** The event with each text in it masked. */
export function maskEvent<E extends JournalEvent>(event: E, mask: Mask): E {
  const masked = maskValue(event, mask) as E;
  return event.type === 'command-output' && masked.type === 'command-output' && event.looks !== undefined
    ? { ...masked, looks: looksThatHold(event.looks, event.text, masked.text) }
    : masked;
}

/** The looks of the lines that the mask left as they were: in any other line they would be at the wrong place. */
function looksThatHold(looks: readonly LineLook[], before: string, after: string): readonly LineLook[] {
  if (before === after) return looks;
  const old = before.split('\n');
  const masked = after.split('\n');
  return old.length === masked.length ? looks.filter(({ line }) => old[line] === masked[line]) : [];
}

function maskValue(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskValue(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, names.has(key) ? item : maskValue(item, mask)]),
  );
}
