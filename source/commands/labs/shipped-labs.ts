import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LabSource } from '../../lab/format/lab-source.ts';
import { loadLab } from '../../lab/loading/load-lab.ts';
import { packageRoot } from '../locations/package-root.ts';

/** Injected by the bundle: the labs that ship, checked when it was made. */
declare const KAFKA_LAB_SHIPPED_LABS: string;

let known: readonly LabSource[] | undefined;

/** The labs that ship, in the order of their names. Loaded where the lab is not the stock one, and once: they do not change while we run. */
export function shippedLabs(): readonly LabSource[] {
  known ??=
    typeof KAFKA_LAB_SHIPPED_LABS === 'undefined'
      ? loadShippedLabs(join(packageRoot(), 'labs'))
      : (JSON.parse(KAFKA_LAB_SHIPPED_LABS) as LabSource[]);
  return known;
}

/** Reads them from disk: when the bundle is made, and where the app is not bundled. @throws LabFolderError */
export function loadShippedLabs(directory: string): LabSource[] {
  return readdirSync(directory)
    .sort()
    .map((name) => loadLab(join(directory, name)).source);
}
