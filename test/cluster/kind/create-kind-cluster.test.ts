import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKindCluster } from '../../../source/cluster/kind/create-kind-cluster.ts';
import type { Cluster } from '../../../source/cluster/model/cluster.ts';
import { callsOf, shellStandIn } from '../stand-ins.ts';

let signal: AbortSignal;
let home: string;
let bin: string;
let environment: NodeJS.ProcessEnv;

/** A fake `kind` that keeps its clusters in a file. */
const kindProgram = `
name=\${KIND_CLUSTER_NAME:-kind}
before=
for word in "$@"; do
  if [ "$before" = --name ]; then name=$word; fi
  before=$word
done
all=
others=
if [ -f "$here/clusters" ]; then
  while read -r one; do
    all="$all$one
"
    if [ "$one" != "$name" ]; then others="$others$one
"; fi
  done < "$here/clusters"
fi
case $1 in
  get) if [ -n "$all" ]; then printf %s "$all"; else echo 'No kind clusters found.'; fi ;;
  create) echo "$name" >> "$here/clusters"; printf 'made by kind' > "$KUBECONFIG" ;;
  delete) printf %s "$others" > "$here/clusters" ;;
  export) printf 'exported by kind' > "$KUBECONFIG" ;;
esac
`;

/** A fake docker that responds, without images, with the containers that `kind` has created. */
const dockerProgram = `
case "$1 $2" in
  info*) echo '27.0.0 []' ;;
  'image inspect') exit 1 ;;
  ps*) if [ -f "$here/containers" ]; then while read -r one; do echo "$one"; done < "$here/containers"; fi ;;
esac
`;

beforeEach(async () => {
  signal = AbortSignal.timeout(18_000);
  home = await mkdtemp(join(tmpdir(), 'kafka-lab-kind-'));
  bin = join(home, 'bin');
  await mkdir(bin);
  await shellStandIn(bin, 'kind', kindProgram);
  await shellStandIn(bin, 'docker', dockerProgram);
  await shellStandIn(bin, 'kubectl');
  environment = { PATH: [bin, process.env.PATH].join(delimiter), HOME: home };
});
afterEach(() => rm(home, { recursive: true, force: true }));

const make = (name?: string): Cluster =>
  createKindCluster({
    home: join(home, 'app'),
    scripts: { reset: resolve('scripts/reset_cluster.sh'), build: resolve('scripts/build.sh') },
    environment,
    ...(name === undefined ? {} : { name }),
  });
const calls = (tool: string) => callsOf(bin, tool);

describe('a kind cluster', () => {
  it('is created by the script, under its own name and with its own kubeconfig', async () => {
    const cluster = make();
    const states: string[] = [];
    cluster.onState((state) => states.push(state));
    expect(await cluster.attach(signal)).toBe(false);
    await cluster.reset(() => {}, signal);
    expect(states).toEqual(['starting', 'ready']);
    const all = calls('kind');
    expect(all.some(({ args }) => args[0] === 'create')).toBe(true);
    for (const { env } of all)
      expect(env).toEqual({ KUBECONFIG: cluster.kubeconfig, KIND_CLUSTER_NAME: 'kafka-lab' });
    expect(await readFile(join(bin, 'clusters'), 'utf8')).toBe('kafka-lab\n');
    expect(cluster.kubeconfig.startsWith(home)).toBe(true);
    expect(await make().attach(signal)).toBe(true);
  });

  it('has its images built by the script', async () => {
    const cluster = make();
    await cluster.reset(() => {}, signal);
    await cluster.build(() => {}, signal);
    const docker = calls('docker');
    expect(docker.some(({ args }) => args[0] === 'build')).toBe(true);
    const load = calls('kind').find(({ args }) => args[0] === 'load');
    expect(load?.args[1]).toBe('docker-image');
    expect(load?.env.KIND_CLUSTER_NAME).toBe('kafka-lab');
  });

  it('builds the better consumer with the learner’s own script, in a copy', async () => {
    const lab = join(home, 'lab');
    await mkdir(join(lab, 'better'), { recursive: true });
    await writeFile(join(lab, 'build.sh'), 'echo "from $(cat source) in $PWD"\n');
    await writeFile(join(lab, 'source'), 'first');
    await writeFile(join(lab, 'better', 'source'), 'better');
    const cluster = createKindCluster({
      home: join(home, 'app'),
      scripts: { reset: resolve('scripts/reset_cluster.sh'), build: join(lab, 'build.sh') },
      second: { directory: lab, better: join(lab, 'better') },
      environment,
    });
    await cluster.reset(() => {}, signal);
    let said = '';
    const hear = (_stream: string, text: string) => {
      said += text;
    };
    await cluster.build(hear, signal, 'better');
    expect(said).toContain('from better in ');
    expect(said).not.toContain(`in ${lab}\n`);
    await cluster.build(hear, signal);
    expect(said).toContain(`from first in ${lab}\n`);
    await expect(make().build(() => {}, signal, 'better')).rejects.toMatchObject({ code: 'usage' });
  });

  it('is left alone if another one of that name was created by someone else', async () => {
    await writeFile(join(bin, 'clusters'), 'kafka-lab\n');
    const cluster = make();
    const attempts = [
      () => cluster.attach(signal),
      () => cluster.reset(() => {}, signal),
      () => cluster.down(() => {}),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'busy' });
    expect(calls('kind').every(({ args }) => args[0] === 'get')).toBe(true);
  });

  it('is deleted only by its own name', async () => {
    await writeFile(join(bin, 'clusters'), 'theirs\n');
    const cluster = make();
    await cluster.reset(() => {}, signal);
    await cluster.down(() => {});
    expect(cluster.state).toBe('gone');
    expect(await readFile(join(bin, 'clusters'), 'utf8')).toBe('theirs\n');
    expect(calls('kind').findLast(({ args }) => args[0] === 'delete')?.args).toEqual([
      'delete',
      'cluster',
      '--name',
      'kafka-lab',
    ]);
  });

  it('names the tool that is missing on the machine', async () => {
    environment.PATH = bin;
    await rm(join(bin, 'docker'));
    await expect(make().attach(signal)).rejects.toMatchObject({
      code: 'machine-lacks',
      message: expect.stringContaining('`docker`'),
    });
    await shellStandIn(bin, 'docker', dockerProgram);
    await rm(join(bin, 'kind'));
    await expect(make().reset(() => {}, signal)).rejects.toMatchObject({
      code: 'machine-lacks',
      hint: expect.stringContaining('install it'),
    });
  });

  it('reports a failed script, and has the right state afterwards', async () => {
    await shellStandIn(bin, 'kind', `if [ "$1" = create ]; then exit 9; fi`);
    const cluster = make();
    await expect(cluster.reset(() => {}, signal)).rejects.toMatchObject({ code: 'cluster' });
    expect(cluster.state).toBe('down');
  });

  it('removes what a failed start left behind, and reports the failure in one line', async () => {
    const failing = kindProgram.replace(
      `printf 'made by kind' > "$KUBECONFIG"`,
      "echo 'ERROR: failed to create cluster: too many open files' >&2; echo more >&2; exit 1",
    );
    await shellStandIn(bin, 'kind', failing);
    await writeFile(join(bin, 'clusters'), 'theirs\n');
    const cluster = make();
    await expect(cluster.reset(() => {}, signal)).rejects.toMatchObject({
      message: expect.stringContaining('ERROR: failed to create cluster: too many open files'),
      hint: expect.stringContaining('kafka-lab doctor'),
    });
    expect(await readFile(join(bin, 'clusters'), 'utf8')).toBe('theirs\n');
    expect(existsSync(join(home, 'app', 'kind-clusters.json'))).toBe(false);
  });

  it('no longer counts as ours once all of its containers have been replaced', async () => {
    const id = (digit: string) => `${digit.repeat(64)}\n`;
    await writeFile(join(bin, 'containers'), id('a') + id('b'));
    await make().reset(() => {}, signal);
    expect(await make().attach(signal)).toBe(true);
    await writeFile(join(bin, 'containers'), id('b') + id('c'));
    expect(await make().attach(signal)).toBe(true);
    await writeFile(join(bin, 'containers'), id('d'));
    await expect(make().attach(signal)).rejects.toMatchObject({ code: 'busy' });
    await expect(make().down(() => {})).rejects.toMatchObject({ code: 'busy' });
    expect(await readFile(join(bin, 'clusters'), 'utf8')).toBe('kafka-lab\n');
  });

  it('changes only its own kubeconfig', async () => {
    const theirs = join(home, '.kube', 'config');
    await mkdir(join(home, '.kube'));
    await writeFile(theirs, 'theirs');
    environment.KUBECONFIG = theirs;
    const cluster = make();
    await cluster.reset(() => {}, signal);
    await cluster.attach(signal);
    await cluster.down(() => {});
    expect(await readFile(theirs, 'utf8')).toBe('theirs');
    for (const tool of ['kind', 'docker'])
      for (const { env } of calls(tool)) expect(env.KUBECONFIG).toBe(cluster.kubeconfig);
  });

  it('pulls missing images, loads both, and deletes none', async () => {
    await make().reset(() => {}, signal);
    const docker = calls('docker').map(({ args }) => args.join(' '));
    expect(docker.filter((line) => line.startsWith('pull'))).toEqual([
      'pull confluentinc/cp-kafka:7.3.5',
      'pull confluentinc/cp-zookeeper:7.3.5',
    ]);
    expect(docker.some((line) => /^(rmi|image rm|image prune|system)/.test(line))).toBe(false);
    await shellStandIn(bin, 'docker', dockerProgram.replace('exit 1', 'echo sha256:1'));
    await rm(join(bin, 'docker.calls'));
    await make().reset(() => {}, signal);
    expect(calls('docker').some(({ args }) => args[0] === 'pull')).toBe(false);
  });

  it('restores the tag of an image that someone else built', async () => {
    await make().reset(() => {}, signal);
    await shellStandIn(bin, 'docker', dockerProgram.replace('exit 1', 'echo sha256:theirs'));
    await make().build(() => {}, signal);
    const docker = calls('docker').map(({ args }) => args.join(' '));
    expect(docker.at(-1)).toBe('tag sha256:theirs ece573-prj05-clients:v1');
    expect(docker.find((line) => line.startsWith('build'))).toContain('--label kafka-lab=clients');
  });

  it('runs on podman, whose images have fully qualified names', async () => {
    environment.KIND_EXPERIMENTAL_PROVIDER = 'podman';
    await shellStandIn(bin, 'podman', dockerProgram.replace('27.0.0 []', '4.9.3 false'));
    const cluster = make();
    await cluster.reset(() => {}, signal);
    await cluster.build(() => {}, signal);
    const podman = calls('podman').map(({ args }) => args.join(' '));
    expect(podman).toContain('pull docker.io/confluentinc/cp-kafka:7.3.5');
    expect(podman.find((line) => line.startsWith('build'))).toContain(
      '-t docker.io/library/ece573-prj05-clients:v1',
    );
    const loads = calls('kind').filter(({ args }) => args[0] === 'load');
    expect(loads.map(({ args }) => args[1])).toEqual(['image-archive', 'image-archive', 'image-archive']);
    expect(calls('docker')).toEqual([]);
  });

  it.each([
    [
      'docker',
      'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?',
      'is not running',
    ],
    ['docker', 'permission denied while trying to connect to the Docker daemon socket', 'denies you access'],
  ])('says that %s does not work: %s', async (tool, complaint, what) => {
    await shellStandIn(bin, tool, `echo '${complaint}' >&2; exit 1`);
    await expect(make().reset(() => {}, signal)).rejects.toMatchObject({
      code: 'machine-lacks',
      message: expect.stringContaining(what),
    });
    await shellStandIn(bin, tool, "echo '19.3.1 []'");
    await expect(make().reset(() => {}, signal)).rejects.toMatchObject({
      message: expect.stringContaining('too old'),
    });
    expect(calls('kind')).toEqual([]);
  });

  it('refuses a name that looks like a flag or a path', () => {
    for (const name of ['-x', '../x', 'A', ''])
      expect(() => make(name), name).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
