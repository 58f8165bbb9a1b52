import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { type Description, describeMetadata } from './description.ts';

function byName(map: Readonly<Record<string, string>> | undefined): [string, string][] {
  return Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

const bytesOf = (base64: string): number => Buffer.from(base64, 'base64').length;

/** The length of each value, and no value. */
export function describeSecret(out: Description, { metadata, type, data }: Stored<'secrets'>): void {
  describeMetadata(out, metadata);
  out.line(0, `\nType:\t${type ?? ''}\n\nData\n====`);
  for (const [key, value] of byName(data)) out.field(0, key, `${bytesOf(value)} bytes`);
}
