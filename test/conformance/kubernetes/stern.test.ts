import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';
import { end, startUnderLifeline } from '../children.ts';
import { has, runTool } from '../tools.ts';

/** The stern under test: KAFKA_LAB_STERN, or the one on PATH. */
const stern = process.env.KAFKA_LAB_STERN ?? 'stern';

/** A pod that says five lines and then fails, again and again. */
const talker = (name: string) => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: talk}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
    - name: main
      image: busybox:1.36
      command: [sh, -c, 'for line in 1 2 3 4 5; do echo line $line; done; sleep 1; exit 1']
`;

describe.skipIf(!has(stern) || !has('kubectl'))('stern', () => {
  let cluster: ServedCluster;
  const shell = (line: string, input = '') => runTool('sh', ['-c', line], { env: cluster.env, input });
  const apply = (name: string) => shell('kubectl apply -f -', talker(name));

  beforeAll(async () => {
    cluster = await serveCluster();
  });
  afterAll(() => cluster?.close());

  it('follows logs by label over restarts of a container, and of pods that come and go', async () => {
    const log = join(cluster.home, 'stern.log');
    const said = (pod: string) =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith(`${pod} `))
        .map((line) => line.slice(pod.length + 1));
    const template = '{{.PodName}} {{.Message}}{{"\\n"}}';
    const options = ['--kubeconfig', cluster.kubeconfig, '--color', 'never', '--template', template];
    await apply('first');
    const follower = startUnderLifeline([stern, '-l', 'app=talk', ...options], log);
    try {
      await expect.poll(() => said('first').length, { timeout: 30_000 }).toBeGreaterThanOrEqual(5);
      await shell('kubectl delete pod first');
      await apply('second');
      // After its restart.
      await expect.poll(() => said('second').length, { timeout: 30_000 }).toBeGreaterThanOrEqual(10);
    } finally {
      await end(follower);
    }
    for (const pod of ['first', 'second'])
      for (const [at, line] of said(pod).entries()) expect(line).toBe(`line ${(at % 5) + 1}`);
  });

  it('prints the last lines of a pod by its name, and of every namespace as JSON', async () => {
    const last = await shell(`${stern} 'sec.*' --no-follow --tail 1 --color never --only-log-lines`);
    expect(last.stdout).toBe('second main line 5\n');
    const json = await shell(`${stern} . -A --no-follow --tail 1 -o json --only-log-lines`);
    expect(JSON.parse(json.stdout)).toMatchObject({
      podName: 'second',
      message: 'line 5',
      labels: { app: 'talk' },
    });
  });

  it('says that a resource does not exist', async () => {
    const { stderr, code } = await shell(`${stern} sts/none --no-follow`);
    expect(stderr).toContain('statefulsets.apps "none" not found');
    expect(code).toBe(1);
  });
});
