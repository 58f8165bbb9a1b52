/** Walks through the views of the cluster and of Kafka like a person, in a real terminal of 80x24. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import { openPty } from '../terminal/pty-screen.ts';
import { processesWith } from './processes.ts';

const enter = '\r';
const esc = '\u001b';
const longestMs = 60_000;

it('leads from view to view, and back to the lab', async () => {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-views-'));
  const terminal = openPty(process.execPath, [cli, '--home', home], { columns: 80, rows: 24 });
  const sees = (text: string | RegExp): Promise<string> => terminal.sees(text, longestMs);
  const view = async (line: string, title: RegExp): Promise<string> => {
    terminal.type(`:${line}`);
    await sees(`:${line}`);
    terminal.type(enter);
    return sees(title);
  };
  try {
    await sees('Enter runs step 1.1.');
    terminal.type(`:2.2${enter}`);
    await sees('▸○ 2.2');
    terminal.type('R');
    await sees('First, your prediction');
    terminal.type(esc);
    await sees('⏎ continues: 2.3');

    await view('pods', /^─ pods {2}6 {2}\$ kubectl get pods /);
    terminal.type(`/kafka${enter}`);
    await sees(/^─ pods {2}3 of 6 {2}\/kafka\//);
    terminal.type('jd');
    await sees(/^─ \$ kubectl describe pod kafka-1 {2}1 to \d+ of \d+/);
    await sees(/Status: +Running/);
    terminal.type(esc);
    await sees(/▸ kafka-1 +1\/1 +Running/);

    await view('deploy', /^─ deployments {2}2 /);
    await sees(/▸ \S+consumer /);
    terminal.type(enter);
    await sees(/^─ replicasets {2}1 /);
    await sees(/▸ \S+consumer-\w+ /);
    terminal.type(enter);
    await sees(/^─ pods {2}1 /);
    const [, consumer = ''] = /▸ (\S+consumer-\S+)/.exec(await sees(/▸ \S+consumer-\w+-\w+ +1\/1/)) ?? [];

    await view('topics', /▸ test +4 +3 +0 /);
    terminal.type(enter);
    await sees(/^─ topic test {2}4 /);
    await sees(/▸ +0 +\d +\d,\d,\d +\d,\d,\d +0 /);
    terminal.type(enter);
    await sees(/^─ test, partition 0 /);
    await sees(/▸ +0 +\d\d:\d\d:\d\d\.\d{3} +null +\d\.\d+/);

    await view('groups', /▸ \S+ +Stable +PartitionZeroAlone +1 /);
    terminal.type(enter);
    // At 80 columns the owner keeps the end of its name.
    const owned = /▸ test +0 .* …?(\S+-\w+-\w+) +\d/;
    const [, owner = ''] = owned.exec(await sees(owned)) ?? [];
    expect(owner).not.toBe('');
    expect(consumer.endsWith(owner)).toBe(true);

    await view('zk', /brokers +\d/);
    await view('zk /brokers/ids/0', /It has no children\. Enter shows what it holds\./);
    terminal.type(enter);
    await sees('"PLAINTEXT://kafka-0.kafka-service');
    terminal.type(esc);
    await sees('It has no children.');
    terminal.type(esc);
    await sees('⏎ continues: 2.3');
    terminal.type('q');
    await terminal.ended();
    expect(terminal.exit()?.exitCode).toBe(0);
    expect(terminal.bytes()).not.toContain('\u001b[3J');
  } finally {
    terminal.close();
    await expect.poll(() => processesWith(home), { timeout: 15_000 }).toEqual([]);
    rmSync(home, { recursive: true, force: true });
  }
}, 120_000);
