import type { Duplex } from 'node:stream';
import { describeError } from '../../../../errors/lab-error.ts';
import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { ApiContext } from '../../api/context.ts';
import { portOwner } from '../pod-target.ts';
import { SpdySession, type SpdyStream } from './session.ts';

/** As a websocket's subprotocol: the bytes inside its messages are a SPDY/3.1 connection. */
export const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';

// For each connection to a port, the client opens two streams with these headers:
//   streamtype: error | data;  port: decimal;  requestid: what pairs them
// What goes wrong is text on the error stream; its end without text means that all went well.

/** Serves `portforward.k8s.io` over SPDY: a connection into the pod for each pair of streams. */
export async function serveSpdyPortForward(
  context: ApiContext,
  pod: Stored<'pods'>,
  connection: Duplex,
): Promise<void> {
  const waiting = new Map<string, SpdyStream>();
  await new SpdySession(connection).serve((stream) => {
    const { streamtype, requestid = '', port: text = '' } = stream.headers;
    const port = Number(text);
    const isError = streamtype === 'error';
    if ((!isError && streamtype !== 'data') || !Number.isInteger(port) || port < 1 || port > 65535) {
      stream.output.destroy(new Error('not a port-forward stream'));
      stream.input.destroy();
      return;
    }
    const other = waiting.get(requestid);
    if (!other || other.headers.streamtype === streamtype) {
      waiting.set(requestid, stream);
      stream.output.once('close', () => {
        if (waiting.get(requestid) === stream) waiting.delete(requestid);
      });
      return;
    }
    waiting.delete(requestid);
    void forward(context, pod, port, isError ? other : stream, isError ? stream : other);
  });
}

async function forward(
  context: ApiContext,
  pod: Stored<'pods'>,
  port: number,
  data: SpdyStream,
  errors: SpdyStream,
): Promise<void> {
  errors.input.resume();
  try {
    const target = await context.agent.dial(portOwner(pod, port), port);
    if (data.output.destroyed) target.destroy();
    const gone = () => target.destroy();
    data.input.once('close', () => {
      if (!data.input.readableEnded) gone();
    });
    data.output.once('close', () => {
      if (!data.output.writableFinished) gone();
    });
    target.on('error', () => {});
    data.input.pipe(target);
    target.pipe(data.output);
    await new Promise<void>((resolve) => target.once('close', () => resolve()));
    data.output.end();
  } catch (error) {
    errors.output.write(
      `an error occurred forwarding ${port} -> ${port}: error forwarding port ${port} to pod ${pod.metadata.name}: ${describeError(error)}`,
    );
    data.output.end();
  }
  errors.output.end();
  data.input.resume();
}
