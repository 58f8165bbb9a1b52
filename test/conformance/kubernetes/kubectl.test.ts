import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';
import { has, runTool } from '../tools.ts';
import { kubectlTasks } from './kubectl-tasks.ts';
import { leftOut } from './left-out.ts';
import type { Task } from './task.ts';

const refusals: readonly Task[] = leftOut.map(({ feature, line, code, says }) => ({
  task: `left out, and said so: ${feature}`,
  line,
  code,
  says: [says],
}));

describe.skipIf(!has('kubectl'))('tasks of the real kubectl', () => {
  let cluster: ServedCluster;
  const outcomes = new Map<string, 'pass' | 'FAIL'>();
  beforeAll(async () => {
    cluster = await serveCluster('--apply', 'manifests/kafka.yml');
    await runTool('kubectl', ['rollout', 'status', 'sts/kafka', '--timeout=30s'], { env: cluster.env });
  });
  afterAll(async () => {
    await cluster?.close();
    console.info(table(outcomes));
  });

  const tasks = [...refusals, ...kubectlTasks];
  for (const row of tasks)
    it(row.task, async () => {
      outcomes.set(row.task, 'FAIL');
      const until = Date.now() + (row.eventually ? 15_000 : 0);
      for (;;) {
        const { code, stdout, stderr } = await runTool('sh', ['-c', row.line], {
          env: cluster.env,
          timeoutMs: 50_000,
        });
        try {
          for (const text of row.says) {
            if (typeof text === 'string') expect(stdout + stderr, row.line).toContain(text);
            else expect(stdout + stderr, row.line).toMatch(text);
          }
          expect(code, `${row.line}\n${stdout}${stderr}`).toBe(row.code ?? 0);
          break;
        } catch (error) {
          if (Date.now() > until) throw error;
        }
      }
      outcomes.set(row.task, 'pass');
    });
});

function table(outcomes: ReadonlyMap<string, string>): string {
  const width = Math.max(0, ...[...outcomes.keys()].map((name) => name.length));
  const lines = [...outcomes].map(([name, outcome]) => `${name.padEnd(width)}  ${outcome}`);
  return ['kubectl 1.32 (must pass)', ...lines].join('\n');
}
