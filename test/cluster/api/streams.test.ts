import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiClient, connectApiClient } from '../../../source/cluster/api/api-client.ts';
import { ApiStatusError, ApiUnreachableError } from '../../../source/cluster/api/api-errors.ts';
import { execInPod, exitCodeOf } from '../../../source/cluster/api/exec.ts';
import { openPortForward } from '../../../source/cluster/api/port-forward.ts';
import { watchOnce } from '../../../source/cluster/api/watch.ts';
import { type FakeApi, failure, sendJson, startFakeApi, until } from '../fake-api.ts';

let fake: FakeApi;
let api: ApiClient;
beforeEach(async () => {
  fake = await startFakeApi();
  api = await connectApiClient({ kubeconfig: fake.kubeconfig, context: 'fake' });
});
afterEach(async () => {
  api.close();
  await fake.close();
});

describe('connectApiClient', () => {
  it('sends the token and the query, and reads JSON', async () => {
    fake.on('/version', { gitVersion: 'v1' });
    expect(await api.json({ path: '/version', query: { a: 'x y', b: undefined, c: ['1', '2'] } })).toEqual({
      gitVersion: 'v1',
    });
    const [request] = fake.requests;
    expect(request?.headers.authorization).toBe('Bearer secret');
    expect([...(request?.query ?? [])]).toEqual([
      ['a', 'x y'],
      ['c', '1'],
      ['c', '2'],
    ]);
  });

  it('throws a failure as its Status', async () => {
    fake.on('/x', (_, response) => sendJson(response, 409, failure(409, 'Conflict', 'changed meanwhile')));
    await expect(api.json({ path: '/x' })).rejects.toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'changed meanwhile',
    });
    await expect(api.json({ path: '/x' })).rejects.toThrow(ApiStatusError);
  });

  it('gives a failure without a Status a reason', async () => {
    fake.on('/x', (_, response) => response.writeHead(502).end('bad gateway'));
    await expect(api.text({ path: '/x' })).rejects.toMatchObject({ code: 502, message: 'bad gateway' });
  });

  it('distinguishes an unreachable server from one that refuses', async () => {
    await fake.close();
    const error = await api.json({ path: '/version' }).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(ApiUnreachableError);
    expect((error as ApiUnreachableError).refused).toBe(true);
    fake = await startFakeApi();
  });

  it('rejects with the reason of the abort', async () => {
    fake.on('/slow', () => {});
    const stop = new AbortController();
    const answer = api.json({ path: '/slow', signal: stop.signal });
    await until(() => fake.requests.length === 1);
    stop.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
  });

  it('times out if no response arrives', async () => {
    fake.on('/slow', () => {});
    await expect(api.json({ path: '/slow', timeoutMs: 50 })).rejects.toThrow('no answer within 0.05 s');
  });

  it('refuses a context that does not exist', async () => {
    await expect(connectApiClient({ kubeconfig: fake.kubeconfig, context: 'nope' })).rejects.toMatchObject({
      code: 'cluster',
    });
    await expect(connectApiClient({ kubeconfig: '/nowhere/at/all', context: 'x' })).rejects.toMatchObject({
      code: 'cluster',
    });
  });
});

describe('watchOnce', () => {
  it('yields events, and throws an ERROR event as its Status', async () => {
    const events = [
      { type: 'ADDED', object: { metadata: { name: 'a' } } },
      { type: 'ERROR', object: failure(410, 'Expired', 'too old resource version') },
    ];
    fake.on('/watched', (_, response) =>
      response.end(events.map((event) => `${JSON.stringify(event)}\n`).join('')),
    );
    const watch = watchOnce(api, '/watched', { resourceVersion: '1' }, {});
    expect((await watch.next()).value).toMatchObject({ type: 'ADDED' });
    await expect(watch.next()).rejects.toMatchObject({ code: 410 });
    expect(fake.requests[0]?.query.get('watch')).toBe('true');
  });
});

const target = { namespace: 'default', pod: 'web', container: 'main', command: ['run', 'a b'] };
const execPath = '/api/v1/namespaces/default/pods/web/exec';

describe('execInPod', () => {
  it('sends the command, passes both streams on, and resolves with the exit code', async () => {
    let words: string[] = [];
    fake.onSocket(execPath, (socket, query) => {
      words = query.getAll('command');
      socket.send(Buffer.from('\u0001out'));
      socket.send(Buffer.from('\u0002err'));
      const status = {
        status: 'Failure',
        reason: 'NonZeroExitCode',
        message: 'command terminated with non-zero exit code',
        details: { causes: [{ reason: 'ExitCode', message: '7' }] },
      };
      socket.send(Buffer.from(`\u0003${JSON.stringify(status)}`));
    });
    const seen: string[] = [];
    const exitCode = await execInPod(api, target, {
      onOutput: (stream, bytes) => seen.push(`${stream}:${bytes}`),
    });
    expect({ exitCode, seen, words }).toEqual({
      exitCode: 7,
      seen: ['stdout:out', 'stderr:err'],
      words: ['run', 'a b'],
    });
  });

  it('sends stdin and closes its channel', async () => {
    fake.onSocket(execPath, (socket) => {
      let input = '';
      socket.on('message', (data: Buffer) => {
        if (data[0] === 0) input += data.subarray(1).toString();
        if (data[0] !== 255) return;
        socket.send(Buffer.concat([Buffer.from([1]), Buffer.from(input.toUpperCase())]));
        socket.send(Buffer.from(`\u0003{"status":"Success"}`));
      });
    });
    let output = '';
    const stdin = Readable.from([Buffer.from('hello '), Buffer.from('there')]);
    const exitCode = await execInPod(api, target, {
      stdin,
      onOutput: (_, bytes) => (output += bytes.toString()),
    });
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: 'HELLO THERE' });
  });

  it('throws if the stream breaks off before the exit code', async () => {
    fake.onSocket(execPath, (socket) => socket.terminate());
    await expect(execInPod(api, target, { onOutput: () => {} })).rejects.toThrow(
      'ended before the command did',
    );
  });

  it('throws the Status if the upgrade is refused', async () => {
    const missing = { ...target, pod: 'missing' };
    await expect(execInPod(api, missing, { onOutput: () => {} })).rejects.toMatchObject({ code: 404 });
  });

  it('rejects with the reason of the abort', async () => {
    const stop = new AbortController();
    fake.onSocket(execPath, () => stop.abort(new Error('enough')));
    await expect(execInPod(api, target, { onOutput: () => {}, signal: stop.signal })).rejects.toThrow(
      'enough',
    );
  });

  it('reads exit codes only from a Status', () => {
    expect(exitCodeOf('{"status":"Success"}')).toBe(0);
    expect(() => exitCodeOf('{"status":"Failure","message":"no such container"}')).toThrow(
      'no such container',
    );
    expect(() => exitCodeOf('not json')).toThrow(SyntaxError);
  });
});

const forwardPath = '/api/v1/namespaces/default/pods/web/portforward';

describe('openPortForward', () => {
  const web = { namespace: 'default', name: 'web' };

  it('removes the port bytes, even if data follows directly, and carries large writes in order', async () => {
    fake.onSocket(forwardPath, (socket, query) => {
      expect(query.get('ports')).toBe('9092');
      socket.send(Buffer.from([1, 0x84]));
      socket.send(Buffer.from([1, 0x23]));
      socket.send(Buffer.from([0, 0x84, 0x23, 104, 105]));
      socket.on('message', (data: Buffer) => socket.send(data));
    });
    const stream = await openPortForward(api, web, 9092);
    const sent = Buffer.alloc(300_000, 'abcdefg');
    stream.write(sent);
    const parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream) {
      parts.push(chunk);
      size += chunk.length;
      if (size >= sent.length + 2) break;
    }
    expect(Buffer.concat(parts)).toEqual(Buffer.concat([Buffer.from('hi'), sent]));
  });

  it('fails with the message from the error channel', async () => {
    fake.onSocket(forwardPath, (socket) => {
      socket.send(Buffer.from([0, 1, 0]));
      socket.send(Buffer.from([1, 1, 0]));
      socket.send(Buffer.concat([Buffer.from([1]), Buffer.from('connection refused')]));
    });
    const stream = await openPortForward(api, web, 1);
    await expect(text(stream)).rejects.toThrow('connection refused');
  });

  it('ends when the server ends', async () => {
    fake.onSocket(forwardPath, (socket) => socket.close());
    const stream = await openPortForward(api, web, 1);
    expect(await text(stream)).toBe('');
  });

  it('closes the connection when it is destroyed', async () => {
    let closed = false;
    fake.onSocket(forwardPath, (socket) => socket.on('close', () => (closed = true)));
    const stream = await openPortForward(api, web, 1);
    stream.destroy();
    await once(stream, 'close');
    await until(() => closed);
  });
});
