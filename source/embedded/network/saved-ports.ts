import { isFileFailure } from '../../files/file-failure.ts';
import { parseJson } from '../../files/parse-json.ts';
import { readRegularText } from '../../files/regular-file.ts';
import { replaceFile } from '../../files/replace-file.ts';

/** The cluster's ports on 127.0.0.1 for outside clients; 0: any. */
export interface SavedPorts {
  readonly kafka: number;
  readonly zookeeper: number;
}

/** The ports of an earlier run, so that exported addresses stay valid; any ports if unknown. */
export function readPorts(file: string): SavedPorts {
  try {
    return parsePorts(readRegularText(file, 4096, 'refuse'));
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    return anyPorts;
  }
}

/** Whether a text has the format of `writePorts`. */
export function isSavedPorts(text: string): boolean {
  const { kafka, zookeeper } = parsePorts(text);
  return kafka !== 0 && zookeeper !== 0;
}

const anyPorts: SavedPorts = { kafka: 0, zookeeper: 0 };

function parsePorts(text: string): SavedPorts {
  const ports: unknown = parseJson(text);
  if (typeof ports !== 'object' || ports === null) return anyPorts;
  const { kafka, zookeeper } = ports as Partial<SavedPorts>;
  return { kafka: portOr0(kafka), zookeeper: portOr0(zookeeper) };
}

/** A line for each port that changed because another program now has the old one. */
export function movedPorts(kept: SavedPorts, now: SavedPorts): string[] {
  const names = { kafka: 'Kafka', zookeeper: 'ZooKeeper' } as const;
  return (['kafka', 'zookeeper'] as const)
    .filter((service) => kept[service] !== 0 && kept[service] !== now[service])
    .map(
      (service) =>
        `port ${kept[service]} is in use: ${names[service]} is at 127.0.0.1:${now[service]} now; use the new address`,
    );
}

export function writePorts(file: string, ports: SavedPorts): void {
  replaceFile(file, JSON.stringify(ports));
}

function portOr0(value: unknown): number {
  return Number.isInteger(value) && (value as number) > 1023 && (value as number) < 65_536
    ? (value as number)
    : 0;
}
