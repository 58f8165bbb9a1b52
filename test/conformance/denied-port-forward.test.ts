import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { cli, type ServedCluster, serveCluster } from '../serve-cluster.ts';
import { runTool } from './tools.ts';

const refused = {
  kind: 'Status',
  status: 'Failure',
  code: 403,
  reason: 'Forbidden',
  message: 'pods "x" is forbidden',
};

/** Acts as a proxy to an API server whose RBAC does not allow `pods/portforward`. */
function startStrictProxy(target: URL, token: string): Promise<Server> {
  let denied = 0;
  const forward = (incoming: IncomingMessage) =>
    request({
      host: target.hostname,
      port: target.port,
      path: incoming.url,
      method: incoming.method,
      headers: { ...incoming.headers, authorization: `Bearer ${token}` },
      rejectUnauthorized: false,
      agent: false,
    });
  const server = createServer((incoming, outgoing) => {
    const onward = forward(incoming);
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  server.on('upgrade', (incoming, socket) => {
    socket.on('error', () => {});
    if (incoming.url?.includes('/portforward')) {
      denied += 1;
      const body = JSON.stringify({ ...refused, details: { denied } });
      socket.end(
        `HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
      return;
    }
    const onward = forward(incoming);
    onward.on('error', () => socket.destroy());
    onward.on('upgrade', (answer, far, head) => {
      const lines = answer.rawHeaders.flatMap((value, at, all) =>
        at % 2 ? [] : [`${value}: ${all[at + 1]}`],
      );
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.write(head);
      far.on('error', () => socket.destroy());
      far.pipe(socket);
      socket.pipe(far);
      socket.on('close', () => far.destroy());
    });
    onward.end();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

let served: ServedCluster;
let proxy: Server;
let kubeconfig: string;
beforeAll(async () => {
  served = await serveCluster();
  const config = parse(readFileSync(served.kubeconfig, 'utf8'));
  const { cluster } = config.clusters[0];
  proxy = await startStrictProxy(new URL(cluster.server), config.users[0].user.token);
  kubeconfig = join(served.home, 'strict');
  const server = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  writeFileSync(
    kubeconfig,
    stringify({
      ...config,
      clusters: [{ ...config.clusters[0], cluster: { server, 'insecure-skip-tls-verify': true } }],
    }),
  );
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await served.close();
});

it('counts with the tools in the pods if the port-forward is denied, and says so', async () => {
  const flags = ['--cluster', 'context', '--context', 'kafka-lab', '--kubectl', 'builtin'];
  const { code, stdout, stderr } = await runTool(
    process.execPath,
    [cli, 'run', ...flags, '--until', '2.5', '--messages', '1500'],
    {
      env: { ...process.env, KUBECONFIG: kubeconfig, KAFKA_LAB_HOME: join(served.home, 'strict-home') },
      timeoutMs: 110_000,
    },
  );
  expect(code, stdout.slice(-3000) + stderr).toBe(0);
  expect(stdout.match(/the port-forward is denied \(403\): .* every 10 s/g)).toHaveLength(1);
  expect(stdout).toMatch(/✔ all of partition 0 received/);
}, 120_000);
