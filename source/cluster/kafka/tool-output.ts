import { parseJson } from '../../files/parse-json.ts';
import { isJsonObject, objectsIn } from '../../json/json-value.ts';
import { visible } from '../../text/safe-text.ts';
import { linesOf, mostToolRows } from '../kubernetes/kafka-tool-output.ts';
import type { GroupPartitionRow, MessageRow } from './browser.ts';
import { partitionKey } from './partition-offsets.ts';
import { payloadOf } from './payload.ts';
import type { SizesByBroker } from './replica-sizes.ts';

/*
 * More of the output of Kafka's own command-line tools; kubernetes/kafka-tool-output.ts has what is counted.
 *   kafka-broker-api-versions:   kafka-0:9092 (id: 0 rack: null) -> (
 *   kafka-log-dirs --describe:   {"version":1,"brokers":[{"broker":0,"logDirs":[{"partitions":[{"partition":"test-0","size":7}]}]}]}
 *   kafka-consumer-groups --describe --state:    GROUP  COORDINATOR (ID)  ASSIGNMENT-STRATEGY  STATE  #MEMBERS
 */

export interface BrokerLine {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

export function parseBrokers(stdout: string): BrokerLine[] {
  return linesOf(stdout).flatMap((line): BrokerLine[] => {
    const [, host, port, id] = /^(\S{1,255}):(\d{1,5}) \(id: (\d{1,9}) rack: /.exec(line) ?? [];
    return host === undefined ? [] : [{ id: Number(id), host, port: Number(port) }];
  });
}

export function parseLogDirs(stdout: string): SizesByBroker {
  const line = linesOf(stdout).find((one) => one.startsWith('{'));
  const value = line === undefined ? undefined : parseJson(line);
  if (!isJsonObject(value)) return new Map();
  return new Map(
    objectsIn(value.brokers).map(({ broker, logDirs }) => {
      const sizes = objectsIn(logDirs).flatMap(({ partitions }) =>
        objectsIn(partitions).flatMap(({ partition, size }): [string, number][] => {
          const [, topic, number] = /^(.{1,249})-(\d{1,9})$/.exec(String(partition)) ?? [];
          return topic === undefined ? [] : [[partitionKey(topic, Number(number)), Number(size)]];
        }),
      );
      return [Number(broker), new Map(sizes)];
    }),
  );
}

export interface GroupLine {
  readonly id: string;
  readonly coordinator: number | undefined;
  readonly protocol: string;
  readonly state: string;
  readonly members: number;
}

/** A group of which the tool tells no strategy has a column less. */
export function parseGroupStates(stdout: string): GroupLine[] {
  return linesOf(stdout).flatMap((line): GroupLine[] => {
    const found = /^(\S+)\s+\S+:\d+\s+\((-?\d{1,9})\)\s+(?:(\S+)\s+)?(\w+)\s+(\d{1,9})\s*$/.exec(line);
    if (found === null) return [];
    const [, id = '', coordinator, protocol = '', state = '', members] = found;
    return [{ id, coordinator: Number(coordinator), protocol, state, members: Number(members) }];
  });
}

/** The rows of `--describe` for one group. */
export function parseGroupRows(stdout: string, group: string): GroupPartitionRow[] {
  return linesOf(stdout).flatMap((line): GroupPartitionRow[] => {
    const [id, topic = '-', partition = '-', committed, end, lag, member = '-', host = '', clientId = ''] =
      line.trim().split(/\s+/);
    if (id !== group || !/^(?:\d{1,9}|-)$/.test(partition)) return [];
    return [
      {
        ...(topic === '-' ? {} : { topic: visible(topic), partition: Number(partition) }),
        ...numbered('committed', committed),
        ...numbered('end', end),
        ...numbered('lag', lag),
        ...(member === '-'
          ? {}
          : { member: visible(member), host: visible(host.replace(/^\//, '')), clientId: visible(clientId) }),
      },
    ];
  });
}

function numbered<Name extends string>(name: Name, cell = '-'): { [K in Name]?: number } {
  return /^\d{1,15}$/.test(cell) ? ({ [name]: Number(cell) } as { [K in Name]: number }) : {};
}

/** Offset by partition, `topic:partition:offset`. */
export function parseAllOffsets(stdout: string): ReadonlyMap<string, number> {
  return new Map(
    linesOf(stdout).flatMap((line): [string, number][] => {
      const [, topic, partition, offset] = /^(.{1,249}):(\d{1,9}):(\d{1,15})\s*$/.exec(line) ?? [];
      return topic === undefined ? [] : [[partitionKey(topic, Number(partition)), Number(offset)]];
    }),
  );
}

/** What separates messages and their parts: neither is likely in a text. */
export const separators = { part: '\u001f', message: '\u001e' } as const;

/** The properties that make kafka-console-consumer print what is parsed here. */
export const messageProperties: readonly string[] = [
  'print.timestamp=true',
  'print.offset=true',
  'print.headers=true',
  'print.key=true',
  `key.separator=${separators.part}`,
  `line.separator=${separators.message}`,
].flatMap((property) => ['--property', property]);

export function parseMessages(
  stdout: string,
  partition: number,
  kept: { key: number; value: number; header: number },
): MessageRow[] {
  return stdout.split(separators.message, mostToolRows).flatMap((message): MessageRow[] => {
    const [time = '', offset = '', headers = '', key = '', ...value] = message.split(separators.part);
    const [, number] = /^Offset:(\d{1,15})$/.exec(offset) ?? [];
    if (number === undefined) return [];
    const [, ms] = /:(\d{1,15})$/.exec(time) ?? [];
    return [
      {
        partition,
        offset: Number(number),
        time: ms === undefined ? undefined : Number(ms),
        key: payloadOf(printed(key), kept.key),
        value: payloadOf(printed(value.join(separators.part)), kept.value),
        headers:
          headers === 'NO_HEADERS' ? [] : headers.split(',').map((each) => headerOf(each, kept.header)),
      },
    ];
  });
}

function headerOf(text: string, most: number): MessageRow['headers'][number] {
  const [name = '', ...value] = text.split(':');
  return { name: visible(name), value: payloadOf(printed(value.join(':')), most) };
}

/** The tool prints no difference between null and the text. */
const printed = (text: string): Buffer | null => (text === 'null' ? null : Buffer.from(text));
