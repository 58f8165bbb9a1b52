import { PassThrough, Readable } from 'node:stream';
import type {
  ContainerHost,
  ContainerSpec,
  Image,
  RunningContainer,
} from '../../../source/embedded/containers/container.ts';
import { InProcessNetwork } from '../../../source/embedded/network/in-process-network.ts';
import { LoopbackListeners } from '../../../source/embedded/network/loopback-listeners.ts';

export interface RunningPod {
  readonly container: RunningContainer;
  readonly log: string[];
  readonly ip: string;
  /** Runs a command in it, and returns the output. */
  exec(argv: readonly string[], stdin?: string): Promise<{ code: number; stdout: string; stderr: string }>;
}

/** A pod network with its outside listeners, and pods that start as a node agent would start them. */
export class PodWorld {
  readonly network = new InProcessNetwork();
  readonly outside: LoopbackListeners;
  readonly #pods: RunningPod[] = [];
  readonly #endpoints = new Map<string, { ip: string; hostname: string; ready: boolean }[]>();

  private constructor(outside: LoopbackListeners) {
    this.outside = outside;
  }

  static async open(): Promise<PodWorld> {
    return new PodWorld(await LoopbackListeners.reserve());
  }

  start(
    image: Image,
    name: string,
    options: Partial<Pick<ContainerSpec, 'command' | 'args' | 'env' | 'mounts' | 'layer'>> & {
      service?: string;
    } = {},
  ): RunningPod {
    const ip = `10.244.1.${this.#pods.length + 2}`;
    const { service, ...rest } = options;
    const attachment = { ip, name, namespace: 'default', hostname: name };
    this.network.attach(service === undefined ? attachment : { ...attachment, subdomain: service });
    if (service !== undefined) this.#publish(service, { ip, hostname: name, ready: true });
    const log: string[] = [];
    const host: ContainerHost = { network: this.network, log: (_stream, line) => void log.push(line) };
    const container = image.start(
      {
        pod: {
          name,
          namespace: 'default',
          uid: `uid-${name}`,
          ip,
          hostname: name,
          ...(service === undefined ? {} : { subdomain: service }),
          nodeName: 'kind-worker',
        },
        name,
        image: image.reference,
        command: [],
        args: [],
        env: {},
        ports: [],
        mounts: {},
        ...rest,
      },
      host,
    );
    const pod: RunningPod = {
      container,
      log,
      ip,
      exec: async (argv, stdin) => {
        const [stdout, stderr] = [new PassThrough(), new PassThrough()];
        const texts = [text(stdout), text(stderr)] as const;
        const input = stdin === undefined ? {} : { stdin: Readable.from([Buffer.from(stdin)]) };
        const code = await container.exec(argv, {
          stdout,
          stderr,
          ...input,
          tty: false,
          signal: new AbortController().signal,
        });
        stdout.end();
        stderr.end();
        return { code, stdout: await texts[0], stderr: await texts[1] };
      },
    };
    this.#pods.push(pod);
    return pod;
  }

  async close(): Promise<void> {
    for (const pod of this.#pods) pod.container.kill();
    await Promise.all(this.#pods.map((pod) => pod.container.exited));
    await this.outside.close();
  }

  #publish(service: string, endpoint: { ip: string; hostname: string; ready: boolean }): void {
    const endpoints = [...(this.#endpoints.get(service) ?? []), endpoint];
    this.#endpoints.set(service, endpoints);
    this.network.setService({
      namespace: 'default',
      name: service,
      clusterIP: undefined,
      ports: [],
      endpoints,
    });
  }
}

async function text(stream: PassThrough): Promise<string> {
  let result = '';
  for await (const piece of stream) result += piece;
  return result;
}

/** Repeats the query until the answer is right. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  right: (answer: T) => boolean,
  limitMs = 15_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (right(answer)) return answer;
    if (performance.now() > end) throw new Error(`not so in ${limitMs} ms: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
