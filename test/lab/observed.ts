import { kafkaFacts } from '../../source/lab/model/facts.ts';
import type {
  CommandOutput,
  Observations,
  PartitionTally,
  PodSeen,
  TallySeen,
} from '../../source/lab/model/observations.ts';
import type { Check, Verdict } from '../../source/lab/model/step.ts';
import { kafkaLab } from './kafka-lab.ts';

/** The check of the lab with this id. */
export function checkOf(id: string): Check {
  const check = kafkaLab.steps.flatMap((step) => step.checks).find((each) => each.id === id);
  if (!check) throw new Error(`no check ${id}`);
  return check;
}

/** The result of a check of the lab for a fabricated observation. */
export function verdictOf(id: string, seen: Partial<Observations>): Verdict {
  return checkOf(id).verify(seen as Observations, kafkaFacts);
}

export function output(stdout: string, exitCode = 0, command = 'kubectl', stderr = ''): CommandOutput {
  return { command, stdout, stderr, exitCode };
}

export function pod(name: string, app: string, ready = true): PodSeen {
  const status = ready ? 'Running' : 'ErrImagePull';
  return { name, labels: { app }, phase: 'Running', status, ready, restarts: 0 };
}

export function partitionTally(
  partition: number,
  window: number,
  received: number,
  more: Partial<PartitionTally> = {},
) {
  return {
    partition,
    startOffset: 100,
    endOffset: 100 + window,
    window,
    received,
    distinct: received,
    duplicates: 0,
    ...more,
  };
}

export function tally(
  consumer: TallySeen['consumer'],
  partitions: readonly PartitionTally[],
  settled = true,
): Pick<Observations, 'tally'> {
  const window = partitions.reduce((sum, each) => sum + each.window, 0);
  const received = partitions.reduce((sum, each) => sum + each.received, 0);
  return {
    tally: { consumer, partitions, window, received, share: window === 0 ? 0 : received / window, settled },
  };
}
