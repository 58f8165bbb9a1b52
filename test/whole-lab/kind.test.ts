import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { standIn } from '../cluster/stand-ins.ts';
import { runTool } from '../conformance/tools.ts';
import { cli, type ServedCluster, serveCluster } from '../serve-cluster.ts';

/**
 * The whole kind path without containers: stand-ins for docker and kind record their calls, and the cluster that they would create comes from
 * `kafka-lab up`, whose context has the name that kind would use.
 */
let served: ServedCluster;
let home: string;
let bin: string;
beforeAll(async () => {
  served = await serveCluster('--name', 'kind-lab');
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-kind-'));
  bin = join(home, 'bin');
  mkdirSync(bin);
  await standIn(
    bin,
    'kind',
    `
const fs = require('fs');
const made = ${JSON.stringify(join(home, 'made'))};
const [verb, what] = process.argv.slice(2);
const nodes = ['control-plane', 'worker', 'worker2', 'worker3', 'worker4'].map((role) => 'kind-lab-' + role);
if (verb === 'create') { fs.copyFileSync(${JSON.stringify(served.kubeconfig)}, process.env.KUBECONFIG); fs.writeFileSync(made, ''); }
if (verb === 'delete') fs.rmSync(made, { force: true });
if (verb === 'get' && what === 'clusters') console.log(fs.existsSync(made) ? 'lab' : 'No kind clusters found.');
if (verb === 'get' && what === 'nodes') console.log(nodes.join('\\n'));
if (verb === 'load' && process.argv[4] === 'ece573-prj05-clients:v1')
  require('child_process').execFileSync(process.execPath, [${JSON.stringify(cli)}, 'build', '--name', 'kind-lab', '--home', ${JSON.stringify(served.home)}]);
`,
  );
  await standIn(
    bin,
    'docker',
    `
const args = process.argv.slice(2);
if (args[0] === 'info') console.log('27.0.0 []');
if (args[0] === 'image') process.exit(args.at(-1).includes('cp-kafka') ? 0 : 1);
if (args[0] === 'build') console.log('Successfully tagged ' + args[args.indexOf('-t') + 1]);
`,
  );
});
afterAll(async () => {
  await served.close();
  rmSync(home, { recursive: true, force: true });
});

it('goes from reset to the described topic with the commands in the worked report', async () => {
  const env = {
    ...process.env,
    PATH: [bin, process.env.PATH].join(delimiter),
    HOME: home,
    KUBECONFIG: join(home, 'theirs'),
    KAFKA_LAB_HOME: join(home, 'app'),
    KIND_EXPERIMENTAL_PROVIDER: '',
  };
  const lab = (...args: string[]) =>
    runTool(process.execPath, [cli, ...args, '--cluster', 'kind', '--name', 'lab', '--kubectl', 'builtin'], {
      env,
      timeoutMs: 60_000,
    });
  const { code, stdout, stderr } = await lab('run', '--until', '2.8', '--messages', '500');
  expect(code, stdout.slice(-4000) + stderr).toBe(0);
  for (const line of [
    '$ ./reset_cluster.sh',
    '$ kind get nodes',
    '$ ./build.sh',
    '$ kubectl apply -f kafka.yml',
  ])
    expect(stdout).toContain(`\n${line}\n`);
  expect(stdout).toContain('confluentinc/cp-kafka:7.3.5 is here already.');
  expect(stdout).toContain('pulling confluentinc/cp-zookeeper:7.3.5 ...');
  expect(stdout).toContain('  kind-lab-worker4 has confluentinc/cp-kafka:7.3.5');
  expect(stdout).not.toContain('on kind:');
  expect((await lab('down')).code).toBe(0);
  const calls = readFileSync(join(bin, 'kind.calls'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { args: string[]; env: Record<string, string> });
  expect(calls.at(-1)?.args).toEqual(['delete', 'cluster', '--name', 'lab']);
  for (const call of calls)
    expect(call.env).toEqual({
      KUBECONFIG: join(home, 'app', 'kind-lab.kubeconfig'),
      KIND_CLUSTER_NAME: 'lab',
    });
}, 60_000);
