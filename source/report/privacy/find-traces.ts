import type { Block, ReportDocument, Section } from '../document/model.ts';
import { secretPatterns } from './mask.ts';

/** What could identify this machine, or open something on it. */
export interface Machine {
  readonly user: string;
  readonly host: string;
  readonly home: string;
  /** The variables of the environment, by name. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Trace {
  readonly what: string;
  /** True if it must not leave the machine. */
  readonly isSecret: boolean;
  readonly places: readonly string[];
  /** Why it was not looked for. */
  readonly skipped?: string;
}

/** Shorter values are found in any text by chance. */
const shortestName = 2;
const shortestValue = 12;

/** What a report holds of a machine, and where; the places in reading order, each once. */
export function findTraces(document: ReportDocument, machine: Machine): readonly Trace[] {
  const texts = textsOf(document);
  const search = (what: string, isSecret: boolean, holds: (text: string) => boolean): Trace => ({
    what,
    isSecret,
    places: [...new Set(texts.filter(({ text }) => holds(text)).map(({ place }) => place))],
  });
  const named = (what: string, name: string): Trace => {
    if (name.length < shortestName)
      return {
        what,
        isSecret: false,
        places: [],
        skipped: name === '' ? 'it has none' : 'one character is in any text',
      };
    const word = wordOf(name);
    return search(what, false, (text) => word.test(text));
  };
  const values = Object.entries(machine.environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= shortestValue && value !== machine.home ? [[name, value]] : [],
  );
  return [
    search('tokens, keys or parts of a kubeconfig', true, (text) =>
      secretPatterns.some((pattern) => text.search(pattern) >= 0),
    ),
    ...values
      .map(([name, value]) =>
        search(`the value of the environment variable ${name}`, true, (text) => text.includes(value!)),
      )
      .filter(({ places }) => places.length > 0),
    search('paths in your home directory', false, (text) => text.includes(machine.home)),
    named('your user name', machine.user),
    named('the name of this machine', machine.host),
    search('ports on this machine', false, (text) =>
      /\b(?:127\.0\.0\.1|localhost):[34567]\d{4}\b/.test(text),
    ),
    search('numbers of processes', false, (text) => /\bpid \d+/.test(text)),
  ];
}

const wordOf = (name: string): RegExp =>
  new RegExp(`(?<![\\w.-])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'i');

interface Placed {
  readonly place: string;
  readonly text: string;
}

function textsOf({ front, sections }: ReportDocument): Placed[] {
  const within = ({ number, title, blocks, sections: inner }: Section): Placed[] => [
    { place: `section ${number}`, text: title },
    ...blocks.flatMap((block) =>
      textsOfBlock(block).map((text) => ({ place: placeOf(block, number), text })),
    ),
    ...inner.flatMap(within),
  ];
  return [
    ...stringsOf(front).map((text) => ({ place: 'the first page', text })),
    ...sections.flatMap(within),
  ];
}

function placeOf(block: Block, section: string): string {
  if ('caption' in block) {
    const name = { figure: 'figure', chart: 'figure', code: 'code', table: 'table' }[block.kind];
    return `${name} ${block.number}`;
  }
  return block.kind === 'question' ? `question ${block.id}` : `section ${section}`;
}

/** A row of a terminal is one text, however many colours it has. */
function textsOfBlock(block: Block): string[] {
  if (block.kind !== 'figure') return stringsOf(block);
  const { pictures, ...rest } = block;
  return [
    ...stringsOf(rest),
    ...pictures.flatMap(({ label }) => label ?? []),
    ...pictures.flatMap(({ picture }) => picture.rows.map((row) => row.map(({ text }) => text).join(''))),
  ];
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
