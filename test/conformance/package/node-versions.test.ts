import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runTool } from '../tools.ts';

/** The lines of Node that the package allows: the oldest that it runs on, and the newest of each line after it. */
const lines = ['20.19', '22', '24', '26'];
const platform = `${process.platform}-${process.arch}`;
// npm has a package of Node for these.
const isPackaged = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(platform);

const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-nodes-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Undefined if the package cannot be had, which is said. */
async function install(line: string): Promise<string | undefined> {
  const prefix = join(directory, line);
  const words = [
    'install',
    '--prefix',
    prefix,
    '--no-save',
    '--no-audit',
    '--no-fund',
    `node-${platform}@${line}`,
  ];
  const { code, stderr } = await runTool('npm', words, { timeoutMs: 120_000 });
  if (code === 0) return join(prefix, 'node_modules', `node-${platform}`, 'bin', 'node');
  console.info(`Node ${line} cannot be had, so its test is skipped: ${stderr.trim().split('\n').at(-1)}`);
  return undefined;
}

describe.skipIf(!isPackaged)('the whole lab', () => {
  it.for(lines)('passes on Node %s', { timeout: 400_000 }, async (line, { skip }) => {
    const node = await install(line);
    if (node === undefined) skip('this Node cannot be had');
    const { stdout: version } = await runTool(node!, ['--version']);
    expect(version).toMatch(new RegExp(`^v${line.replace('.', '\\.')}\\.`));
    const env = { ...process.env, KAFKA_LAB_HOME: join(directory, `home-${line}`) };
    const words = ['dist/kafka-lab.cjs', 'run', '--messages', '5000'];
    const { code, stdout, stderr } = await runTool(node!, words, { env, timeoutMs: 300_000 });
    const summary = /lab: (\d+) of (\d+) checks passed/.exec(stdout);
    console.info(`Node ${version.trim()}: ${summary?.[0] ?? 'no summary'}`);
    expect(code, `${stdout.slice(-2000)}${stderr.slice(-2000)}`).toBe(0);
    expect(summary?.[1]).toBe(summary?.[2]);
    // Nothing of Node's own, such as a warning of something that goes.
    expect(stderr).toBe('');
  });
});
