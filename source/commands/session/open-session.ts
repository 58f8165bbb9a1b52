import { join } from 'node:path';
import type { ClusterClaims } from '../../cluster/claims.ts';
import { createCommandRunner } from '../../cluster/command-runner.ts';
import { watchResponsiveness } from '../../cluster/watch-responsiveness.ts';
import { describeError } from '../../errors/lab-error.ts';
import { refuseLink } from '../../files/refuse-link.ts';
import { type Journal, journalFileName, openJournal } from '../../journal/journal.ts';
import { newSessionId, refuseSessionLinks, sessionDirectory } from '../../journal/session-files.ts';
import type { Lab } from '../../lab/model/step.ts';
import { removeDeadDrafts } from '../../processes/drafts.ts';
import { createSession } from '../../session/live/create-session.ts';
import type { Session } from '../../session/live/session-options.ts';
import { createRecovery } from '../../session/replay/recovery.ts';
import { sanitizeText } from '../../text/sanitize.ts';
import type { LabFiles as ReadableFiles } from '../../ui/state/lab-files.ts';
import type { TerminalPrograms } from '../../ui/state/terminal-programs.ts';
import type { Views } from '../../ui/views/view.ts';
import { adaptLab } from '../clusters/adapt-lab.ts';
import { chooseCluster } from '../clusters/choose-cluster.ts';
import { claimCluster } from '../clusters/claim-cluster.ts';
import { CurrentObserver } from '../clusters/current-observer.ts';
import { logPatternOf } from '../command-line/log-pattern.ts';
import type { Options } from '../command-line/options.ts';
import { kafkaViews } from '../kafka-views/kafka-views.ts';
import { precomputedLabFiles } from '../lab-files/precomputed-lab-files.ts';
import type { LabFiles } from '../lab-files/read-lab-files.ts';
import { readableFiles } from '../lab-files/readable-files.ts';
import { chooseLab } from '../labs/choose-lab.ts';
import { saveSessionLab } from '../labs/session-lab.ts';
import { appVersion } from '../locations/app-version.ts';
import { clusterDirectory } from '../locations/home-directory.ts';
import { openDebugLog } from '../process/open-debug-log.ts';
import { writeAtomically } from '../transcript/write-atomically.ts';
import { clusterViews } from '../views/cluster-views.ts';
import { joinedViews } from '../views/joined-views.ts';
import { filesOfTasks } from './files-of-tasks.ts';
import { labVerbs } from './lab-verbs.ts';
import { originOf } from './origin-of.ts';
import { makeWorkDirectory } from './work-directory.ts';

export interface SessionSetup {
  /** How many messages the window of a count holds. */
  readonly messages: number;
  /** The producer's messages per second; 0: as fast as possible; undefined: as in the manifest. */
  readonly rate: number | undefined;
  /** Nobody sees or steers the session. */
  readonly unattended?: boolean;
  /** Changes the lab before the session begins. */
  readonly transform?: (lab: Lab) => Lab;
}

export interface OpenSession {
  readonly session: Session;
  /** Where the session's journal, manifests and transcript are. */
  readonly directory: string;
  readonly id: string;
  /** The id of its lab. */
  readonly lab: string;
  /** True for a lab of a folder that `--lab` names: it is not part of kafka-lab. */
  readonly isOfOthers: boolean;
  /** What a person is told if it had been opened before and its record held nothing; the session has it as a notice. */
  readonly lost?: string;
  /** What the learner may have the terminal for. */
  readonly programs: TerminalPrograms;
  /** What the learner may look at over the screen. */
  readonly views: Views;
  /** What the learner may read on the screen. */
  readonly files: ReadableFiles;
  /** Who owns the existing cluster. */
  readonly claims: ClusterClaims;
  /** Ends streams, the journal, and a cluster that belongs to the session only. */
  close(): Promise<void>;
}

/** Assembles a session: journal, cluster, command runner and observer. */
export async function openSession(given: Options, setup: SessionSetup): Promise<OpenSession> {
  const { transform = (lab: Lab) => lab } = setup;
  const chosen = await chooseLab(given.lab);
  const options = {
    ...given,
    labDir: given.labDir ?? chosen.manifests,
    isOfLab: given.labDir === undefined && chosen.manifests !== undefined,
  };
  const logPattern = logPatternOf(options);
  const id = options.session ?? newSessionId(new Date());
  const directory = sessionDirectory(options.home, id);
  refuseSessionLinks(directory);
  // Changes in place when the learner's files have changed.
  const files: LabFiles = {
    ...(precomputedLabFiles(options, setup.rate) ??
      (await import('../lab-files/read-lab-files.ts')).readLabFiles(options, setup.rate)),
  };
  const claims = claimCluster(
    watchResponsiveness(await chooseCluster(options, files, false)),
    () => files.facts,
    options,
    join(directory, 'cluster.json'),
  );
  const { cluster } = claims;
  const lab = transform(await adaptLab(cluster, files, chosen.source));
  const recovery = createRecovery();
  // The journal creates the directory.
  let lost: string | undefined;
  const journal = await openJournal(directory, {
    onRecovered: (event) => recovery.add(event),
    onEmpty: () => {
      lost = emptied(join(directory, journalFileName));
    },
  });
  // Of exports during which an earlier process of this session was killed.
  await removeDeadDrafts(directory);
  openDebugLog(
    directory,
    cluster.kind === 'embedded' ? clusterDirectory(options.home, options.name) : undefined,
  );
  if (chosen.source !== undefined) saveSessionLab(directory, chosen.source);
  const work = makeWorkDirectory(join(directory, 'work'), files.manifests, chosen.files);
  const onDisk =
    options.labDir === undefined
      ? undefined
      : new (await import('../lab-files/reread-lab-files.ts')).LabFilesOnDisk(
          options,
          setup.rate,
          work,
          cluster.namespace,
        );
  const runner = createCommandRunner({
    cluster,
    kubectl: options.kubectl,
    verbs: labVerbs(cluster),
  });
  const observer = new CurrentObserver(
    cluster,
    () => files.facts,
    (level, text) => session.notice(level, text),
  );
  const session = createSession({
    lab,
    cluster,
    claims,
    runner,
    observer: () => observer.get(),
    journal,
    directory: work,
    taskFiles: filesOfTasks({ directory: work }),
    messages: setup.messages,
    ...(onDisk === undefined
      ? {}
      : {
          reread: async () => {
            const found = onDisk.reread();
            if (found?.files === undefined) return found && { lab: undefined, notes: found.notes };
            Object.assign(files, found.files);
            await observer.renew();
            return { lab: transform(await adaptLab(cluster, files, chosen.source)), notes: found.notes };
          },
        }),
    onExport: () => writeTranscript(journal, directory),
    onSaveLog: (name, text) => saveLog(directory, name, text),
    appVersion: appVersion(),
    origin: await originOf(options.home, id),
    ...(setup.unattended === undefined ? {} : { unattended: setup.unattended }),
    ...(logPattern === undefined ? {} : { logPattern }),
    ...(files.swapOff === undefined ? {} : { swapOff: files.swapOff }),
    ...(recovery.found ? { recovered: recovery.events() } : {}),
  });
  if (lost !== undefined) session.notice('error', lost);
  const shared = {
    cluster,
    runner,
    directory: work,
    typed: (line: string) => session.actions.typed(line),
    onUnexpected: (error: unknown) => session.notice('error', describeError(error)),
  };
  const resources = clusterViews({
    ...shared,
    inTerminal: (line) => async () => {
      const { startInPod } = await import('../hand-over/pod-shell.ts');
      const program = startInPod(line, { cluster, options, work });
      session.actions.shellOpened(line);
      return { ...program, ended: program.ended.finally(() => session.actions.shellClosed()) };
    },
  });
  const views = joinedViews([kafkaViews({ ...shared, facts: () => files.facts }), resources]);
  return {
    session,
    views,
    directory,
    id,
    lab: lab.id,
    isOfOthers: chosen.isOfOthers === true,
    ...(lost === undefined ? {} : { lost }),
    programs: {
      async shell() {
        const { startLearnersShell } = await import('../hand-over/learners-shell.ts');
        return startLearnersShell({ cluster, options, directory, work });
      },
      async edit(path) {
        const { startEditor } = await import('../hand-over/editor.ts');
        return startEditor(path);
      },
    },
    files: readableFiles({ work, labDir: given.labDir }),
    claims,
    close: async () => {
      views.close();
      await session.actions.close();
      await observer.close();
      await cluster.close();
    },
  };
}

const emptied = (path: string): string =>
  `the record of this session, \`${path}\`, was empty: what was done in it before is lost, and it begins anew`;

/** A new file each time, so that earlier ones stay. */
async function saveLog(directory: string, name: string, text: string): Promise<string> {
  const time = new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
  const path = join(directory, `${name}-${time}.log`);
  for (const own of [directory, path]) refuseLink(own);
  await writeAtomically(path, sanitizeText(text));
  return path;
}

/** Neither reads nor writes through a link that has taken the place of a file or directory of the session. */
async function writeTranscript(journal: Pick<Journal, 'path'>, directory: string): Promise<string> {
  const path = join(directory, 'transcript.md');
  for (const own of [directory, journal.path, path]) refuseLink(own);
  const { renderJournal } = await import('../transcript/render-journal.ts');
  await writeAtomically(path, renderJournal(journal.path, 'md'));
  return path;
}
