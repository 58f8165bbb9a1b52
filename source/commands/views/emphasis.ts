import type { ViewRow } from '../../ui/views/view.ts';

const bad =
  /BackOff|Err|Error|Failed|Invalid|Evicted|OOMKilled|Lost|NotReady|Unknown|Unschedulable|DeadlineExceeded|Warning/;
const waiting = /Pending|Creating|Init|Terminating|Waiting|SchedulingDisabled|Released/;
const over = /^(?:Completed|Succeeded|Complete)$/;

/** What stands out in a row of the server's Table: its status, and what is not all ready. */
export function emphasisOf(
  columns: readonly string[],
  cells: readonly string[],
): ViewRow['emphasis'] | undefined {
  const cell = (...names: readonly string[]): string =>
    cells[columns.findIndex((one) => names.includes(one))] ?? '';
  const status = cell('STATUS', 'PHASE', 'TYPE');
  if (bad.test(status)) return 'bad';
  if (over.test(status)) return 'over';
  if (waiting.test(status)) return 'waiting';
  const [, ready, all] = /^(\d+)\/(\d+)$/.exec(cell('READY')) ?? [];
  return ready === all ? undefined : 'waiting';
}
