import {
  isJsonObject,
  type JsonValue,
  listIn,
  numberIn,
  objectsIn,
  stringIn,
  stringMapIn,
  valueAt,
} from '../../../json/json-value.ts';
import { type SafeText, trusted, visible } from '../../../text/safe-text.ts';
import { type ResourceType, typeName } from '../../api/discovery.ts';
import { layOut, tableLayout } from './tab-writer.ts';

export const tableAccept =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

export interface TableOptions {
  readonly wide: boolean;
  readonly headers: boolean;
  readonly withNamespace: boolean;
  readonly withKind: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
}

/** `meta.k8s.io/v1` Table: how a server prints what it holds. */
export interface KubeTable {
  /** Empty if they are those of the table before, as in a watch. */
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** The version from which a watch continues; empty if the server names none. */
  readonly resourceVersion: string;
}

export interface TableColumn {
  readonly name: string;
  /** 0 is always shown, more only when wide */
  readonly priority: number;
}

export interface TableRow {
  readonly cells: readonly JsonValue[];
  /** Of the object in the row; empty if the server leaves it out. */
  readonly uid: string;
  readonly name: string;
  readonly createdAt: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A server's response as a table; undefined if it is something else. */
export function readTable(value: JsonValue): KubeTable | undefined {
  if (!isJsonObject(value) || value.kind !== 'Table') return undefined;
  const [first] = objectsIn(value.rows);
  return {
    columns: objectsIn(value.columnDefinitions).map(({ name, priority }) => ({
      name: stringIn(name) ?? '',
      priority: numberIn(priority) ?? 0,
    })),
    rows: objectsIn(value.rows).map(({ cells, object }) => ({
      cells: listIn(cells),
      uid: stringIn(valueAt(object, 'metadata', 'uid')) ?? '',
      name: stringIn(valueAt(object, 'metadata', 'name')) ?? '',
      createdAt: stringIn(valueAt(object, 'metadata', 'creationTimestamp')) ?? '',
      namespace: stringIn(valueAt(object, 'metadata', 'namespace')) ?? '',
      labels: stringMapIn(valueAt(object, 'metadata', 'labels')) ?? {},
    })),
    resourceVersion:
      stringIn(valueAt(value, 'metadata', 'resourceVersion')) ||
      stringIn(valueAt(first, 'object', 'metadata', 'resourceVersion')) ||
      '',
  };
}

type Columns = KubeTable['columns'];

/** Prints one type's rows below one another, headers first, and keeps the column widths for rows that come later. */
export class TablePrinter {
  readonly #type: ResourceType;
  readonly #options: TableOptions;
  readonly #widths: number[] = [];
  #columns: Columns | undefined;
  #headed = false;

  constructor(type: ResourceType, options: TableOptions) {
    this.#type = type;
    this.#options = options;
  }

  print(tables: readonly KubeTable[]): SafeText {
    const lines: SafeText[] = [];
    for (const table of tables) {
      if (table.columns.length > 0) this.#columns = table.columns;
      const columns = this.#columns ?? [];
      for (const row of table.rows) {
        if (!this.#headed && this.#options.headers) lines.push(visible(this.#header(columns)));
        this.#headed = true;
        lines.push(visible(this.#row(columns, row)));
      }
    }
    return lines.length === 0 ? trusted('') : layOut(lines, tableLayout, this.#widths);
  }

  #header(columns: Columns): string {
    const names = columns.filter((column) => this.#shown(column)).map((column) => column.name.toUpperCase());
    if (this.#options.withNamespace) names.unshift('NAMESPACE');
    for (const label of this.#options.labelColumns)
      names.push((label.split('/').at(-1) ?? label).toUpperCase());
    if (this.#options.showLabels) names.push('LABELS');
    return names.join('\t');
  }

  #row(columns: Columns, row: TableRow): string {
    const cells: string[] = [];
    columns.forEach((column, index) => {
      if (!this.#shown(column)) return;
      const text = cellText(row.cells[index]);
      cells.push(index === 0 && this.#options.withKind ? `${typeName(this.#type)}/${text}` : text);
    });
    if (this.#options.withNamespace) cells.unshift(row.namespace);
    const { labels } = row;
    for (const label of this.#options.labelColumns) cells.push(labels[label] ?? '');
    if (this.#options.showLabels) cells.push(formatLabels(labels));
    return cells.join('\t');
  }

  #shown(column: TableColumn): boolean {
    return this.#options.wide || column.priority === 0;
  }
}

/** A cell in one line: cut at its first line end, as kubectl does. */
export function cellText(cell: JsonValue | undefined): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  const end = text.search(/[\f\n\r]/);
  return (end < 0 ? text : `${text.slice(0, end)}...`).replaceAll('\t', ' ');
}

/** `app=kafka,tier=x`, sorted; `<none>` where there is none. */
export function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}
