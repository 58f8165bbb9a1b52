import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it as vitestIt } from 'vitest';
import { cli } from '../../serve-cluster.ts';
import { type Finished, has, runTool } from '../tools.ts';

const engines = (['docker', 'podman'] as const).map((engine) => {
  const answers = has(engine) && has('kind') && spawnSync(engine, ['info'], { timeout: 20_000 }).status === 0;
  if (!answers) console.info(`kind with ${engine} is not here: its tests are skipped`);
  return { engine, answers };
});

/** The real kind and its engine, as far as they go without the network: everything that belongs to others must be unchanged afterwards. */
describe.each(engines)('the real kind and $engine', ({ engine, answers }) => {
  const it = vitestIt.skipIf(!answers);
  const docker = (...args: string[]) => spawnSync(engine, args, { encoding: 'utf8' });
  const name = `lab-${engine}-${process.pid}`;
  const tag = `kafka-lab-test-${process.pid}`;
  /** As the engine shows it: all but docker use fully qualified names. */
  const full = (reference: string) => (engine === 'docker' ? reference : `docker.io/${reference}`);
  let home: string;
  const kafkaLab = (...args: string[]): Promise<Finished> =>
    runTool(
      process.execPath,
      [cli, ...args, '--cluster', 'kind', '--name', name, '--lab-dir', join(home, 'lab')],
      {
        env: {
          ...process.env,
          HOME: home,
          KUBECONFIG: join(home, '.kube', 'config'),
          KAFKA_LAB_HOME: join(home, 'app'),
          KIND_EXPERIMENTAL_PROVIDER: engine,
        },
        timeoutMs: 100_000,
      },
    );
  const image = (reference: string) =>
    docker('image', 'inspect', '--format', '{{.Id}}', full(reference)).stdout.trim();

  beforeAll(() => {
    if (!answers) return;
    home = mkdtempSync(join(tmpdir(), 'kafka-lab-kind-'));
    mkdirSync(join(home, '.kube'));
    writeFileSync(join(home, '.kube', 'config'), 'theirs');
    mkdirSync(join(home, 'lab'));
    writeFileSync(
      join(home, 'lab', 'Dockerfile.empty'),
      'FROM scratch\nCOPY Dockerfile.empty /\nCMD ["/none"]\n',
    );
    const file = join(home, 'lab', 'Dockerfile.empty');
    for (const one of ['kafka', 'zookeeper', 'clients', 'base'])
      expect(
        docker('build', '-q', '-t', full(`${tag}/${one}:v1`), '-f', file, join(home, 'lab')).status,
      ).toBe(0);
    // The names of the images come only from the manifests; no node image of that name exists.
    writeFileSync(
      join(home, 'lab', 'cluster.yml'),
      `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n  - role: control-plane\n    image: ${tag}/node:absent\n`,
    );
    const manifest = (file: string, changes: Record<string, string>) =>
      writeFileSync(
        join(home, 'lab', file),
        Object.entries(changes).reduce(
          (text, [from, to]) => text.replaceAll(from, to),
          readFileSync(join('manifests', file), 'utf8'),
        ),
      );
    manifest('kafka.yml', {
      'confluentinc/cp-kafka:7.3.5': `${tag}/kafka:v1`,
      'confluentinc/cp-zookeeper:7.3.5': `${tag}/zookeeper:v1`,
    });
    manifest('clients.yml', { 'ece573-prj05-clients:v1': `${tag}/clients:v1` });
  });
  afterAll(() => {
    if (!answers) return;
    docker('rm', '-f', `${name}-decoy`);
    for (const one of ['kafka', 'zookeeper', 'clients', 'base'])
      docker('rmi', '-f', full(`${tag}/${one}:v1`));
    rmSync(home, { recursive: true, force: true });
  });

  it('say in one line why the cluster cannot be created, and leave nothing of it', async () => {
    const { code, stdout, stderr } = await kafkaLab('reset');
    expect(code).toBe(1);
    expect(stdout).toContain(`${tag}/kafka:v1 is here already.`);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^kafka-lab: `.*reset_cluster\.sh` failed: .*node:absent.*: an image could not be pulled/,
    );
    expect(docker('ps', '-aq', '--filter', `label=io.x-k8s.kind.cluster=${name}`).stdout).toBe('');
    expect(await kafkaLab('down')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('There is no kind cluster'),
    });
    expect(readFileSync(join(home, '.kube', 'config'), 'utf8')).toBe('theirs');
  }, 120_000);

  it('leave a cluster of that name alone that someone else created', async () => {
    const labels = [`io.x-k8s.kind.cluster=${name}`, 'io.x-k8s.kind.role=control-plane'];
    const made = docker(
      'create',
      '--name',
      `${name}-decoy`,
      ...labels.flatMap((label) => ['--label', label]),
      full(`${tag}/base:v1`),
    );
    expect(made.status, made.stderr).toBe(0);
    for (const verb of ['reset', 'build', 'down'])
      expect(await kafkaLab(verb), verb).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('was not created by kafka-lab'),
      });
    expect(docker('ps', '-aq', '--filter', `name=${name}-decoy`).stdout).not.toBe('');
    docker('rm', '-f', `${name}-decoy`);
  }, 60_000);

  it('return the tag of an image to its previous owner', () => {
    const before = image(`${tag}/clients:v1`);
    const built = spawnSync('bash', ['scripts/build.sh'], {
      encoding: 'utf8',
      env: {
        ...process.env,
        KIND_CLUSTER_NAME: name,
        KAFKA_LAB_MANIFESTS: join(home, 'lab'),
        KUBECONFIG: join(home, 'none'),
        KIND_EXPERIMENTAL_PROVIDER: engine,
        NODE_IMAGE: full(`${tag}/base:v1`),
      },
    });
    // There is no cluster to load it into, but it is built by then.
    expect(built.status).not.toBe(0);
    expect(built.stdout + built.stderr).toContain('no nodes found');
    expect(image(`${tag}/clients:v1`)).toBe(before);
  }, 60_000);
});
