import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { killedText, stopCluster } from '../../../source/cluster/embedded/stop.ts';
import { ownerHere } from '../../../source/processes/lock-owner.ts';
import { factsOf } from '../../../source/processes/process-facts.ts';

it.skipIf(process.platform === 'win32')(
  'a cluster that had to be killed was said to be deleted like any other',
  async () => {
    const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('deaf')";
    const child = spawn(process.execPath, ['-e', deaf], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const facts = factsOf(child.pid!);
    if (facts.kind !== 'running') throw new Error(`the child is ${facts.kind}`);
    const { mark, startedAt = 0 } = facts;
    const identity = { pid: child.pid!, startedAt, ...(mark === undefined ? {} : { mark }) };
    // Nothing listens on its control port.
    const owner = { ...ownerHere(tmpdir()), ...identity, port: 1 };
    const said: string[] = [];
    const exited = once(child, 'exit');
    await stopCluster({ id: 'x', process: identity, owner }, (line) => said.push(line));
    expect((await exited)[1]).toBe('SIGKILL');
    expect(said.at(-1)).toBe(killedText);
  },
);
