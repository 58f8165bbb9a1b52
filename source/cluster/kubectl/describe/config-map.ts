import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { type Description, shownAnnotations } from './description.ts';

/** Keys in order, each with its value below; bytes as their number. */
export function describeConfigMap(
  out: Description,
  { metadata, data, binaryData }: Stored<'configmaps'>,
): void {
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  out.line(0, '\nData\n====');
  for (const [key, value] of sorted(data)) out.line(0, `${key}:\n----\n${value}\n\n`.slice(0, -1));
  out.line(0, '\nBinaryData\n====');
  for (const [key, value] of sorted(binaryData))
    out.line(0, `${key}: ${Buffer.from(value, 'base64').length} bytes`);
  out.line(0, '');
}

function sorted(map: Readonly<Record<string, string>> | undefined): [string, string][] {
  return Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}
