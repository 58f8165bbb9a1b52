/** What a line in a client's log says; counts are messages since the client started. */
export interface ClientLine {
  readonly published?: number;
  readonly received?: number;
  /** Where the message was that the line is about. */
  readonly partition?: number;
  readonly offset?: number;
}

/** What to log, for a client whose lines say nothing that can be read. */
export const readableForms =
  'Log a line such as `received 1000 messages, partition 0, offset 17` at every 1,000th message, as text, key=value or JSON.';

/** Longer lines are read up to here: the numbers come early, and a flood must cost little. */
const longest = 1_000;

const sent = '(?:published|produced|sent)';
const got = '(?:received|consumed|read)';
const sentencesOf = (verb: string): readonly RegExp[] => [
  new RegExp(`\\b(\\d{1,15}) messages? ${verb}\\b`, 'i'),
  new RegExp(`\\b${verb} (\\d{1,15}) messages?\\b`, 'i'),
  new RegExp(`\\b${verb}["']?[=:] ?"?(\\d{1,15})\\b`, 'i'),
];
const sentences = { published: sentencesOf(sent), received: sentencesOf(got) };
const verbs = { published: new RegExp(`\\b${sent}\\b`, 'i'), received: new RegExp(`\\b${got}\\b`, 'i') };
/** Every form has a verb. Most lines of a flood have none, and one search tells. */
const anyVerb = new RegExp(`${sent}|${got}`, 'i');
/** A number of its own beside a message, as structured loggers write it: `msg="received messages" count=1000`. */
const counter = /\b(?:count|messages|total|n)["']?[=:] ?"?(\d{1,15})\b/i;
const partition = /\bpartition["']?(?:[=:] ?"?| )(\d{1,9})\b/i;
const offset = /\boffset["']?(?:[=:] ?"?| )(\d{1,15})\b/i;

/**
 * Reads the forms that docs/clusters.md lists: sentences (`test: received 1000 messages, partition 3, offset 58647`), key=value (slog, logfmt)
 * and JSON (zap, slog), the last two with the count under its verb or as `count`, `messages`, `total` or `n`.
 */
export function readClientLine(whole: string): ClientLine | undefined {
  const text = whole.length > longest ? whole.slice(0, longest) : whole;
  if (!anyVerb.test(text)) return undefined;
  for (const kind of ['published', 'received'] as const) {
    const number = countIn(text, kind);
    if (number === undefined) continue;
    return { [kind]: number, ...placeIn(text) };
  }
  return undefined;
}

function countIn(text: string, kind: 'published' | 'received'): number | undefined {
  for (const form of sentences[kind]) {
    const match = form.exec(text);
    if (match) return Number(match[1]);
  }
  const other = kind === 'published' ? 'received' : 'published';
  if (!verbs[kind].test(text) || verbs[other].test(text)) return undefined;
  const match = counter.exec(text);
  return match ? Number(match[1]) : undefined;
}

function placeIn(text: string): Pick<ClientLine, 'partition' | 'offset'> {
  const at = partition.exec(text);
  const place = offset.exec(text);
  return {
    ...(at === null ? {} : { partition: Number(at[1]) }),
    ...(place === null ? {} : { offset: Number(place[1]) }),
  };
}
