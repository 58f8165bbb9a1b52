import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeLab } from '../lab/loading/lab-folder.ts';

const program = join(import.meta.dirname, '../../dist/kafka-lab.js');
const withinMs = 180_000;

const deployment = (tag: string, comment = ''): string => `${comment}
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: busybox:${tag}
          command: [sleep, "3600"]
`;

const step = (id: string, frontMatter: string): string => `---
id: "${id}"
title: Step ${id}
lookFor: a change
hints: [look]
${frontMatter}
---

A text.
`;

/** A task to fix an image, and a step that scales: without brokers, so that it is fast. */
const labWith = ({
  starts,
  that,
  first = 'named: cluster-answers',
}: Readonly<Record<'starts' | 'that', string> & { first?: string }>): string =>
  makeLab({
    'lab.yml': `format: 1
id: web
title: A pod
promise: A Deployment that starts.
steps: [steps/start.md, steps/mend.md, steps/scale.md]
required: ["1"]
marks: { check: 2 }
`,
    'steps/start.md': step(
      '1',
      `commands: [kafka-lab reset]
effects: [fresh-cluster]
checks: [{ id: cluster-there, title: the cluster answers, ${first} }]`,
    ),
    'steps/mend.md': step(
      '2',
      `commands: [kubectl apply -f web.yml]
task: { file: web.yml, goal: Make the pod start., starts: tasks/starts.yml, solution: tasks/solution.yml }
checks:
  - id: web-ready
    title: the Deployment is ready
    named: workload-ready
    with: { kind: Deployment, name: web }`,
    ),
    'steps/scale.md': step(
      '3',
      `commands: [kubectl scale deployment/web --replicas=2]
checks:
  - { id: web-twice, title: two replicas, look: [workloads], that: "${that}", evidence: "{{ size(workloads) }}" }`,
    ),
    'tasks/starts.yml': starts,
    'tasks/solution.yml': deployment('1.36'),
  });

const twoReady = "workloads.exists(one, one.name == 'web' && one.ready == 2)";

function check(lab: string) {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-check-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const result = spawnSync(process.execPath, [program, 'lab', 'check', lab], {
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: directory, KAFKA_LAB_HOME: join(directory, 'home') },
    timeout: withinMs,
  });
  expect(result.stderr).toBe('');
  // Neither a cluster nor a copy of one is left.
  expect(readdirSync(directory)).toEqual([]);
  return result;
}

it(
  'a lab is proven: its tasks are unsolved at first, and no step can be omitted',
  () => {
    const { stdout, status } = check(labWith({ starts: deployment('no-such-tag'), that: twoReady }));
    expect(stdout).toContain('\nmarks: 6, of which checks 6, predictions 0, questions 0\n');
    expect(stdout).toMatch(/\nlab check: nothing to correct\n$/);
    expect(stdout).toContain('· 2 unsolved: `web-ready` fails');
    expect(stdout).toContain('· 3 without its commands: `web-twice` fails');
    expect(status).toBe(0);
  },
  withinMs,
);

it(
  'a lab is not proven if its task is solved from the start, or if no check notices an omitted step',
  () => {
    const { stdout, status } = check(
      labWith({ starts: deployment('1.36', '# Mend me.'), that: 'size(workloads) > 0' }),
    );
    expect(stdout).toContain(`
2: its task counts as solved before the learner has changed anything
3: no check notices when its commands are left out; add one that does, or say why not in \`unnoticed\`
`);
    expect(stdout).toMatch(/\nlab check: 2 things to correct\n$/);
    expect(status).toBe(1);
  },
  withinMs,
);

it(
  'a lab of which the first step fails is reported, not looked for in copies that were never made',
  () => {
    const { stdout, status } = check(
      labWith({
        starts: deployment('no-such-tag'),
        that: twoReady,
        first: 'look: [nodes], that: size(nodes) == 9, evidence: "{{ size(nodes) }} nodes", within: 1s',
      }),
    );
    expect(stdout).toContain(`
1 cluster-there: does not pass after its step: 5 nodes
2 web-ready: was not judged
3 web-twice: was not judged
`);
    expect(stdout).toMatch(/\nlab check: 3 things to correct\n$/);
    expect(status).toBe(1);
  },
  withinMs,
);
