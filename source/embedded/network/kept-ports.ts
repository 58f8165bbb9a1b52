import { readRegularText } from '../../files/regular-file.ts';
import { replaceFile } from '../../files/replace-file.ts';

/** The ports on 127.0.0.1 that a cluster is reached at from outside; 0: any. */
export interface KeptPorts {
  readonly kafka: number;
  readonly zookeeper: number;
}

/** What an earlier run had, so that what was exported then is right again; any ports where that is not known. */
export function readPorts(file: string): KeptPorts {
  try {
    const { kafka, zookeeper } = JSON.parse(readRegularText(file, 4096, 'refuse')) as Partial<KeptPorts>;
    return { kafka: portOr0(kafka), zookeeper: portOr0(zookeeper) };
  } catch {
    return { kafka: 0, zookeeper: 0 };
  }
}

/** Whether a text is what `writePorts` writes. */
export function isKeptPorts(text: string): boolean {
  try {
    const { kafka, zookeeper } = JSON.parse(text) as Partial<KeptPorts>;
    return portOr0(kafka) !== 0 && portOr0(zookeeper) !== 0;
  } catch {
    return false;
  }
}

/** A line for each port that is another one than it was, because some other program has that one now. */
export function movedPorts(kept: KeptPorts, now: KeptPorts): string[] {
  const names = { kafka: 'Kafka', zookeeper: 'ZooKeeper' } as const;
  return (['kafka', 'zookeeper'] as const)
    .filter((door) => kept[door] !== 0 && kept[door] !== now[door])
    .map(
      (door) =>
        `port ${kept[door]} is in use: ${names[door]} is at 127.0.0.1:${now[door]} now; use the new address`,
    );
}

export function writePorts(file: string, ports: KeptPorts): void {
  replaceFile(file, JSON.stringify(ports));
}

function portOr0(value: unknown): number {
  return Number.isInteger(value) && (value as number) > 1023 && (value as number) < 65_536
    ? (value as number)
    : 0;
}
