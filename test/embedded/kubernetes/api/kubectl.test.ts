import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

const manifest = (image: string, replicas: number) => `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  strategy: { type: Recreate }
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: main
          image: ${image}
          env: [{ name: ROLE, value: producer }]
        - name: side
          image: side:1
`;

describe.skipIf(!hasKubectl)('the real kubectl', () => {
  let fixture: Fixture;
  let home: string;
  beforeAll(async () => {
    fixture = await startFixture();
    home = join(fixture.directory, 'home');
    await mkdir(home);
  });
  afterAll(() => fixture.close());

  const environment = () => ({
    KUBECONFIG: fixture.server.kubeconfig,
    HOME: home,
    PATH: process.env.PATH ?? '',
  });
  const kubectl = async (args: string, input?: string, more: Record<string, string> = {}) => {
    const result = await execa('kubectl', args.split(' '), {
      env: { ...environment(), ...more },
      extendEnv: false,
      reject: false,
      all: true,
      ...(input === undefined ? {} : { input }),
    });
    return { code: result.exitCode, out: result.stdout, err: result.stderr, all: result.all };
  };

  it('applies, reports no change, and patches what changed', async () => {
    expect((await kubectl('apply -f -', manifest('web:1', 1))).all).toBe(
      'service/web created\ndeployment.apps/web created',
    );
    expect((await kubectl('apply -f -', manifest('web:1', 1))).all).toBe(
      'service/web unchanged\ndeployment.apps/web unchanged',
    );
    expect((await kubectl('apply -f -', manifest('web:2', 2))).all).toBe(
      'service/web unchanged\ndeployment.apps/web configured',
    );
    const spec = fixture.store.get('deployments', 'default', 'web')?.spec;
    expect(spec?.replicas).toBe(2);
    expect(spec?.template.spec.containers.map(({ image }) => image)).toEqual(['web:2', 'side:1']);
  });

  it('diffs without storing anything', async () => {
    const before = fixture.store.get('deployments', 'default', 'web')?.metadata.resourceVersion;
    const { code, out } = await kubectl('diff -f -', manifest('web:3', 2));
    expect(code).toBe(1);
    expect(out).toContain('+        image: web:3');
    expect(fixture.store.get('deployments', 'default', 'web')?.metadata.resourceVersion).toBe(before);
  });

  it('gets tables, names, paths and JSON', async () => {
    fixture.runPod('web-0');
    expect((await kubectl('get pods')).out).toMatch(
      /^NAME +READY +STATUS +RESTARTS +AGE\nweb-0 +1\/1 +Running +0 +\d+s$/,
    );
    expect((await kubectl('get pods -o wide')).out).toMatch(
      /NOMINATED NODE +READINESS GATES\nweb-0 .* 10\.244\.1\.2 +worker +<none> +<none>$/,
    );
    expect((await kubectl('get svc web')).out).toMatch(/web +ClusterIP +10\.96\.\d+\.\d+ +<none> +80\/TCP/);
    expect((await kubectl('get po,deploy -o name')).out).toBe('pod/web-0\ndeployment.apps/web');
    expect((await kubectl('get deploy web -o jsonpath={.spec.strategy.type}')).out).toBe('Recreate');
    expect(JSON.parse((await kubectl('get nodes -o json')).out).items[0].kind).toBe('Node');
    expect((await kubectl('get all')).out).toContain('deployment.apps/web');
    expect((await kubectl('get nothing')).err).toContain(`the server doesn't have a resource type "nothing"`);
    expect((await kubectl('get pod missing')).err).toBe(
      'Error from server (NotFound): pods "missing" not found',
    );
    expect((await kubectl('get pods -A')).out).toContain('default     web-0');
  });

  it('watches as table rows', async () => {
    const watching = execa('kubectl', ['get', 'pods', '-w', '--request-timeout=10s'], {
      env: environment(),
      extendEnv: false,
      reject: false,
    });
    let seen = '';
    const has = (text: string) =>
      new Promise<void>((resolve) => {
        if (seen.includes(text)) resolve();
        watching.stdout?.on('data', (chunk) => {
          seen += chunk;
          if (seen.includes(text)) resolve();
        });
      });
    await has('web-0');
    fixture.runPod('web-1');
    await has('web-1');
    watching.kill();
    await watching;
  });

  it('execs, with streams and exit code', async () => {
    expect(await kubectl('exec web-0 -- echo hello world')).toMatchObject({ code: 0, out: 'hello world' });
    const failed = await kubectl('exec web-0 -- fail 3');
    expect(failed.code).toBe(3);
    expect(failed.err).toBe('it went wrong\ncommand terminated with exit code 3');
    expect((await kubectl('exec -i web-0 -- cat', 'typed by hand\n')).out).toBe('typed by hand');
  });

  it('prints logs', async () => {
    for (const text of ['one', 'two', 'three']) fixture.agent.append(text);
    expect((await kubectl('logs web-0')).out).toBe('one\ntwo\nthree');
    expect((await kubectl('logs web-0 --tail=1 --timestamps')).out).toBe(
      '2026-11-22T10:00:00.000000001Z three',
    );
    expect((await kubectl('logs web-0 -p')).err).toContain(
      'previous terminated container "main" in pod "web-0" not found',
    );
  });

  it('scales, sets, labels and restarts', async () => {
    expect((await kubectl('scale deployment web --replicas=0')).all).toBe('deployment.apps/web scaled');
    expect(fixture.store.get('deployments', 'default', 'web')?.spec.replicas).toBe(0);
    expect((await kubectl('set env deployment/web ROLE=consumer -c main')).all).toBe(
      'deployment.apps/web env updated',
    );
    expect((await kubectl('set image deployment/web main=web:9')).all).toBe(
      'deployment.apps/web image updated',
    );
    const [main] = fixture.store.get('deployments', 'default', 'web')?.spec.template.spec.containers ?? [];
    expect(main).toMatchObject({ image: 'web:9', env: [{ name: 'ROLE', value: 'consumer' }] });
    expect((await kubectl('label pod web-0 tier=front')).all).toBe('pod/web-0 labeled');
    expect((await kubectl('annotate pod web-0 note=here')).all).toBe('pod/web-0 annotated');
    expect((await kubectl('rollout restart deployment/web')).all).toBe('deployment.apps/web restarted');
    expect((await kubectl('get pods -l tier=front -o name')).out).toBe('pod/web-0');
  });

  it('refuses what a real server refuses', async () => {
    const bad = manifest('web:1', 1).replace('replicas:', 'replica:');
    const { code, err } = await kubectl('apply -f -', bad);
    expect(code).toBe(1);
    expect(err).toContain('strict decoding error: unknown field "spec.replica"');
    expect((await kubectl('create token default')).code).toBe(1);
    expect((await kubectl('apply --server-side -f -', bad)).err).toContain(
      'server-side apply is not supported',
    );
  });

  it('describes a pod and waits for a condition', async () => {
    const { out, code } = await kubectl('describe pod web-0');
    expect(code).toBe(0);
    expect(out).toContain('Node:             worker');
    expect((await kubectl('wait --for=condition=Ready pod/web-0 --timeout=5s')).all).toBe(
      'pod/web-0 condition met',
    );
    expect((await kubectl('describe node worker')).out).toContain('Roles:              worker');
  });

  it('execs over SPDY, as before kubectl 1.31', async () => {
    const spdy = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false' };
    expect(await kubectl('exec web-0 -- echo hello', undefined, spdy)).toMatchObject({
      code: 0,
      out: 'hello',
    });
    const failed = await kubectl('exec web-0 -- fail 3', undefined, spdy);
    expect(failed).toMatchObject({ code: 3, err: 'it went wrong\ncommand terminated with exit code 3' });
    const text = 'typed by hand\n'.repeat(20_000);
    const echoed = await kubectl('exec -i web-0 -- cat', text, spdy);
    expect(echoed.out.length).toBe(text.length - 1);
  });

  it.each(['true', 'false'])('forwards a port (over websockets: %s)', async (overWebSockets) => {
    const http = createServer((request, response) => {
      if (request.method === 'POST') request.pipe(response);
      else response.end('from the pod');
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    fixture.agent.ports.set(8080, (http.address() as AddressInfo).port);
    const forwarding = execa('kubectl', ['port-forward', 'pod/web-0', ':8080', '--address=127.0.0.1'], {
      env: { ...environment(), KUBECTL_PORT_FORWARD_WEBSOCKETS: overWebSockets },
      extendEnv: false,
      reject: false,
    });
    const port = await new Promise<string>((resolve, reject) => {
      let seen = '';
      forwarding.stdout?.on('data', (chunk) => {
        seen += chunk;
        const match = /127\.0\.0\.1:(\d+) ->/.exec(seen);
        if (match) resolve(match[1] as string);
      });
      forwarding.then((ended) => reject(new Error(ended.stderr)));
    });
    for (let attempt = 0; attempt < 3; attempt++) {
      const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { Connection: 'close' } });
      expect(await answer.text()).toBe('from the pod');
    }
    const body = 'z'.repeat(500_000);
    const echoed = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body,
      headers: { Connection: 'close' },
    });
    expect(await echoed.text()).toBe(body);
    forwarding.kill();
    await forwarding;
    http.closeAllConnections();
    http.close();
  });

  it('deletes, and prints that', async () => {
    const deleted = await kubectl('delete -f -', manifest('web:1', 1));
    expect(deleted.all).toBe('service "web" deleted\ndeployment.apps "web" deleted');
    const grace = await kubectl('delete pod web-0 --grace-period=0 --force');
    expect(grace.out).toBe('pod "web-0" force deleted');
    expect((await kubectl('delete pod web-1 --wait=false')).out).toBe('pod "web-1" deleted');
    expect(fixture.store.get('pods', 'default', 'web-1')?.metadata.deletionGracePeriodSeconds).toBe(30);
  });

  it('keeps its kubeconfig private to its owner', async () => {
    expect((await stat(fixture.server.kubeconfig)).mode & 0o777).toBe(0o600);
    await writeFile(fixture.server.kubeconfig, '', { flag: 'a' });
  });
});
