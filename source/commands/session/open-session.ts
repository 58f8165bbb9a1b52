import { join } from 'node:path';
import type { ClusterClaims } from '../../cluster/claims.ts';
import { type AppVerb, createCommandRunner } from '../../cluster/command-runner.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import { watchResponsiveness } from '../../cluster/watch-responsiveness.ts';
import { exitCodes } from '../../errors/lab-error.ts';
import { refuseLink } from '../../files/refuse-link.ts';
import { type Journal, openJournal } from '../../journal/journal.ts';
import { newSessionId, refuseSessionLinks, sessionDirectory } from '../../journal/session-files.ts';
import { createSession } from '../../session/live/create-session.ts';
import type { Session } from '../../session/live/session-options.ts';
import { createRecovery } from '../../session/replay/recovery.ts';
import { sanitizeText } from '../../text/sanitize.ts';
import { adaptLab } from '../clusters/adapt-lab.ts';
import { chooseCluster } from '../clusters/choose-cluster.ts';
import { claimCluster } from '../clusters/claim-cluster.ts';
import { CurrentObserver } from '../clusters/observe-cluster.ts';
import type { Options } from '../command-line/options.ts';
import { precomputedLabFiles } from '../lab-files/precomputed-lab-files.ts';
import { appVersion } from '../locations/app-version.ts';
import { clusterDirectory } from '../locations/home-directory.ts';
import { openDebugLog } from '../process/open-debug-log.ts';
import { renderJournal } from '../transcript/render-journal.ts';
import { writeAtomically } from '../transcript/write-atomically.ts';
import { makeWorkDirectory } from './work-directory.ts';

export interface SessionSetup {
  /** How many messages the window of a count holds. */
  readonly messages: number;
  /** The producer's messages per second; 0: as fast as possible; undefined: as in the manifest. */
  readonly rate: number | undefined;
}

export interface OpenSession {
  readonly session: Session;
  /** Where the session's journal, manifests and transcript are. */
  readonly directory: string;
  readonly id: string;
  /** Who owns the existing cluster. */
  readonly claims: ClusterClaims;
  /** Ends streams, the journal, and a cluster that belongs to the session only. */
  close(): Promise<void>;
}

/** Assembles a session: journal, cluster, command runner and observer. */
export async function openSession(options: Options, setup: SessionSetup): Promise<OpenSession> {
  const id = options.session ?? newSessionId(new Date());
  const directory = sessionDirectory(options.home, id);
  refuseSessionLinks(directory);
  const files =
    precomputedLabFiles(options, setup.rate) ??
    (await import('../lab-files/read-lab-files.ts')).readLabFiles(options, setup.rate);
  const claims = claimCluster(
    watchResponsiveness(await chooseCluster(options, files, false)),
    () => files.facts,
    options,
    join(directory, 'cluster.json'),
  );
  const { cluster } = claims;
  const lab = await adaptLab(cluster, files);
  const recovery = createRecovery();
  // The journal creates the directory.
  const journal = await openJournal(directory, { onRecovered: (event) => recovery.add(event) });
  openDebugLog(
    directory,
    cluster.kind === 'embedded' ? clusterDirectory(options.home, options.name) : undefined,
  );
  const work = makeWorkDirectory(join(directory, 'work'), files.manifests);
  const runner = createCommandRunner({
    cluster,
    kubectl: options.kubectl,
    verbs: labVerbs(cluster),
  });
  const observer = new CurrentObserver(cluster, files.facts, (level, text) => session.notice(level, text));
  const session = createSession({
    lab,
    cluster,
    claims,
    runner,
    observer: () => observer.get(),
    journal,
    directory: work,
    messages: setup.messages,
    onExport: () => exportTranscript(journal, directory),
    onSaveLog: (name, text) => saveLog(directory, name, text),
    appVersion: appVersion(),
    ...(files.swapOff === undefined ? {} : { swapOff: files.swapOff }),
    ...(recovery.found ? { recovered: recovery.events() } : {}),
  });
  return {
    session,
    directory,
    id,
    claims,
    close: async () => {
      await session.actions.close();
      await observer.close();
      await cluster.close();
    },
  };
}

/** `kafka-lab reset` and `kafka-lab build` in a step: the same as in a shell, on the session's cluster. */
function labVerbs(cluster: Cluster): Record<string, AppVerb> {
  return {
    reset: async (_args, { output, signal }) => {
      await cluster.reset(output, signal);
      return exitCodes.passed;
    },
    build: async (args, { output, signal }) => {
      await cluster.build(output, signal, args[0] === '--better' ? 'better' : 'first');
      return exitCodes.passed;
    },
  };
}

/** A new file each time, so that earlier ones stay. */
async function saveLog(directory: string, name: string, text: string): Promise<string> {
  const time = new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
  const path = join(directory, `${name}-${time}.log`);
  refuseLink(path);
  await writeAtomically(path, sanitizeText(text));
  return path;
}

async function exportTranscript(journal: Journal, directory: string): Promise<string> {
  const path = join(directory, 'transcript.md');
  refuseLink(path);
  await writeAtomically(path, await renderJournal(journal.path, 'md'));
  return path;
}
