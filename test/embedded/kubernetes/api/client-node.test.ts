import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import {
  AppsV1Api,
  CoreV1Api,
  Exec,
  Log,
  makeInformer,
  PatchStrategy,
  PortForward,
  setHeaderOptions,
  type V1Status,
  Watch,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployment, type Fixture, startFixture } from './fixture.ts';

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function collect(stream: PassThrough): { text: string } {
  const seen = { text: '' };
  stream.on('data', (chunk) => {
    seen.text += chunk;
  });
  return seen;
}

describe('@kubernetes/client-node', () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await startFixture();
  });
  afterAll(() => fixture.close());

  it('creates, reads, patches, replaces, scales and deletes', async () => {
    const apps = fixture.kubeConfig().makeApiClient(AppsV1Api);
    const namespace = 'default';
    const made = await apps.createNamespacedDeployment({ namespace, body: deployment('web') as never });
    expect(made.spec).toMatchObject({ replicas: 1, strategy: { type: 'RollingUpdate' } });
    const patched = await apps.patchNamespacedDeployment(
      { namespace, name: 'web', body: { spec: { replicas: 2 } } },
      setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    );
    expect(patched.spec?.replicas).toBe(2);
    const scaled = await apps.patchNamespacedDeploymentScale({
      namespace,
      name: 'web',
      body: [{ op: 'replace', path: '/spec/replicas', value: 5 }],
    });
    expect(scaled.spec?.replicas).toBe(5);
    await expect(
      apps.replaceNamespacedDeployment({ namespace, name: 'web', body: patched }),
    ).rejects.toMatchObject({ code: 409 });
    const list = await apps.listNamespacedDeployment({ namespace, labelSelector: 'app notin (web)' });
    expect(list.items).toHaveLength(1);
    await apps.deleteNamespacedDeployment({ namespace, name: 'web' });
    await expect(apps.readNamespacedDeployment({ namespace, name: 'web' })).rejects.toMatchObject({
      code: 404,
    });
  });

  it('follows an informer through additions, changes and deletions', async () => {
    const kubeConfig = fixture.kubeConfig();
    const core = kubeConfig.makeApiClient(CoreV1Api);
    const informer = makeInformer(kubeConfig, '/api/v1/namespaces/default/configmaps', () =>
      core.listNamespacedConfigMap({ namespace: 'default' }),
    );
    const seen: string[] = [];
    for (const verb of ['add', 'update', 'delete'] as const)
      informer.on(verb, (object) => seen.push(`${verb} ${object.metadata?.name}`));
    await informer.start();
    fixture.store.create('configmaps', { metadata: { name: 'a', namespace: 'default' } });
    await until(() => seen.includes('add a'));
    fixture.store.update('configmaps', 'default', 'a', (it) => {
      it.data = { key: 'value' };
    });
    await until(() => seen.includes('update a'));
    fixture.store.remove('configmaps', 'default', 'a');
    await until(() => seen.includes('delete a'));
    await informer.stop();
  });

  it('gets 410 if a resource version is too old', async () => {
    const watch = new Watch(fixture.kubeConfig());
    for (let index = 0; index < 9000; index++)
      fixture.store.update('nodes', undefined, 'worker', (it) => {
        it.metadata.annotations = { count: String(index) };
      });
    const first = await new Promise<{ type: string; object: V1Status }>((resolve, reject) => {
      watch
        .watch('/api/v1/pods', { resourceVersion: '1' }, (type, object) => resolve({ type, object }), reject)
        .catch(reject);
    });
    expect(first).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });

  it('follows a log until it is stopped', async () => {
    fixture.runPod('logger');
    fixture.agent.append('before');
    const sink = new PassThrough();
    const seen = collect(sink);
    const controller = await new Log(fixture.kubeConfig()).log('default', 'logger', 'main', sink, {
      follow: true,
      tailLines: 1,
    });
    await until(() => seen.text === 'before\n');
    fixture.agent.append('after');
    await until(() => seen.text === 'before\nafter\n');
    sink.on('error', () => {});
    controller.abort();
  });

  it('execs with stdin, and gets the status last', async () => {
    fixture.runPod('shell');
    const exec = new Exec(fixture.kubeConfig());
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const seen = collect(stdout);
    const status = new Promise<V1Status>((resolve, reject) => {
      exec.exec('default', 'shell', 'main', ['cat'], stdout, stderr, stdin, false, resolve).catch(reject);
    });
    const payload = 'x'.repeat(300_000);
    stdin.end(payload);
    expect(await status).toMatchObject({ status: 'Success' });
    expect(seen.text.length).toBe(payload.length);
  });

  it('got the standard output of an exec before what the program had written to stderr', async () => {
    const exec = new Exec(fixture.kubeConfig());
    const printed: string[] = [];
    const sink = () =>
      new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          printed.push(String(chunk));
          done();
        },
      });
    await new Promise<V1Status>((resolve, reject) => {
      exec.exec('default', 'shell', 'main', ['complain'], sink(), sink(), null, false, resolve).catch(reject);
    });
    expect(printed).toEqual(['it went wrong\n', 'but not all of it\n']);
  });

  it('gets the exit code of a command that fails, and the reason why one cannot start', async () => {
    const exec = new Exec(fixture.kubeConfig());
    const run = (command: string[]) =>
      new Promise<V1Status>((resolve, reject) => {
        const sink = () => new PassThrough().resume();
        exec.exec('default', 'shell', 'main', command, sink(), sink(), null, false, resolve).catch(reject);
      });
    expect(await run(['fail', '7'])).toMatchObject({
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '7' }] },
    });
    expect((await run(['throw'])).message).toContain('no such container');
  });

  it('aborts a command when its client leaves', async () => {
    const exec = new Exec(fixture.kubeConfig());
    const sink = new PassThrough().resume();
    const socket = await exec.exec('default', 'shell', 'main', ['hang'], sink, sink, null, false);
    await until(() => fixture.agent.execs.some(({ argv }) => argv[0] === 'hang'));
    socket.close();
    await fixture.agent.aborted;
  });

  it('forwards a port both ways, and reports a port that it could not reach', async () => {
    const http = createServer((request, response) => {
      response.setHeader('Content-Length', String(request.headers['content-length']));
      request.pipe(response);
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    fixture.agent.ports.set(9092, (http.address() as AddressInfo).port);
    const forward = new PortForward(fixture.kubeConfig());
    const [output, errors, input] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const seen = collect(output);
    await forward.portForward('default', 'shell', [9092], output, errors, input);
    const body = 'y'.repeat(100_000);
    input.write(
      `POST / HTTP/1.1\r\nHost: pod\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await until(() => seen.text.endsWith(body.slice(-1000)) && seen.text.length > body.length);
    http.close();

    const refusedErrors = new PassThrough();
    const refused = collect(refusedErrors);
    await forward.portForward('default', 'shell', [1], new PassThrough(), refusedErrors, new PassThrough());
    await until(() => refused.text.includes('refused'));
  });
});
