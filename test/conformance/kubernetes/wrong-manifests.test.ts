import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';
import { has, runTool } from '../tools.ts';
import { wrongManifests } from './wrong-manifests.ts';

describe.skipIf(!has('kubectl'))('a wrong manifest fails as it does on kind', () => {
  let cluster: ServedCluster;
  const kubectl = (line: string, input = '') =>
    runTool('sh', ['-c', `kubectl ${line}`], { env: cluster.env, input });

  beforeAll(async () => {
    cluster = await serveCluster();
    const all = wrongManifests.map(({ manifest }) => manifest).join('\n---\n');
    expect((await kubectl('apply -f -', all)).stderr).toBe('');
  });
  afterAll(() => cluster?.close());

  for (const { mistake, seen } of wrongManifests)
    it(mistake, async () => {
      for (const [line, wanted] of Object.entries(seen))
        await expect
          .poll(
            async () => {
              const { stdout, stderr } = await kubectl(line);
              return stdout + stderr;
            },
            { timeout: 20_000, interval: 200, message: line },
          )
          .toMatch(wanted);
    });

  it('a selector that its own template does not match is refused', async () => {
    const manifest =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: b}}, spec: {containers: [{name: c, image: i}]}}}';
    const { code, stderr } = await kubectl('apply -f -', manifest);
    expect(code).toBe(1);
    expect(stderr).toContain('The Deployment "d" is invalid: spec.template.metadata.labels: Invalid value');
    expect(stderr).toContain('`selector` does not match template `labels`');
  });

  it('a field that the kind does not have is refused', async () => {
    const manifest = 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {port: 80}';
    const { code, stderr } = await kubectl('apply -f -', manifest);
    expect(code).toBe(1);
    expect(stderr).toContain('strict decoding error: unknown field "spec.port"');
  });
});
