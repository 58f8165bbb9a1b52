import type { InspectedProcess } from './inspected-process.ts';

export interface HeapSize {
  readonly what: string;
  readonly megabytes: number;
  readonly count?: number;
}

/** The parts of a heap snapshot read here: `nodes` is rows of `node_fields` numbers each. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly (readonly string[])[];
    };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

/** What the process holds: V8's spaces, then memory outside them. */
export async function heapSpaces(inspected: InspectedProcess): Promise<HeapSize[]> {
  const expression = `JSON.stringify([
    ...process.getBuiltinModule('node:v8').getHeapSpaceStatistics().map((one) => [one.space_name, one.space_used_size]),
    ...Object.entries(process.memoryUsage()),
  ])`;
  const { result } = await inspected.ask<{ result: { value: string } }>('Runtime.evaluate', { expression });
  const rows = JSON.parse(result.value) as [string, number][];
  return rows.map(([what, bytes]) => ({ what, megabytes: bytes / 2 ** 20 }));
}

/** The constructors whose instances have the largest shallow size, from a heap snapshot; strings and arrays by type. */
export async function largestConstructors(inspected: InspectedProcess, most = 15): Promise<HeapSize[]> {
  let text = '';
  inspected.onEvent<{ chunk: string }>('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    text += chunk;
  });
  await inspected.ask('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  const { snapshot, nodes, strings } = JSON.parse(text) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field)) as [
    number,
    number,
    number,
  ];
  const sums = new Map<string, { bytes: number; count: number }>();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = types[type]![nodes[at + type]!]!;
    const what = kind === 'object' || kind === 'native' ? strings[nodes[at + name]!]! : `(${kind})`;
    const sum = sums.get(what) ?? { bytes: 0, count: 0 };
    sums.set(what, { bytes: sum.bytes + nodes[at + size]!, count: sum.count + 1 });
  }
  return [...sums]
    .sort(([, one], [, other]) => other.bytes - one.bytes)
    .slice(0, most)
    .map(([what, { bytes, count }]) => ({ what, megabytes: bytes / 2 ** 20, count }));
}
