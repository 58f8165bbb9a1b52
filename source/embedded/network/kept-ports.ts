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
    const { kafka, zookeeper } = JSON.parse(readRegularText(file, 4096)) as Partial<KeptPorts>;
    return { kafka: portOr0(kafka), zookeeper: portOr0(zookeeper) };
  } catch {
    return { kafka: 0, zookeeper: 0 };
  }
}

export function writePorts(file: string, ports: KeptPorts): void {
  replaceFile(file, JSON.stringify(ports));
}

function portOr0(value: unknown): number {
  return Number.isInteger(value) && (value as number) > 1023 && (value as number) < 65_536
    ? (value as number)
    : 0;
}
