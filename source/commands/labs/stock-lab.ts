import type { LabData } from '../../lab/model/lab-data.ts';
import type { LabFacts } from '../../lab/model/step.ts';

/** The lab of the bundled manifests on the embedded cluster, written out when the bundle was made. */
export interface StockLab {
  readonly facts: LabFacts;
  readonly data: LabData;
}

/** Injected by the bundle: reading YAML and Markdown takes longer than everything else before the first frame. */
declare const KAFKA_LAB_STOCK_LAB: string;

let known: StockLab | undefined;

/** Undefined where the app is not bundled. */
export function stockLab(): StockLab | undefined {
  if (typeof KAFKA_LAB_STOCK_LAB !== 'undefined') known ??= JSON.parse(KAFKA_LAB_STOCK_LAB) as StockLab;
  return known;
}
