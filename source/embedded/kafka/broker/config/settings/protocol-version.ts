import { illegalArgument } from './java-exception.ts';
import { split } from './java-text.ts';

/** The versions that `inter.broker.protocol.version` may name in Kafka 3.3.2 (MetadataVersion), oldest first. */
export const protocolVersions: readonly string[] = [
  ...[
    '0.8.0',
    '0.8.1',
    '0.8.2',
    '0.9.0',
    '0.10.0-IV0',
    '0.10.0-IV1',
    '0.10.1-IV0',
    '0.10.1-IV1',
    '0.10.1-IV2',
  ],
  ...['0.10.2-IV0', '0.11.0-IV0', '0.11.0-IV1', '0.11.0-IV2', '1.0-IV0', '1.1-IV0', '2.0-IV0', '2.0-IV1'],
  ...['2.1-IV0', '2.1-IV1', '2.1-IV2', '2.2-IV0', '2.2-IV1', '2.3-IV0', '2.3-IV1', '2.4-IV0', '2.4-IV1'],
  ...['2.5-IV0', '2.6-IV0', '2.7-IV0', '2.7-IV1', '2.7-IV2', '2.8-IV0', '2.8-IV1', '3.0-IV0', '3.0-IV1'],
  ...['3.1-IV0', '3.2-IV0', '3.3-IV0', '3.3-IV1', '3.3-IV2', '3.3-IV3'],
];

/** A version with or without its `-IV`: `3.3` is the last of its release, `3.3.2` as well. */
const byName = new Map(
  protocolVersions.flatMap((version): [string, string][] => [
    [version, version],
    [version.replace(/-IV\d+$/, ''), version],
  ]),
);

/** The full name. Throws Kafka's IllegalArgumentException. */
export function readProtocolVersion(text: string): string {
  const segments = split(text, '.');
  const relevant = text.startsWith('0.') ? 3 : 2;
  const key = relevant >= segments.length ? text : segments.slice(0, relevant).join('.');
  const version = byName.get(key);
  if (version === undefined) throw illegalArgument(`Version ${text} is not a valid version`);
  return version;
}

/** Whether one version, in full, is at least as new as another. */
export function isAtLeast(version: string, other: string): boolean {
  return protocolVersions.indexOf(version) >= protocolVersions.indexOf(other);
}

/** The format of records that a version can have: 0, 1 or 2. */
export function recordVersion(version: string): 0 | 1 | 2 {
  if (!isAtLeast(version, '0.10.0-IV0')) return 0;
  return isAtLeast(version, '0.11.0-IV0') ? 2 : 1;
}
