import type { ViewContent } from '../../../source/ui/views/view.ts';

const events = [
  [
    '2s',
    'Warning',
    'BackOff',
    'pod/kafka-2',
    'Back-off restarting failed container kafka in pod kafka-2_default(0f3c)',
  ],
  [
    '9s',
    'Normal',
    'Pulled',
    'pod/kafka-2',
    'Container image "confluentinc/cp-kafka:7.3.5" already present on machine',
  ],
  [
    '40s',
    'Warning',
    'FailedScheduling',
    'pod/ece573-prj05-consumer-6f4bbb58c-x2x9q',
    '0/5 nodes are available: 1 node(s) had untolerated taint, 4 Insufficient memory.',
  ],
  ['59s', 'Normal', 'Started', 'pod/kafka-2', 'Started container kafka'],
  [
    '61s',
    'Normal',
    'SuccessfulCreate',
    'statefulset/kafka',
    'create Pod kafka-2 in StatefulSet kafka successful',
  ],
  [
    '4m12s',
    'Normal',
    'Scheduled',
    'pod/kafka-0',
    'Successfully assigned default/kafka-0 to kafka-lab-worker2',
  ],
] as const;

/** The events of a lab in which not all is well. */
export const eventRows: ViewContent = {
  columns: [
    { name: 'LAST SEEN' },
    { name: 'TYPE', yields: true },
    { name: 'REASON' },
    { name: 'OBJECT', keepsEnd: true },
    { name: 'MESSAGE', main: true },
  ],
  rows: events.map((cells, at) => ({
    id: `${at}`,
    cells,
    ...(cells[1] === 'Warning' ? { emphasis: 'bad' as const } : {}),
  })),
  loaded: true,
};

/** A broker's log, longer than a screen. */
export const loggedLines: readonly string[] = Array.from(
  { length: 80 },
  (_, at) =>
    `[2026-11-30 12:00:${String(at % 60).padStart(2, '0')},101] INFO [Partition test-${at % 4} broker=2] ISR updated to 2,0,1 and version updated to ${at} (kafka.cluster.Partition)`,
);
