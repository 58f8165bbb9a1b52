import type { KindName, Stored } from '../../../kubernetes-types/kinds.ts';

/** A column of a `meta.k8s.io` Table: priority 0 is always shown, 1 with `-o wide`. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer';
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

export type Cell = string | number;

/** How `kubectl get` prints a kind. `now` is ms since the epoch. */
export interface Printer<O> {
  readonly columns: readonly Column[];
  row(object: O, now: number): Cell[];
}

/** An object as printers see it: one restored from a file may lack its spec. */
export type Shown<K extends KindName> = Pick<Stored<K>, 'metadata'> & Partial<Omit<Stored<K>, 'metadata'>>;

/** Printers for some of the kinds. */
export type Printers = { readonly [K in KindName]?: Printer<Shown<K>> };

const integers = new Set([
  'Desired',
  'Current',
  'Up-to-date',
  'Active',
  'Available',
  'Data',
  'Count',
  'Secrets',
  'Revision',
]);

/**
 * Columns by name: `'Name, Ready, Age
 * IP, Node'`; those after the bar are wide.
 */
export function columns(names: string): Column[] {
  const [narrow = '', wide = ''] = names.split(' | ');
  const column = (priority: number) => (name: string) => ({
    name,
    type: integers.has(name) ? ('integer' as const) : ('string' as const),
    format: name === 'Name' ? 'name' : '',
    description: '',
    priority,
  });
  const split = (list: string) => (list ? list.split(', ') : []);
  return [...split(narrow).map(column(0)), ...split(wide).map(column(1))];
}

export const none = '<none>';

/** A value, or `<none>`. */
export function orNone(value: unknown): string {
  return value === undefined || value === null || value === '' ? none : String(value);
}
