import { type KafkaViewName, namesOfView } from './view-names.ts';

/** No more are kept of each kind: nobody completes among thousands. */
const most = 200;

/** What may follow the names of the views: topics, groups and znodes that were on the screen. */
export class NamesSeen {
  readonly #seen = new Map<KafkaViewName, readonly string[]>();

  /** What a view shows now, in place of what it showed before. */
  see(view: 'topics' | 'groups' | 'zk', names: readonly string[]): void {
    this.#seen.set(view, names.slice(0, most));
  }

  /** By each name of a view. */
  all(labTopic: string): ReadonlyMap<string, readonly string[]> {
    const topics = [...new Set([labTopic, ...(this.#seen.get('topics') ?? [])])];
    const byView: readonly (readonly [KafkaViewName, readonly string[]])[] = [
      ['messages', topics],
      ['topics', topics],
      ['groups', this.#seen.get('groups') ?? []],
      ['zk', this.#seen.get('zk') ?? ['/brokers', '/controller']],
    ];
    return new Map(
      byView.flatMap(([view, names]) => namesOfView(view).map((name) => [name, names] as const)),
    );
  }
}
