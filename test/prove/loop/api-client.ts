import { once } from 'node:events';
import { Agent, request } from 'node:https';
import type { Target } from './attack.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
/** Slower responses are not awaited: the attack goes on. */
const answerWithinMs = 30_000;

export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly accept?: string;
}

/** Sends one request and reads the whole response. Returns the status, or 0 if the connection broke or timed out. */
export async function call(
  target: Target,
  { method = 'GET', path, body, type, accept }: Call,
): Promise<number> {
  return (
    await exchange(target, {
      method,
      path,
      ...(body === undefined ? {} : { body }),
      ...(type ? { type } : {}),
      ...(accept ? { accept } : {}),
    })
  ).status;
}

/** Sends one request. Returns the status and the first MiB of the response. */
export function exchange(target: Target, call: Call): Promise<{ status: number; text: string }> {
  const { method = 'GET', path, body, type = 'application/json', accept = 'application/json' } = call;
  const url = new URL(target.url);
  return new Promise((resolve) => {
    const failed = () => resolve({ status: 0, text: '' });
    const sent = request(
      {
        agent,
        host: url.hostname,
        port: url.port,
        path,
        method,
        // The cluster's own authority changes at each start; this is loopback.
        rejectUnauthorized: false,
        timeout: answerWithinMs,
        headers: {
          authorization: `Bearer ${target.token}`,
          accept,
          ...(body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const kept: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          if (size < 1_048_576) kept.push(chunk);
          size += chunk.length;
        });
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(kept).toString() }),
        );
        response.once('error', failed);
      },
    );
    sent.once('error', failed);
    sent.once('timeout', () => sent.destroy());
    sent.end(body);
  });
}

/** Opens a watch and reads it until `close` is called. */
export async function openWatch(target: Target, path: string): Promise<{ close(): void }> {
  const url = new URL(target.url);
  const sent = request({
    host: url.hostname,
    port: url.port,
    path,
    rejectUnauthorized: false,
    headers: { authorization: `Bearer ${target.token}` },
    agent: false,
  });
  sent.on('error', () => {});
  sent.on('response', (response) => response.resume());
  sent.end();
  // A watch closed by the server counts as answered.
  await Promise.race([once(sent, 'response'), once(sent, 'close')]).catch(() => {});
  return { close: () => sent.destroy() };
}

/** Runs `work` for each number below `count`, at most `width` at a time. */
export async function inParallel(
  count: number,
  width: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
}
