import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommandRunner } from '../../../source/cluster/command-runner.ts';
import type { Cluster } from '../../../source/cluster/model/cluster.ts';
import { CurrentObserver } from '../../../source/commands/clusters/current-observer.ts';
import { LabError } from '../../../source/errors/lab-error.ts';
import type { JournalEvent } from '../../../source/journal/events.ts';
import type { Lab } from '../../../source/lab/model/step.ts';
import { type ManifestSet, readManifestSet } from '../../../source/manifests/manifest-set.ts';
import { type ManifestFacts, readFacts } from '../../../source/manifests/read-facts.ts';
import { createSession } from '../../../source/session/live/create-session.ts';
import { trusted } from '../../../source/text/safe-text.ts';
import { labOf } from '../../lab/kafka-lab.ts';
import { cli, type ServedCluster, serveCluster } from '../../serve-cluster.ts';
import { MemoryJournal } from '../../session/fakes/memory-journal.ts';
import { runTool } from '../tools.ts';

const own = readManifestSet('manifests');

/** Changes to the text of the manifests; a file that becomes undefined is missing. */
export type Edits = Partial<Record<'kafka.yml' | 'clients.yml', (text: string) => string | undefined>>;

export interface RunOptions {
  readonly edits?: Edits | undefined;
  /** Takes the names and numbers from the lab's own files, for mistakes that are made only on the cluster. */
  readonly ownFacts?: boolean | undefined;
  /** Check → its timeout in ms. */
  readonly waits: (check: string, usual: number) => number;
  readonly messages?: number;
  readonly onEvent?: (event: JournalEvent) => void;
}

/** The lab on an embedded cluster of its own, in this process except for the cluster. */
export class LiveLab {
  readonly #served: ServedCluster;

  private constructor(served: ServedCluster) {
    this.#served = served;
  }

  static async start(): Promise<LiveLab> {
    return new LiveLab(await serveCluster());
  }

  close(): Promise<void> {
    return this.#served.close();
  }

  /** Runs a command line as the learner types it, and returns its output. */
  async type(line: string, directory = 'manifests'): Promise<{ exitCode: number; said: string }> {
    let said = '';
    const { exitCode } = await createCommandRunner({
      cluster: this.#cluster(),
      kubectl: 'builtin',
      verbs: { build: () => this.#build() },
    }).run(line, {
      output: (_stream, text) => {
        said += text;
      },
      signal: AbortSignal.timeout(60_000),
      directory,
    });
    return { exitCode, said };
  }

  async #build(): Promise<number> {
    const built = await runTool(process.execPath, [cli, 'build'], { env: this.#served.env });
    return built.code ?? 1;
  }

  /** Runs steps until one fails. Resolves with the recorded events. */
  async run(steps: readonly string[], options: RunOptions): Promise<MemoryJournal> {
    const directory = mkdtempSync(join(this.#served.home, 'lab-'));
    const manifests = writeManifests(directory, options.edits ?? {});
    const facts = options.ownFacts ? readFacts(own) : factsOf(manifests);
    const cluster = this.#cluster();
    const journal = new MemoryJournal();
    if (options.onEvent) {
      const append = journal.append.bind(journal);
      journal.append = (event) => {
        append(event);
        options.onEvent?.(event);
      };
    }
    const observer = new CurrentObserver(
      cluster,
      () => facts,
      () => {},
    );
    const lab = withWaits(labOf(facts.lab), options.waits);
    const session = createSession({
      lab,
      cluster,
      runner: createCommandRunner({
        cluster,
        kubectl: 'builtin',
        verbs: { build: () => this.#build() },
      }),
      observer: () => observer.get(),
      journal,
      directory,
      messages: options.messages ?? 1_000,
      onExport: async () => '',
    });
    try {
      for (const id of steps) {
        const index = lab.steps.findIndex((step) => step.id === id);
        if (index < 0) throw new Error(`no step ${id}`);
        const ended = (): boolean => journal.of('step-ended').some((event) => event.step === id);
        const done = new Promise<void>((resolve) => {
          const unsubscribe = session.subscribe(() => {
            if (!ended() || session.snapshot().steps[index]!.state === 'running') return;
            unsubscribe();
            resolve();
          });
        });
        session.actions.run(index);
        await done;
        if (journal.of('check-failed').length > 0) break;
      }
    } finally {
      await session.actions.close();
      await observer.close();
      rmSync(directory, { recursive: true, force: true });
    }
    return journal;
  }

  /** The cluster is up, but does not belong to the session. */
  #cluster(): Cluster {
    const { kubeconfig } = this.#served;
    const refuse = () => Promise.reject(new Error('not here'));
    return {
      kind: 'embedded',
      name: 'theirs',
      kubeconfig,
      context: 'kafka-lab',
      namespace: 'default',
      state: 'ready',
      onState: () => () => {},
      attach: async () => true,
      existing: async () => undefined,
      reset: refuse,
      build: async (output) => {
        if ((await this.#build()) !== 0) throw new Error('the build of the clients failed');
        output('stdout', trusted('ece573-prj05-clients:v1\n'));
      },
      down: async () => {},
      close: async () => {},
    };
  }
}

function writeManifests(directory: string, edits: Edits): ManifestSet {
  mkdirSync(directory, { recursive: true });
  const manifests = { ...own };
  for (const name of ['kafka.yml', 'clients.yml'] as const) {
    const text = readFileSync(join('manifests', name), 'utf8');
    const edit = edits[name];
    const edited = edit === undefined ? text : edit(text);
    if (edit !== undefined && edited === text) throw new Error(`the edit of ${name} changes nothing`);
    if (edited === undefined) continue;
    manifests[name] = edited;
    writeFileSync(join(directory, name), edited);
  }
  return manifests;
}

/** The facts from a learner's files; if those cannot be read, as in a session that had already started, the lab's own. */
function factsOf(manifests: ManifestSet): ManifestFacts {
  try {
    return readFacts(manifests);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return readFacts(own);
  }
}

function withWaits(lab: Lab, waits: RunOptions['waits']): Lab {
  return {
    ...lab,
    steps: lab.steps.map((step) => ({
      ...step,
      checks: step.checks.map((check) => ({
        ...check,
        withinMs: Math.min(check.withinMs, waits(check.id, check.withinMs)),
      })),
    })),
  };
}
