import { isKindName } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { accessPrinters } from './access-tables.ts';
import { autoscalerPrinters } from './autoscaler-table.ts';
import { batchPrinters } from './batch-tables.ts';
import { clusterPrinters } from './cluster-tables.ts';
import { columns, type Printer, type Printers } from './column.ts';
import { ingressPrinters } from './ingress-tables.ts';
import { networkPrinters } from './network-tables.ts';
import { podPrinter } from './pod-table.ts';
import { storagePrinters } from './storage-tables.ts';
import { workloadPrinters } from './workload-tables.ts';

const printers: Printers = {
  pods: podPrinter,
  ...workloadPrinters,
  ...batchPrinters,
  ...autoscalerPrinters,
  ...clusterPrinters,
  ...networkPrinters,
  ...ingressPrinters,
  ...accessPrinters,
  ...storagePrinters,
};

/** Default columns for kinds without a printer. */
const plainPrinter: Printer<KubeObject> = {
  columns: columns('Name, Created At'),
  row: (it) => [it.metadata.name, it.metadata.creationTimestamp ?? ''],
};

export interface TableOptions {
  readonly version: 'v1' | 'v1beta1';
  /** How much of each object accompanies its row. */
  readonly includeObject: 'None' | 'Metadata' | 'Object';
  readonly metadata: object;
  readonly now: number;
  /** The object to include with a row, if it differs from the stored form. */
  readonly asServed?: (object: KubeObject) => KubeObject;
}

/** Objects stored under a kind's plural have that kind's shape, so its printer accepts them. */
function printerOf(resource: string): Printer<KubeObject> {
  return (isKindName(resource) ? printers[resource] : undefined) ?? plainPrinter;
}

/** A `meta.k8s.io` Table of objects of one resource. */
export function toTable(resource: string, objects: readonly KubeObject[], options: TableOptions): object {
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${options.version}`,
    metadata: options.metadata,
    columnDefinitions: printerOf(resource).columns,
    rows: objects.map((object) => tableRow(resource, object, options)),
  };
}

/** One row of such a Table. */
export function tableRow(resource: string, object: KubeObject, options: TableOptions): object {
  return {
    cells: printerOf(resource).row(object, options.now),
    ...(options.includeObject === 'None' ? {} : { object: rowObject(object, options) }),
  };
}

function rowObject(stored: KubeObject, options: TableOptions): object {
  const object = options.asServed?.(stored) ?? stored;
  return options.includeObject === 'Object' ? object : partialMetadata(object, options.version);
}

/** An object's metadata alone. */
export function partialMetadata(object: KubeObject, version: 'v1' | 'v1beta1'): object {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: object.metadata,
  };
}
