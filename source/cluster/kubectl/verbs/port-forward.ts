import { createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { resourcePath } from '../../api/paths.ts';
import { openPortForward } from '../../api/port-forward.ts';
import { requestKind } from '../../api/read-objects.ts';
import { parseResourceArguments } from '../arguments/resource-arguments.ts';
import { KubectlError, usageError } from '../errors/kubectl-error.ts';
import { podsBehind } from '../objects/pods-behind.ts';
import type { Verb, VerbContext } from '../verb/verb.ts';

export const portForward: Verb = {
  name: 'port-forward',
  flags: [{ name: 'address', type: 'string', initial: 'localhost' }],
  leftOut: ['pod-running-timeout'],
  async run(context, { flags, args }) {
    if (args.length < 2)
      throw usageError(
        'error: TYPE/NAME and list of ports are required for port-forward',
        'kubectl port-forward',
      );
    const address = flags.string('address');
    if (address !== 'localhost' && address !== '127.0.0.1') {
      throw new KubectlError(`error: the built-in kubectl listens only on 127.0.0.1, not on \`${address}\``);
    }
    const target = args[0]!;
    const { pods, type } = await podsBehind(context, target, 'attach');
    const pod = pods[0];
    if (pod === undefined) throw new KubectlError('error: unable to forward port because no pod matches');
    if (pod.status?.phase !== 'Running') {
      throw new KubectlError(
        `error: unable to forward port because pod is not running. Current status=${pod.status?.phase}`,
      );
    }
    const service = type === 'services' ? await serviceOf(context, target) : undefined;
    const ports = args.slice(1).map((text) => readPorts(text, pod, service));
    const servers: Server[] = [];
    const sockets = new Set<Socket>();
    try {
      for (const { local, remote } of ports) servers.push(await listen(context, pod, local, remote, sockets));
      await new Promise<void>((resolve) =>
        context.signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      throw context.signal.reason;
    } finally {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    }
  },
};

async function serviceOf(context: VerbContext, target: string): Promise<Stored<'services'>> {
  const [wanted] = parseResourceArguments(await context.types(), [target]);
  const path = resourcePath(wanted!.type, context.namespace, wanted!.names?.[0]);
  return requestKind(context.api, 'services', { path, signal: context.signal });
}

/** `9092`, `8080:9092`, `:9092`, `8080:metrics`; a Service's port is translated to its pods' port. */
function readPorts(
  text: string,
  pod: Stored<'pods'>,
  service: Stored<'services'> | undefined,
): { local: number; remote: number } {
  const parts = text.split(':');
  const wrong = new KubectlError(`error: invalid port format '${text}'`);
  if (parts.length > 2) throw wrong;
  const remoteText = parts.at(-1)!;
  const remote = containerPort(remoteText, pod, service);
  const local =
    parts.length === 1 ? (/^\d+$/.test(remoteText) ? Number(remoteText) : remote) : Number(parts[0] || '0');
  if (!Number.isInteger(local) || local < 0 || local > 65_535 || !(remote > 0) || remote > 65_535)
    throw wrong;
  return { local, remote };
}

function containerPort(text: string, pod: Stored<'pods'>, service: Stored<'services'> | undefined): number {
  let wanted: string | number = text;
  if (service !== undefined) {
    const port = (service.spec.ports ?? []).find((one) => String(one.port) === text || one.name === text);
    if (port === undefined)
      throw new KubectlError(`error: Service ${service.metadata.name} does not have a service port ${text}`);
    wanted = port.targetPort ?? port.port;
  }
  if (/^\d+$/.test(String(wanted))) return Number(wanted);
  const named = pod.spec.containers.flatMap(({ ports }) => ports ?? []).find((one) => one.name === wanted);
  if (named !== undefined) return named.containerPort;
  throw new KubectlError(`error: Pod '${pod.metadata.name}' does not have a named port '${wanted}'`);
}

function listen(
  context: VerbContext,
  pod: Stored<'pods'>,
  local: number,
  remote: number,
  sockets: Set<Socket>,
): Promise<Server> {
  const target = { namespace: pod.metadata.namespace ?? context.namespace, name: pod.metadata.name };
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      const { port } = server.address() as { port: number };
      context.print(`Handling connection for ${port}`);
      openPortForward(context.api, target, remote, context.signal).then(
        (stream) => {
          const report = (error: Error | null | undefined): void => {
            if (
              error &&
              !context.signal.aborted &&
              (error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE'
            ) {
              context.warn(`error: ${error.message}`);
            }
          };
          pipeline(socket, stream, socket, report);
        },
        (error: Error) => {
          if (!context.signal.aborted) context.warn(`error: ${error.message}`);
          socket.destroy();
        },
      );
    });
    server.on('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'address already in use' : error.message;
      reject(
        new KubectlError(
          `error: unable to listen on port ${local}: listen tcp4 127.0.0.1:${local}: bind: ${why}`,
        ),
      );
    });
    server.listen(local, '127.0.0.1', () => {
      context.print(`Forwarding from 127.0.0.1:${(server.address() as { port: number }).port} -> ${remote}`);
      resolve(server);
    });
  });
}
