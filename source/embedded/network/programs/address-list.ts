import type { ProgramAccess } from './program-access.ts';

/** A host name or an IPv4 address, and a port. */
const element = /^([A-Za-z0-9][-A-Za-z0-9.]{0,252}):(\d{1,5})$/;
const longest = 4_096;

/** A value that lists addresses (`kafka-0.kafka-service:9092,…`), each as the program reaches it; any other value as it is. */
export function reachedList(value: string, reach: ProgramAccess['reach']): string {
  if (value.length > longest || !value.includes(':')) return value;
  const mapped = value.split(',').map((word) => {
    const [, host = '', port = ''] = element.exec(word.trim()) ?? [];
    if (host === '' || Number(port) > 65_535) return undefined;
    const address = reach(host, Number(port));
    return address === undefined ? word : `${address.host}:${address.port}`;
  });
  return mapped.every((word) => word !== undefined) ? mapped.join(',') : value;
}
