import { connect, type TLSSocket } from 'node:tls';
import { call, inParallel } from './api-client.ts';
import type { LoopAttack, Target } from './attack.ts';

const times = (count: number, scale: number) => Math.max(1, Math.round(count * scale));

function dial(target: Target): Promise<TLSSocket | undefined> {
  const { hostname, port } = new URL(target.url);
  return new Promise((resolve) => {
    // The cluster's own authority changes at each start; this is loopback.
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () =>
      resolve(socket),
    );
    socket.on('error', () => resolve(undefined));
  });
}

const head = (target: Target, path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${target.token}\r\n`;

/** Connections, heads and pipelines. */
export const httpAttacks: readonly LoopAttack[] = [
  {
    name: 'http-slow-heads',
    async run(target, scale) {
      const sockets = await Promise.all(Array.from({ length: times(300, scale) }, () => dial(target)));
      for (let round = 0; round < 20; round++) {
        for (const socket of sockets) socket?.write(round === 0 ? head(target, '/version') : 'X: y\r\n');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      for (const socket of sockets) socket?.destroy();
    },
  },
  {
    name: 'http-pipelined-requests',
    async run(target, scale) {
      const requests = `${head(target, '/api/v1/namespaces/default/pods')}\r\n`.repeat(times(2000, scale));
      const sockets = await Promise.all(Array.from({ length: 20 }, () => dial(target)));
      for (const socket of sockets) socket?.write(requests);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      for (const socket of sockets) socket?.destroy();
    },
  },
  {
    name: 'http-long-paths',
    async run(target, scale) {
      const long = times(14_000, scale);
      const paths = [
        `/${'a/'.repeat(long / 2)}`,
        `${'/'.repeat(long)}x`,
        `/api/v1/${'%61'.repeat(long / 3)}`,
        `/apis/${'/'.repeat(long)}x`,
        `/version?${'a=b&'.repeat(long / 4)}`,
        `/api/v1/pods?limit=${'9'.repeat(long)}`,
      ];
      await inParallel(paths.length * 20, 8, (index) =>
        call(target, { path: paths[index % paths.length] ?? '/' }),
      );
    },
  },
  {
    name: 'http-chunks-of-one-byte',
    async run(target, scale) {
      const chunks = '1\r\n \r\n'.repeat(times(1_000_000, scale));
      const end = '0\r\n\r\n';
      const read = head(target, '/version');
      const write = head(target, '/api/v1/namespaces').replace('GET', 'POST');
      for (const start of [read, `${write}Content-Type: application/json\r\n`]) {
        const socket = await dial(target);
        socket?.write(`${start}Transfer-Encoding: chunked\r\n\r\n${chunks}${end}`);
        await new Promise((resolve) => setTimeout(resolve, 3000));
        socket?.destroy();
      }
    },
  },
  {
    name: 'http-half-bodies',
    async run(target, scale) {
      const body = 'x'.repeat(2_900_000);
      const sockets = await Promise.all(Array.from({ length: times(120, scale) }, () => dial(target)));
      for (const socket of sockets) {
        const start = head(target, '/api/v1/namespaces').replace('GET', 'POST');
        socket?.write(`${start}Content-Type: application/json\r\nContent-Length: 3000000\r\n\r\n${body}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 4000));
      for (const socket of sockets) socket?.destroy();
    },
  },
];
