import { Readable, Writable } from 'node:stream';
import type { Streams } from '../streams.ts';

export type Stream = Readable | Writable;

/** What is written to it is gone. */
const closed = (): Writable => new Writable({ write: (_piece, _encoding, done) => done() });

/** The open files of a command, by number. */
export class Descriptors implements Streams {
  readonly #open: ReadonlyMap<number, Stream>;

  constructor(open: ReadonlyMap<number, Stream>) {
    this.#open = open;
  }

  static of({ stdin, stdout, stderr }: Streams): Descriptors {
    const open = new Map<number, Stream>([
      [1, stdout],
      [2, stderr],
    ]);
    if (stdin !== undefined) open.set(0, stdin);
    return new Descriptors(open);
  }

  get stdin(): Readable | undefined {
    return this.input(0);
  }

  get stdout(): Writable {
    return this.output(1) ?? closed();
  }

  get stderr(): Writable {
    return this.output(2) ?? closed();
  }

  has(number: number): boolean {
    return this.#open.has(number);
  }

  get(number: number): Stream | undefined {
    return this.#open.get(number);
  }

  input(number: number): Readable | undefined {
    const stream = this.#open.get(number);
    return stream instanceof Readable ? stream : undefined;
  }

  output(number: number): Writable | undefined {
    const stream = this.#open.get(number);
    return stream instanceof Writable ? stream : undefined;
  }

  /** A copy with one descriptor changed; undefined closes it. */
  with(number: number, stream: Stream | undefined): Descriptors {
    const open = new Map(this.#open);
    if (stream === undefined) open.delete(number);
    else open.set(number, stream);
    return new Descriptors(open);
  }

  /** Those above a number, with the others of `base`. */
  above(number: number, base: Descriptors): Descriptors {
    const higher = [...this.#open].filter(([one]) => one > number);
    return higher.length === 0 ? base : new Descriptors(new Map([...base.#open, ...higher]));
  }

  holds(stream: Stream): boolean {
    return [...this.#open.values()].includes(stream);
  }

  /** The lowest number from 10 on that is free. */
  free(): number {
    let number = 10;
    while (this.#open.has(number)) number++;
    return number;
  }
}
