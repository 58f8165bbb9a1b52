/** What somebody who has typed none of them may want first: what can be looked at, then what can be done. */
const first: readonly string[] = [
  'pods',
  'topics',
  'messages',
  'groups',
  'brokers',
  'events',
  'services',
  'deployments',
  'statefulsets',
  'replicasets',
  'persistentvolumeclaims',
  'nodes',
  'configmaps',
  'zk',
  'run',
  'swap',
  'hint',
  'answer',
  'open',
  'edit',
  'shell',
  'help',
  'export',
  'solution',
  'copy',
  'filter',
  'search',
  'since',
  'theme',
  'quit',
];

/** Nobody should come upon these by completing. */
const last: readonly string[] = ['quit-now', 'suspend'];

/** Where a name stands among those that complete; others are between the first and the last ones. */
export function placeOfName(name: string): number {
  if (last.includes(name)) return first.length + 1;
  const place = first.indexOf(name);
  return place < 0 ? first.length : place;
}
