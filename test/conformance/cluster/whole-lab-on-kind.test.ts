import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli } from '../../serve-cluster.ts';
import { has, runTool } from '../tools.ts';

/** The images of the lab, and a node image: all must be present, because a test pulls nothing. */
const nodeImage = process.env.KIND_NODE_IMAGE ?? '';
const wanted = [
  'confluentinc/cp-kafka:7.3.5',
  'confluentinc/cp-zookeeper:7.3.5',
  'node:22-alpine',
  ...(nodeImage === '' ? [] : [nodeImage]),
];
const isHere = (image: string): boolean => spawnSync('docker', ['image', 'inspect', image]).status === 0;
const canRun = nodeImage !== '' && has('docker') && has('kind') && wanted.every(isHere);
if (!canRun)
  console.info(
    `KIND_NODE_IMAGE names no node image that is here, or the lab's own images are not (${wanted.join(', ')}): the lab on kind is skipped`,
  );

/** Some ten minutes on two cores: five nodes, three brokers in JVMs. */
it.skipIf(!canRun).each(['builtin', 'system'].filter((kubectl) => kubectl === 'builtin' || has('kubectl')))(
  'passes the lab on a kind cluster with the %s kubectl',
  async (kubectl) => {
    const home = mkdtempSync(join(tmpdir(), 'kafka-lab-whole-kind-'));
    const name = `lab-${process.pid}`;
    const manifests = join(home, 'lab');
    mkdirSync(manifests);
    mkdirSync(join(home, '.kube'));
    writeFileSync(join(home, '.kube', 'config'), 'theirs');
    for (const file of ['kafka.yml', 'clients.yml', 'Dockerfile'])
      copyFileSync(join('manifests', file), join(manifests, file));
    const cluster = readFileSync(join('manifests', 'cluster.yml'), 'utf8');
    writeFileSync(
      join(manifests, 'cluster.yml'),
      cluster.replaceAll(/^( *)- role: .*$/gm, `$&\n$1  image: ${nodeImage}`),
    );
    const lab = (verb: string, ...more: string[]) =>
      runTool(
        process.execPath,
        [cli, verb, '--cluster', 'kind', '--name', name, '--lab-dir', manifests, ...more],
        {
          env: {
            ...process.env,
            HOME: home,
            KUBECONFIG: join(home, '.kube', 'config'),
            KAFKA_LAB_HOME: join(home, 'app'),
          },
          timeoutMs: 1_500_000,
        },
      );
    try {
      const { code, stdout, stderr } = await lab('run', '--kubectl', kubectl, '--messages', '2000');
      expect(code, stdout.slice(-12_000) + stderr.slice(-4_000)).toBe(0);
      expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^lab: (\d+) of \1 checks passed$/);
    } finally {
      expect(await lab('down')).toMatchObject({ code: 0 });
      expect(spawnSync('kind', ['get', 'clusters'], { encoding: 'utf8' }).stdout).not.toContain(name);
      expect(readFileSync(join(home, '.kube', 'config'), 'utf8')).toBe('theirs');
      rmSync(home, { recursive: true, force: true });
    }
  },
  1_600_000,
);
