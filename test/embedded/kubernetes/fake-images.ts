import type {
  ContainerHost,
  ContainerSpec,
  ExecStreams,
  ExitStatus,
  Image,
  ImageStore,
  RunningContainer,
} from '../../../source/embedded/containers/container.ts';

/** A container that the test controls. */
export class FakeContainer implements RunningContainer {
  readonly spec: ContainerSpec;
  readonly host: ContainerHost;
  readonly exited: Promise<ExitStatus>;
  /** Signals in the order of their arrival. */
  readonly signals: string[] = [];
  /** The result of `exec`. */
  execExit = 0;
  execOutput = '';
  readonly executed: string[][] = [];
  running = true;
  /** Whether SIGTERM ends it. */
  obedient = true;
  #resolve: (status: ExitStatus) => void = () => {};

  constructor(spec: ContainerSpec, host: ContainerHost) {
    this.spec = spec;
    this.host = host;
    this.exited = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  exit(exitCode: number): void {
    this.running = false;
    this.#resolve({ exitCode });
  }

  terminate(): void {
    this.signals.push('SIGTERM');
    if (this.obedient) this.exit(0);
  }

  kill(): void {
    this.signals.push('SIGKILL');
    this.exit(137);
  }

  async exec(argv: readonly string[], streams: ExecStreams): Promise<number> {
    this.executed.push([...argv]);
    if (this.execOutput) streams.stdout.write(this.execOutput);
    return this.execExit;
  }
}

export class FakeImages implements ImageStore {
  /** Every container that was ever started, in order. */
  readonly started: FakeContainer[] = [];
  readonly #images = new Map<string, Image>();

  /** Adds an image. `onStart` may script the container, or throw. */
  add(
    reference: string,
    onStart: (container: FakeContainer) => void = () => {},
    volumes: readonly string[] = [],
  ): void {
    this.#images.set(reference, {
      reference,
      volumes,
      digest: `sha256:${Buffer.from(reference).toString('hex').padEnd(64, '0').slice(0, 64)}`,
      start: (spec, host) => {
        const container = new FakeContainer(spec, host);
        onStart(container);
        this.started.push(container);
        return container;
      },
    });
  }

  find(reference: string): Image | undefined {
    return this.#images.get(reference);
  }

  /** The latest container of a pod; throws if there is none. */
  of(pod: string, name?: string): FakeContainer {
    const found = this.started.findLast(
      ({ spec }) => spec.pod.name === pod && (name === undefined || spec.name === name),
    );
    if (!found) throw new Error(`no container was started for \`${pod}\``);
    return found;
  }

  get runningPods(): string[] {
    return this.started.filter(({ running }) => running).map(({ spec }) => spec.pod.name);
  }
}
