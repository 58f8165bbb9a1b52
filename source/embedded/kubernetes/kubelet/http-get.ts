import { connect as connectTls } from 'node:tls';
import type { HTTPGetAction } from '../../../kubernetes-types/core/probe.ts';
import type { Connection } from '../../network/pod-network.ts';
import { type DialTarget, dial, dialMessage, portNumber } from './pod-dial.ts';

/**
 * The request of an `httpGet`. Resolves with the status code; the body is not read, and no certificate is checked. `agent` is the
 * `User-Agent`. Rejects with an Error in the words of Go's HTTP client.
 */
export async function httpGet(
  action: HTTPGetAction,
  target: DialTarget,
  agent: string,
  signal: AbortSignal,
): Promise<number> {
  const { path = '/', port, host, scheme = 'HTTP', httpHeaders = [] } = action;
  const number = portNumber(port, target.container);
  const address = `${host || target.ip}:${number}`;
  const failed = (why: string): Error => new Error(`Get "${urlOf(action, target)}": ${why}`);
  let connection: Connection;
  try {
    connection = await dial(target, host, number, signal);
  } catch (error) {
    throw failed(dialMessage(error, address));
  }
  const socket =
    scheme === 'HTTPS' ? connectTls({ socket: connection, rejectUnauthorized: false }) : connection;
  const headers = httpHeaders.map(({ name, value }) => `${oneLine(name)}: ${oneLine(value)}\r\n`);
  try {
    socket.write(
      `GET ${path.replace(/\s/g, '%20')} HTTP/1.1\r\nHost: ${address}\r\nUser-Agent: ${agent}\r\nAccept: */*\r\n` +
        `${headers.join('')}Connection: close\r\n\r\n`,
    );
    return await readStatus(socket);
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error));
  } finally {
    socket.destroy();
    connection.destroy();
  }
}

/** The URL of an `httpGet`, for messages. */
export function urlOf(action: HTTPGetAction, { container, ip }: DialTarget): string {
  const { path = '/', port, host, scheme = 'HTTP' } = action;
  return `${scheme.toLowerCase()}://${host || ip}:${portNumber(port, container)}${path}`;
}

/** A header's name or value cannot begin another header. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

/** The code of the status line: all that a probe needs. */
async function readStatus(connection: Connection): Promise<number> {
  let head = '';
  for await (const chunk of connection) {
    head += (chunk as Buffer).toString('latin1');
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(head);
    if (status) return Number(status[1]);
    if (head.length > 12) throw new Error('malformed HTTP response');
  }
  throw new Error('EOF');
}
