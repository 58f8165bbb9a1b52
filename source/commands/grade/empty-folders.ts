import { mostFiles } from './bounds.ts';

interface Folder {
  readonly path: readonly string[];
  /** What lies in it is not looked at one by one: it is a person's own, or not handed in. */
  isClosed: boolean;
  isNamed: boolean;
}

/** Of the folders that were looked into, those that hold nothing to grade beside others that do. */
export class EmptyFolders {
  readonly #seen = new Map<string, Folder>();
  readonly #full = new Set<string>();

  /** A folder with these names in it; for a zip, which lists no folders, some of them at a time. */
  add(path: readonly string[], names: readonly string[]): void {
    const folder = this.#seen.get(keyOf(path)) ?? { path, isClosed: false, isNamed: true };
    if (isByTheWay(path.at(-1) ?? '', names)) folder.isNamed = false;
    if (!folder.isNamed || isOfOnePerson(names)) folder.isClosed = true;
    if (this.#seen.size < mostFiles) this.#seen.set(keyOf(path), folder);
  }

  /** At this path is something to grade, or to say why it cannot be graded. */
  found(path: readonly string[]): void {
    for (let length = path.length; length > 0; length--) this.#full.add(keyOf(path.slice(0, length)));
  }

  /** The outermost: what lies in an empty folder is empty as well. */
  list(): readonly (readonly string[])[] {
    return [...this.#seen.values()]
      .filter(({ path, isNamed }) => isNamed && !this.#full.has(keyOf(path)))
      .map(({ path }) => path)
      .filter((path) => this.#full.has(keyOf(path.slice(0, -1))) && !this.#isInClosed(path));
  }

  #isInClosed(path: readonly string[]): boolean {
    return path.some((_, length) => this.#seen.get(keyOf(path.slice(0, length)))?.isClosed);
  }
}

const keyOf = (path: readonly string[]): string => path.join('/');

/** A home, or a folder with a journal: nobody else's folders are in it. */
const isOfOnePerson = (names: readonly string[]): boolean =>
  names.some((name) => name === 'sessions' || /^journal\.jsonl$/i.test(name));

/** What tools leave behind, and what `grade` itself has written. */
const isByTheWay = (name: string, inside: readonly string[]): boolean =>
  /^(?:\.|__)/.test(name) || inside.includes('class.json');
