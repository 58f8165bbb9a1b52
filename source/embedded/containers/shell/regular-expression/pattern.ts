import { nextTurn } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import { compile, type Instruction } from './compile.ts';
import { isWord, type Node, PatternError, type PlaceKind, parsePattern } from './parse.ts';

/** The match and its groups, each from `start` to `end`; undefined for an unused group. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

interface Thread {
  readonly at: number;
  /** The group boundaries; shared until one changes. */
  readonly slots: readonly number[];
}

/** How many steps are taken between two checks of the clock. */
const stepsBetweenLooks = 5000;
/** What a match costs beside the steps through its text. */
const stepsOfLiteral = 50;

/**
 * A regular expression with linear running time: all alternatives advance together, one character at a time (Thompson 1968, with Pike's
 * groups), and long work yields to the event loop. JavaScript's engine backtracks, which takes hours for `(a+)+$`, and a pod's script
 * runs in the process that serves everybody. Matches are the same as JavaScript's.
 */
export class Pattern {
  readonly #program: readonly Instruction[];
  /** The text that it matches, where it has no operators. */
  readonly literal: string | undefined;
  readonly #slots: number;
  readonly #isLongest: boolean;
  #steps = 0;

  /** `isLongest`: of the matches at a place the longest counts, as POSIX says. Throws {@link PatternError}. */
  constructor(
    source: string,
    options: {
      readonly ignoresCase?: boolean;
      readonly isLiteral?: boolean;
      readonly isLongest?: boolean;
    } = {},
  ) {
    const { ignoresCase = false, isLiteral = false, isLongest = false } = options;
    this.#isLongest = isLongest;
    const escaped = isLiteral ? source.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : source;
    const { node, groups } = parsePattern(escaped, ignoresCase);
    this.literal = literalOf(node);
    this.#program = compile(node);
    this.#slots = (groups + 1) * 2;
  }

  async test(text: string): Promise<boolean> {
    return (await this.find(text, 0)) !== undefined;
  }

  /** All matches, left to right, without overlaps. */
  async *all(text: string): AsyncGenerator<Match> {
    for (let from = 0; from <= text.length; ) {
      const match = await this.find(text, from);
      if (!match) return;
      yield match;
      from = match.end > match.start ? match.end : match.end + 1;
    }
  }

  /** The leftmost match that begins at `from` or later. */
  async find(text: string, from: number): Promise<Match | undefined> {
    if (this.literal !== undefined) {
      await this.#taken(stepsOfLiteral);
      const start = text.indexOf(this.literal, from);
      if (start < 0) return undefined;
      const end = start + this.literal.length;
      return { start, end, groups: [text.slice(start, end)] };
    }
    let found: readonly number[] | undefined;
    let threads: Thread[] = [];
    const seen = new Int32Array(this.#program.length).fill(-1);
    for (let place = from; place <= text.length; place++) {
      const current: Thread[] = [];
      for (const thread of threads) this.#follow(current, seen, text, place, thread);
      // Until a match is found, one may also begin here; it ranks after earlier starts.
      if (!found) this.#follow(current, seen, text, place, { at: 0, slots: new Array(this.#slots).fill(-1) });
      threads = [];
      const code = text.charCodeAt(place);
      for (const { at, slots } of current) {
        const instruction = this.#program[at] as Instruction;
        // What began later than the match does not count any more.
        if (found && (slots[0] as number) > (found[0] as number)) continue;
        if (instruction.op === 'match') {
          found = slots;
          if (!this.#isLongest) break;
          continue;
        }
        if (instruction.op === 'set' && place < text.length && instruction.has(code))
          threads.push({ at: at + 1, slots });
      }
      if (threads.length === 0 && found) break;
      this.#steps += current.length + 1;
      if (this.#steps >= stepsBetweenLooks) await this.#taken(0);
    }
    await this.#taken(stepsOfLiteral);
    return found && matchOf(text, found);
  }

  /** Whether the whole text matches. */
  async matches(text: string): Promise<boolean> {
    return (await this.lengths(text, (length) => length === text.length)) !== undefined;
  }

  /** The first or last length of a match at the text's start that `accepts`, or undefined; `isLast`: the last one. */
  async lengths(
    text: string,
    accepts: (length: number) => boolean,
    isLast = false,
  ): Promise<number | undefined> {
    let found: number | undefined;
    const seen = new Int32Array(this.#program.length).fill(-1);
    const slots: readonly number[] = new Array(this.#slots).fill(-1);
    let threads: Thread[] = [{ at: 0, slots }];
    for (let place = 0; place <= text.length && threads.length > 0; place++) {
      const current: Thread[] = [];
      for (const thread of threads) this.#follow(current, seen, text, place, thread);
      threads = [];
      const code = text.charCodeAt(place);
      for (const { at } of current) {
        const instruction = this.#program[at] as Instruction;
        if (instruction.op === 'match' && accepts(place)) {
          found = place;
          if (!isLast) return found;
        }
        if (instruction.op === 'set' && place < text.length && instruction.has(code))
          threads.push({ at: at + 1, slots });
      }
      this.#steps += current.length + 1;
      if (this.#steps >= stepsBetweenLooks) await this.#taken(0);
    }
    return found;
  }

  /** Counts steps, and yields after many. */
  async #taken(steps: number): Promise<void> {
    this.#steps += steps;
    if (this.#steps < stepsBetweenLooks) return;
    this.#steps = 0;
    if (sharedSlice.isOver()) await nextTurn();
  }

  /** Adds the threads that a thread becomes before the next character, each instruction once. */
  #follow(list: Thread[], seen: Int32Array, text: string, place: number, start: Thread): void {
    const open: Thread[] = [start];
    for (let thread = open.pop(); thread; thread = open.pop()) {
      const { at, slots } = thread;
      if (seen[at] === place) continue;
      seen[at] = place;
      this.#steps += 1;
      const instruction = this.#program[at] as Instruction;
      switch (instruction.op) {
        case 'jump':
          open.push({ at: instruction.to, slots });
          break;
        case 'split':
          open.push({ at: instruction.second, slots }, { at: instruction.first, slots });
          break;
        case 'save':
          open.push({ at: at + 1, slots: slots.with(instruction.slot, place) });
          break;
        case 'place':
          if (isAt(instruction.place, text, place)) open.push({ at: at + 1, slots });
          break;
        default:
          list.push(thread);
      }
    }
  }
}

function isAt(kind: PlaceKind, text: string, place: number): boolean {
  if (kind === 'start') return place === 0;
  if (kind === 'end') return place === text.length;
  const [before, after] = [isWordAt(text, place - 1), isWordAt(text, place)];
  if (kind === 'word-start') return !before && after;
  if (kind === 'word-end') return before && !after;
  return (before !== after) === (kind === 'word');
}

function isWordAt(text: string, place: number): boolean {
  return place >= 0 && place < text.length && isWord(text.charCodeAt(place));
}

function matchOf(text: string, slots: readonly number[]): Match {
  const groups: (string | undefined)[] = [];
  for (let slot = 0; slot < slots.length; slot += 2) {
    const [start = -1, end = -1] = slots.slice(slot, slot + 2);
    groups.push(start < 0 || end < 0 ? undefined : text.slice(start, end));
  }
  return { start: slots[0] ?? 0, end: slots[1] ?? 0, groups };
}

/** The literal text of a pattern that has no operators. */
function literalOf(node: Node): string | undefined {
  if (node.kind !== 'sequence') return undefined;
  let text = '';
  for (const inner of node.nodes) {
    if (inner.kind !== 'set' || inner.literal === undefined) return undefined;
    text += inner.literal;
  }
  return text === '' ? undefined : text;
}

/** The pattern, or undefined if malformed. */
export function patternOf(...options: ConstructorParameters<typeof Pattern>): Pattern | undefined {
  try {
    return new Pattern(...options);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}
