/** One partition of a group, as in `kafka-consumer-groups --describe`; undefined prints as `-`. */
export interface OffsetRow {
  readonly topic: string;
  readonly partition: number;
  readonly currentOffset: number | undefined;
  readonly logEndOffset: number | undefined;
  readonly consumerId: string | undefined;
  readonly host: string | undefined;
  readonly clientId: string | undefined;
}

export interface MemberRow {
  readonly consumerId: string;
  readonly host: string;
  readonly clientId: string;
  readonly instanceId: string | undefined;
  /** topic → partitions */
  readonly assignment: ReadonlyMap<string, readonly number[]>;
}

const missing = '-';

/** GROUP, TOPIC, PARTITION, CURRENT-OFFSET, LOG-END-OFFSET, LAG, CONSUMER-ID, HOST, CLIENT-ID; an empty line before. */
export function offsetTable(group: string, rows: readonly OffsetRow[]): string[] {
  const width = (values: readonly (string | undefined)[]) =>
    Math.max(15, ...values.map((value) => (value ?? missing).length));
  const widths = [
    width([group]),
    width(rows.map((row) => row.topic)),
    10,
    15,
    15,
    15,
    width(rows.map((row) => row.consumerId)),
    width(rows.map((row) => row.host)),
    0,
  ];
  const line = (cells: readonly string[]) =>
    cells.map((cell, index) => cell.padEnd(widths[index]!)).join(' ');
  const head = [
    'GROUP',
    'TOPIC',
    'PARTITION',
    'CURRENT-OFFSET',
    'LOG-END-OFFSET',
    'LAG',
    'CONSUMER-ID',
    'HOST',
    'CLIENT-ID',
  ];
  const body = rows.map((row) => {
    const { currentOffset, logEndOffset } = row;
    const lag =
      currentOffset === undefined || logEndOffset === undefined ? undefined : logEndOffset - currentOffset;
    const numbers = [currentOffset, logEndOffset, lag].map((value) =>
      value === undefined ? missing : String(value),
    );
    const who = [row.consumerId, row.host, row.clientId].map((value) => value ?? missing);
    return line([group, row.topic, String(row.partition), ...numbers, ...who]);
  });
  return ['', line(head), ...body];
}

/** `--members`: GROUP, CONSUMER-ID, GROUP-INSTANCE-ID where there are any, HOST, CLIENT-ID, #PARTITIONS, with verbose ASSIGNMENT. */
export function memberTable(group: string, rows: readonly MemberRow[], verbose: boolean): string[] {
  const statics = rows.some((row) => row.instanceId !== undefined);
  const columns: [string, (row: MemberRow) => string, number][] = [
    ['GROUP', () => group, 15],
    ['CONSUMER-ID', (row) => row.consumerId, 15],
    ...(statics
      ? [
          ['GROUP-INSTANCE-ID', (row: MemberRow) => row.instanceId ?? '', 17] as [
            string,
            (row: MemberRow) => string,
            number,
          ],
        ]
      : []),
    ['HOST', (row) => row.host, 15],
    ['CLIENT-ID', (row) => row.clientId, 15],
    ['#PARTITIONS', (row) => String([...row.assignment.values()].flat().length), 15],
    ...(verbose ? [['ASSIGNMENT', assignmentText, 0] as [string, (row: MemberRow) => string, number]] : []),
  ];
  const widths = columns.map(([, cell, least], index) =>
    index === columns.length - 1 && verbose ? 0 : Math.max(least, ...rows.map((row) => cell(row).length)),
  );
  const line = (cells: readonly string[]) =>
    `${cells.map((cell, index) => cell.padEnd(widths[index]!)).join(' ')}${verbose ? '' : ' '}`;
  return [
    '',
    line(columns.map(([name]) => name)),
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
  ];
}

/** `test(0,1), other(2)`, or `-` */
function assignmentText(row: MemberRow): string {
  const topics = [...row.assignment].sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    topics
      .map(([topic, partitions]) => `${topic}(${[...partitions].sort((a, b) => a - b).join(',')})`)
      .join(', ') || missing
  );
}

/** `--state`: GROUP, COORDINATOR (ID), ASSIGNMENT-STRATEGY, STATE, #MEMBERS. */
export function stateTable(row: {
  readonly group: string;
  readonly coordinator: string;
  readonly strategy: string;
  readonly state: string;
  readonly members: number;
}): string[] {
  const width = Math.max(25, row.coordinator.length);
  const line = (group: string, coordinator: string, strategy: string, state: string, members: string) =>
    [group.padEnd(width), coordinator.padEnd(25), strategy.padEnd(20), state.padEnd(15), members].join(' ');
  return [
    '',
    line('GROUP', 'COORDINATOR (ID)', 'ASSIGNMENT-STRATEGY', 'STATE', '#MEMBERS'),
    line(row.group, row.coordinator, row.strategy, row.state, String(row.members)),
  ];
}
