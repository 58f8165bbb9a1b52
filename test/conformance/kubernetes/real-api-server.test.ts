import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runKubectl } from '../../../source/cluster/kubectl/run-kubectl.ts';
import { splitShellWords } from '../../../source/cluster/shell-words.ts';
import { type Finished, has, runTool } from '../tools.ts';
import { controlPlaneBinaries, type RealControlPlane, startControlPlane } from './control-plane.ts';
import { handMade } from './hand-made-objects.ts';
import { plainKubectl } from './plain-kubectl.ts';
import { linesInPairs, linesThatChangeNothing } from './real-api-server-lines.ts';

const binaries = controlPlaneBinaries();
const hasKubectl = has('kubectl');

/** Both kubectls against a real kube-apiserver: nodes, pods and their states are objects created by hand. */
describe.skipIf(binaries === undefined || !hasKubectl)('the built-in kubectl on a real API server', () => {
  let directory: string;
  let plane: RealControlPlane;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kafka-lab-real-'));
    plane = await startControlPlane(binaries!, { controllers: false });
    await symlink(plainKubectl(), join(directory, 'kubectl'));
    await handMade(plane, directory);
    await writeFile(join(directory, 'kindless.yml'), 'metadata: { name: x }\n');
    await writeFile(join(directory, 'unknown.yml'), 'apiVersion: v1\nkind: Nothing\nmetadata: { name: x }\n');
  }, 150_000);
  afterAll(async () => {
    await plane?.close();
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  });

  async function builtin(line: string, kubeconfig = plane.kubeconfig): Promise<Finished> {
    const seen = { stdout: '', stderr: '' };
    const code = await runKubectl(splitShellWords(line), {
      kubeconfig,
      context: plane.context,
      namespace: 'default',
      directory,
      output: (stream, text) => {
        seen[stream] += text;
      },
      signal: AbortSignal.timeout(30_000),
    });
    return { code, ...seen };
  }

  async function real(line: string, kubeconfig = plane.kubeconfig): Promise<Finished> {
    const words = ['-c', `cd '${directory}' && exec "$0" "$@"`, './kubectl', ...splitShellWords(line)];
    const env = { PATH: process.env.PATH, HOME: directory, KUBECONFIG: kubeconfig };
    return runTool('sh', words, { env });
  }

  /** Both print the same, except for a second that passed in between. */
  async function same(line: string, kubeconfig = plane.kubeconfig): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const expected = await real(line, kubeconfig);
      const actual = await builtin(line, kubeconfig);
      if (attempt < 4 && JSON.stringify(expected) !== JSON.stringify(actual)) continue;
      expect(actual, line).toEqual(expected);
      return;
    }
  }

  it('finds nothing to change after kubectl apply', async () => {
    expect(existsSync(join(directory, 'all.yml'))).toBe(true);
    await same('apply -f all.yml');
    // The server applies defaults to claim templates, so kubectl considers a StatefulSet that has any as changed.
    expect((await builtin('apply -f all.yml')).stdout.trimEnd().split('\n')).toEqual([
      'service/kafka-service unchanged',
      'statefulset.apps/kafka configured',
      'deployment.apps/client unchanged',
      'role.rbac.authorization.k8s.io/reader unchanged',
    ]);
  });

  it.each([...linesThatChangeNothing])('kubectl %s', (line) => same(line));

  it.each([...linesInPairs])('kubectl %s, then %s', async (first, second) => {
    const expected = [await real(first), await real(second)];
    const actual = [await builtin(first), await builtin(second)];
    expect(actual).toEqual(expected);
  });

  it.each([
    'get pods',
    'get nodes',
    'get all',
    'apply -f all.yml',
    'delete pod kafka-0',
    'logs kafka-0',
    'exec kafka-0 -- ls',
  ])('kubectl %s, by a user without permissions', async (line) => same(line, plane.kubeconfigOf('learner')));
});
