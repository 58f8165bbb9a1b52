import { readFileSync, writeFileSync } from 'node:fs';
import { parseAllDocuments, stringify } from 'yaml';

/** Changes of the lab's workloads for a proof; other objects pass through. */
export interface Workload {
  readonly kind: string;
  readonly metadata: { name: string };
  readonly spec: {
    replicas: number;
    readonly template: {
      readonly spec: {
        readonly containers: {
          env: { name: string; value?: string }[];
          volumeMounts?: { name: string; mountPath: string }[];
        }[];
      };
    };
    volumeClaimTemplates?: object[];
  };
}

/** The workloads of a manifest. */
export function readWorkloads(path: string): Workload[] {
  return parseAllDocuments(readFileSync(path, 'utf8'))
    .map((document) => document.toJS() as Workload)
    .filter(isWorkload);
}

/** Writes the manifest at `source` to `target` with each workload changed by `change`. */
export function changeManifest(source: string, target: string, change: (workload: Workload) => void): void {
  const objects = parseAllDocuments(readFileSync(source, 'utf8')).map(
    (document) => document.toJS() as Workload,
  );
  for (const object of objects) if (isWorkload(object)) change(object);
  writeFileSync(target, objects.map((object) => stringify(object)).join('---\n'));
}

/** Sets variables of every container; replaces existing ones. */
export function setVariables({ spec }: Workload, values: Readonly<Record<string, string>>): void {
  for (const container of spec.template.spec.containers) {
    const others = container.env.filter(({ name }) => !(name in values));
    container.env = [...others, ...Object.entries(values).map(([name, value]) => ({ name, value }))];
  }
}

const isWorkload = ({ kind }: Workload): boolean => kind === 'StatefulSet' || kind === 'Deployment';
