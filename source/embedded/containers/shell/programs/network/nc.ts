import type { Connection } from '../../../../network/pod-network.ts';
import type { ProgramContext } from '../../program.ts';
import { readPieces, writeText } from '../../streams.ts';
import { complain, ToolError, tool } from '../tool/tool.ts';

/** What nmap's ncat says about the errors of the pod network. */
export const networkErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connection refused',
  EHOSTUNREACH: 'No route to host',
  ENOTFOUND: 'Could not resolve hostname',
};

export function networkError(error: unknown): string | undefined {
  const { code = '' } = error as NodeJS.ErrnoException;
  return networkErrors[code];
}

/** `nc [-z] [-v] [-w SECONDS] [-N] HOST PORT`, `nc -l PORT`: ncat over the pod network, with the input of the program. */
export const nc = tool(
  {
    options: ['z', 'v', 'w:', 'N', 'q:', 'l', 'p:', 'n', 'k', 'i:', '4', 't', '|send-only', '|recv-only'],
    wrong: 2,
  },
  async (context, options, operands) => {
    const port = options.has('l') ? (options.value('p') ?? operands.at(-1)) : operands[1];
    const [host] = operands;
    if (!/^\d{1,5}$/.test(port ?? '') || (host === undefined && !options.has('l'))) {
      throw new ToolError(
        options.has('l') ? 'which port to listen on?' : 'usage: nc [-z] [-v] [-w SECONDS] HOST PORT',
        2,
      );
    }
    if (options.has('l')) return await listen(context, Number(port));
    let connection: Connection;
    try {
      connection = await context.container.network.connect(context.container.pod.ip, host!, Number(port));
    } catch (error) {
      const reason = networkError(error);
      if (reason === undefined) throw error;
      await writeText(
        context.stderr,
        `Ncat: ${reason === networkErrors.ENOTFOUND ? `${reason} "${host}": Name or service not known. QUITTING` : reason}.\n`,
      );
      return 1;
    }
    connection.on('error', () => undefined);
    if (options.has('v')) await writeText(context.stderr, `Ncat: Connected to ${host}:${port}.\n`);
    if (options.has('z')) {
      connection.destroy();
      return 0;
    }
    return await exchange(context, connection, Number(options.value('w') ?? options.value('i') ?? 0) * 1000);
  },
);

/** Sends the input and shows what comes, until the other side ends. */
export async function exchange(
  context: ProgramContext,
  connection: Connection,
  idleMs: number,
): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    if (idleMs > 0) timer = setTimeout(() => connection.destroy(), idleMs);
  };
  const abort = (): void => void connection.destroy();
  context.killed.addEventListener('abort', abort, { once: true });
  const sending = (async () => {
    for await (const piece of readPieces(context.stdin, context.killed)) {
      if (connection.destroyed) return;
      await writeText(connection, piece, context.killed);
    }
    connection.end();
  })();
  wait();
  for await (const piece of readPieces(connection, context.killed)) {
    wait();
    await writeText(context.stdout, piece, context.killed);
  }
  clearTimeout(timer);
  context.killed.removeEventListener('abort', abort);
  connection.destroy();
  context.stdin?.destroy();
  await sending;
  return 0;
}

/** Accepts one connection. */
async function listen(context: ProgramContext, port: number): Promise<number> {
  const { network, pod } = context.container;
  let accept: (connection: Connection | undefined) => void = () => {};
  const accepted = new Promise<Connection | undefined>((resolve) => {
    accept = resolve;
  });
  try {
    const listener = network.listen(pod.ip, port, (connection) => {
      connection.on('error', () => undefined);
      accept(connection);
    });
    context.killed.addEventListener('abort', () => accept(undefined), { once: true });
    const connection = await accepted;
    listener.close();
    return connection === undefined ? 137 : await exchange(context, connection, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    await complain(context, `bind to 0.0.0.0:${port}: Address already in use. QUITTING.`);
    return 2;
  }
}
