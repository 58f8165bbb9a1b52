import { LookReader } from '../../../text/look-reader.ts';
import { looksOfLines } from '../../../text/looks.ts';
import { safeLines } from '../../../text/safe-text.ts';
import type { OutputSink, OutputStream } from '../../model/cluster.ts';

/**
 * Where data goes: logs, what a program in a pod prints, an object as JSON, YAML or by JSONPath. Whoever receives it decides what becomes of
 * it: a pipe or a file gets the bytes as they are, a terminal and a session's record get them sanitised.
 */
export interface DataOutput {
  write(stream: OutputStream, bytes: Uint8Array): void;
  /** From a program that was given the terminal itself, with `exec -it`: its escape sequences are how it draws. */
  draw(bytes: Uint8Array): void;
  /** Nothing more comes. */
  end(): void;
}

const longestLine = 64 * 1024;

/** Writes data as sanitised lines to a command's output. An incomplete line is buffered. */
export function dataAsLines(output: OutputSink): DataOutput {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const pending = { stdout: '', stderr: '' };
  const readers = { stdout: new LookReader(), stderr: new LookReader() };
  const write = (stream: OutputStream, bytes: Uint8Array): void => {
    const lines = (pending[stream] + decoders[stream].decode(bytes, { stream: true })).split('\n');
    pending[stream] = lines.pop()!;
    if (pending[stream].length > longestLine) {
      lines.push(pending[stream]);
      pending[stream] = '';
    }
    if (lines.length === 0) return;
    const read = lines.map((line) => readers[stream].read(line, longestLine));
    output(stream, safeLines(read.map(({ text }) => text)), looksOfLines(read));
  };
  return {
    write,
    draw: (bytes) => write('stdout', bytes),
    end() {
      for (const stream of ['stdout', 'stderr'] as const) {
        const rest = pending[stream] + decoders[stream].decode();
        pending[stream] = '';
        if (rest === '') continue;
        const read = readers[stream].read(rest, longestLine);
        output(stream, read.text, looksOfLines([read]));
      }
    },
  };
}
