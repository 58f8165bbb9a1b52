/** Starts the slowest test files first, so that no core is idle at the end while the last of them runs alone. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take more than five seconds on two quiet cores, roughly the slowest first. The six that go through most of the lab are kept
 * apart: each runs six Kafka and ZooKeeper pods and the clients, and two of them at once slow each other down.
 */
const slowest = [
  'whole-lab/context.test.ts',
  'prove/prove.test.ts',
  'whole-lab/screen.test.ts',
  'terminal/screen.test.ts',
  'whole-lab/hostile-text.test.ts',
  'whole-lab/run.test.ts',
  'whole-lab/ten-seconds-away.test.ts',
  'whole-lab/endings.test.ts',
  'whole-lab/walk.test.ts',
  'whole-lab/obstacles.test.ts',
  'whole-lab/lab-dir.test.ts',
  'prove/soak.test.ts',
  'whole-lab/kind.test.ts',
  'whole-lab/lab-check.test.ts',
  'whole-lab/lab-folder.test.ts',
  'prove/checks.test.ts',
  'prove/faults.test.ts',
  'terminal/shell.test.ts',
  'whole-lab/keep.test.ts',
  'whole-lab/testing-page.test.ts',
  'whole-lab/log-dirs.test.ts',
  'whole-lab/inspector.test.ts',
  'whole-lab/server-unreachable.test.ts',
  'whole-lab/cluster-ownership.test.ts',
  'prove/loop.test.ts',
  'whole-lab/preferences.test.ts',
  'embedded/integrity/damaged-data.test.ts',
  'embedded/kafka/log/partition-log.test.ts',
  'cluster/kind/create-kind-cluster.test.ts',
  'journal/journal.test.ts',
  'embedded/kubernetes/api/kubectl.test.ts',
  'embedded/kafka/broker/kafkajs.test.ts',
  'ui/components/app.test.tsx',
];

const absent = slowest.find((name) => !existsSync(join(import.meta.dirname, name)));
if (absent !== undefined) throw new Error(`there is no test file \`${absent}\`: correct the list above`);

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = slowest.indexOf(relative(import.meta.dirname, moduleId).replaceAll('\\', '/'));
      // The files that share processes come last and in sequence: a process is kept only while the next file can use it.
      return (project.config.isolate ? 0 : slowest.length + 1) + (at === -1 ? slowest.length : at);
    };
    return [...files].sort((a, b) => rank(a) - rank(b));
  }
}
