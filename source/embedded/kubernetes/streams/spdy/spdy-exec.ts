import { type Duplex, PassThrough } from 'node:stream';
import type { ApiContext } from '../../api/context.ts';
import { discard, type ExecPlan, runExec } from '../exec.ts';
import { ResizeChannel } from '../resize.ts';
import { SpdySession, type SpdyStream } from './session.ts';

// The client opens a stream for each of what it asked for, with the header
//   streamtype: error | stdin | stdout | stderr | resize
// and the command starts when they are all there.

/** Serves `v4.channel.k8s.io` over SPDY: exec for kubectl before 1.31. */
export async function serveSpdyExec(context: ApiContext, plan: ExecPlan, connection: Duplex): Promise<void> {
  const expected = ['error'];
  for (const name of ['stdin', 'stdout', 'stderr'] as const) if (plan[name]) expected.push(name);
  if (plan.tty) expected.push('resize');
  const streams = new Map<string, SpdyStream>();
  const stop = new AbortController();
  const sizes = new ResizeChannel();
  connection.once('close', () => stop.abort());

  const start = async () => {
    const status = await runExec(context, plan, {
      stdin: streams.get('stdin')?.input ?? new PassThrough(),
      stdout: streams.get('stdout')?.output ?? discard(),
      stderr: (plan.tty ? streams.get('stdout') : streams.get('stderr'))?.output ?? discard(),
      onResize: sizes.onResize,
      signal: stop.signal,
    });
    const errors = streams.get('error')?.output;
    if (!errors || errors.destroyed) return;
    errors.end(JSON.stringify(status), () => connection.end());
  };
  await new SpdySession(connection).serve((stream) => {
    const type = stream.headers.streamtype ?? '';
    if (!expected.includes(type) || streams.has(type)) {
      stream.output.destroy(new Error('not a stream of this command'));
      stream.input.destroy();
      return;
    }
    streams.set(type, stream);
    if (type === 'resize') stream.input.on('data', (bytes: Buffer) => sizes.add(bytes));
    else if (type !== 'stdin') stream.input.resume();
    if (streams.size === expected.length) void start();
  });
}
