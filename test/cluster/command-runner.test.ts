import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCommandRunner } from '../../source/cluster/command-runner.ts';
import type { RunOptions } from '../../source/cluster/model/cluster.ts';
import { safe } from '../../source/text/safe-text.ts';
import { standIn } from './stand-ins.ts';

let directory: string;
let environment: NodeJS.ProcessEnv;
const output: string[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kafka-lab-runner-'));
  environment = { PATH: [directory, process.env.PATH].join(delimiter), HOME: directory };
  output.length = 0;
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const runner = (kubectl: 'builtin' | 'system' = 'system') =>
  createCommandRunner({
    cluster: {
      kubeconfig: join(directory, 'own.kubeconfig'),
      context: 'ours',
      namespace: 'default',
      name: 'mine',
    },
    kubectl,
    environment,
    verbs: {
      reset: async (args, { output: out }) => {
        out('stdout', safe`reset ${args.join(' ')}\n`);
        return 4;
      },
    },
  });
const options = (signal: AbortSignal = AbortSignal.timeout(10_000)): RunOptions => ({
  directory,
  signal,
  output: (stream, text) => output.push(`${stream}:${text}`),
});

describe('the command runner', () => {
  it("runs the system's kubectl with the kubeconfig and context of the session", async () => {
    await standIn(
      directory,
      'kubectl',
      `console.log(process.env.KUBECONFIG, process.env.KIND_CLUSTER_NAME); console.error('oops'); process.exit(3);`,
    );
    expect(await runner().run("kubectl get pods -l 'app=x y'", options())).toEqual({ exitCode: 3 });
    expect(output.sort()).toEqual(['stderr:oops\n', `stdout:${directory}/own.kubeconfig mine\n`]);
    const { args } = JSON.parse(await readFile(join(directory, 'kubectl.calls'), 'utf8'));
    expect(args).toEqual(['--context', 'ours', 'get', 'pods', '-l', 'app=x y']);
  });

  it('runs the verbs of kafka-lab, and lists them for an unknown verb', async () => {
    expect(await runner().run('kafka-lab reset now', options())).toEqual({ exitCode: 4 });
    expect(output).toEqual(['stdout:reset now\n']);
    await expect(runner().run('kafka-lab constructor', options())).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('reset, kubectl'),
    });
  });

  it('runs the scripts in the directory', async () => {
    await writeFile(join(directory, 'build.sh'), 'echo "built $1 for $KIND_CLUSTER_NAME"\n');
    await chmod(join(directory, 'build.sh'), 0o755);
    expect(await runner().run('./build.sh v1', options())).toEqual({ exitCode: 0 });
    expect(output).toEqual(['stdout:built v1 for mine\n']);
  });

  it('passes on the output of the built-in kubectl', async () => {
    expect(await runner('builtin').run('kubectl nonsense', options())).toEqual({ exitCode: 1 });
    expect(output).toEqual(['stderr:error: unknown command "nonsense" for "kubectl"\n']);
    output.length = 0;
    expect(await runner().run('kafka-lab kubectl nonsense', options())).toEqual({ exitCode: 1 });
    expect(output).toEqual(['stderr:error: unknown command "nonsense" for "kubectl"\n']);
  });

  it('throws for an unsupported command', async () => {
    await expect(runner().run('rm -rf x', options())).rejects.toMatchObject({ code: 'command' });
    await expect(runner().run('kubectl get pods | wc', options())).rejects.toMatchObject({ code: 'command' });
    await expect(runner().run('  ', options())).rejects.toMatchObject({ code: 'command' });
  });

  it('says how to install a missing tool', async () => {
    environment.PATH = directory;
    await expect(runner().run('kind get nodes', options())).rejects.toMatchObject({
      code: 'machine-lacks',
      hint: expect.stringContaining('install it'),
    });
  });

  it('terminates a cancelled command with all its child processes', async () => {
    const grandchild = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`;
    await standIn(
      directory,
      'kind',
      `const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'ignore' });
       console.log(child.pid); setInterval(() => {}, 1000);`,
    );
    const stop = new AbortController();
    const run = runner().run('kind get nodes', {
      ...options(stop.signal),
      output: (_, text) => {
        output.push(text.trim());
        stop.abort();
      },
    });
    expect(await run).toEqual({ exitCode: 130 });
    const pid = Number(output[0]);
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('truncates a line that would fill the memory', async () => {
    await standIn(
      directory,
      'docker',
      `process.stdout.write('x'.repeat(1_000_000)); process.stdout.write('\\nend\\n');`,
    );
    expect(await runner().run('docker info', options())).toEqual({ exitCode: 0 });
    expect(output.map((text) => text.length)).toEqual([
      64 * 1024 + 'stdout:\n'.length,
      'stdout:end\n'.length,
    ]);
  });
});

/** A zombie, which has exited but was not reaped, is not alive. */
function isAlive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}
