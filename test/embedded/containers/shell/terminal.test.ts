import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { startProgramContainer } from '../../../../source/embedded/containers/shell/program-container.ts';
import { basePrograms } from '../../../../source/embedded/containers/shell/programs/base-programs.ts';
import { sh } from '../../../../source/embedded/containers/shell/programs/sh.ts';
import { openTerminal } from '../../../../source/embedded/containers/shell/terminal.ts';
import { InProcessNetwork } from '../../../../source/embedded/network/in-process-network.ts';

function typing() {
  const [keys, screen] = [new PassThrough(), new PassThrough()];
  const control = new AbortController();
  const streams = { stdin: keys, stdout: screen, stderr: screen, tty: true, signal: control.signal };
  return { keys, screen, streams };
}

async function textOf(stream: PassThrough): Promise<string> {
  let text = '';
  for await (const piece of stream) text += piece;
  return text;
}

describe('terminal', () => {
  it('echoes, edits and passes on whole lines', async () => {
    const { keys, screen, streams } = typing();
    const terminal = openTerminal(streams);
    keys.write('ab\u007fc\u001b[A\u001bOP\r');
    keys.write('gone\u0015é\r\u0004');
    const lines = await textOf(terminal.stdin as unknown as PassThrough);
    expect(lines).toBe('ac\u001b[A\u001bOP\né\n');
    terminal.stdout.write('out\nmore\r\n');
    screen.end();
    expect(await textOf(screen)).toBe(`ab\b \bc^[[A^[OP\r\ngone${'\b \b'.repeat(4)}é\r\nout\r\nmore\r\n`);
  });

  it('Ctrl-C ends the program', () => {
    const { keys, streams } = typing();
    const terminal = openTerminal(streams);
    keys.emit('data', Buffer.from('half\u0003'));
    expect(terminal.signal.aborted).toBe(true);
  });

  it('a shell in it prompts, runs what is typed, and exits on exit', async () => {
    const image = { command: ['sleep', 'infinity'], env: {}, programs: () => basePrograms([['sh', sh]]) };
    const pod = {
      name: 'kafka-0',
      namespace: 'default',
      uid: 'u',
      ip: '10.244.1.9',
      hostname: 'kafka-0',
      nodeName: 'n',
    };
    const spec = { pod, name: 'c', image: 'i', command: [], args: [], env: {}, ports: [], mounts: {} };
    const container = startProgramContainer(image, spec, {
      network: new InProcessNetwork(),
      log: () => undefined,
    });
    const { keys, screen, streams } = typing();
    const code = container.exec(['sh'], streams);
    keys.write('hostname\rif true; then\recho yes; fi\rexit 3\r');
    expect(await code).toBe(3);
    screen.end();
    expect(await textOf(screen)).toContain(
      'hostname\r\nkafka-0\r\nsh-4.4$ if true; then\r\n> echo yes; fi\r\nyes\r\nsh-4.4$ exit 3\r\nexit\r\n',
    );
    container.kill();
    await container.exited;
  });

  it('Ctrl-C in a shell ends the command in the foreground, and Ctrl-D its input: the shell continues', async () => {
    const image = { command: ['sleep', 'infinity'], env: {}, programs: () => basePrograms([]) };
    const pod = { name: 'p', namespace: 'default', uid: 'u', ip: '10.244.1.9', hostname: 'p', nodeName: 'n' };
    const spec = { pod, name: 'c', image: 'i', command: [], args: [], env: {}, ports: [], mounts: {} };
    const host = { network: new InProcessNetwork(), log: () => undefined };
    const container = startProgramContainer(image, spec, host);
    const { keys, screen, streams } = typing();
    let shown = '';
    screen.on('data', (piece) => {
      shown += piece;
    });
    const shows = async (text: string) => {
      const limit = Date.now() + 5000;
      while (!shown.endsWith(text)) {
        if (Date.now() > limit)
          throw new Error(`${JSON.stringify(shown)} does not end with ${JSON.stringify(text)}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    const code = container.exec(['sh'], streams);
    await shows('$ ');
    keys.write('echo asleep; sleep 1000\r');
    await shows('\r\nasleep\r\n');
    keys.write('\u0003');
    await shows('^C\r\nsh-4.4$ ');
    keys.write('echo $?\r');
    await shows('130\r\nsh-4.4$ ');
    keys.write('cat\r');
    await shows('cat\r\n');
    keys.write('typed\r');
    await shows('typed\r\ntyped\r\n');
    keys.write('\u0004');
    await shows('$ ');
    keys.write('ls "begun\r');
    await shows('> ');
    keys.write('\u0003');
    await shows('^C\r\nsh-4.4$ ');
    keys.write('exit 4\r');
    expect(await code).toBe(4);
    container.kill();
    await container.exited;
  });
});
