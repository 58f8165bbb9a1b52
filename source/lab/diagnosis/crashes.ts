import { isPodOfBroker } from '../model/broker-pods.ts';
import { knownBrokerIds } from '../model/facts.ts';
import type { EndSeen, PodDetail } from '../model/situation.ts';
import type { LabFacts } from '../model/step.ts';
import { clientSayings } from './client-sayings.ts';
import {
  type Diagnosis,
  describePod,
  firstOf,
  type PartOfLab,
  partsOf,
  type Rule,
  type Symptoms,
} from './rule.ts';
import { idSaidTaken, type Saying, serverSayings } from './server-sayings.ts';

const crashFailure = /^(?:Init:)?(?:CrashLoopBackOff|Error|OOMKilled|Completed|ExitCode:\d+|Signal:\d+)$/;

/** ZooKeeper or a broker ended, and logged why. */
export const serverSays: Rule = (seen, facts) =>
  firstOf(crashed(seen, facts, false), ({ pod, part }) =>
    byItsLog(pod, part, serverSayings, ownIdOf(pod, seen, facts)),
  );

/** A client ended, and logged why. */
export const clientSays: Rule = (seen, facts) =>
  firstOf(crashed(seen, facts, true), ({ pod, part }) => byItsLog(pod, part, clientSayings));

/** ZooKeeper or a broker keeps ending. */
export const serverCrash: Rule = (seen, facts) =>
  firstOf(crashed(seen, facts, false), ({ pod, part }) => byItsEnd(pod, part));

/** A client keeps ending. */
export const clientCrash: Rule = (seen, facts) =>
  firstOf(crashed(seen, facts, true), ({ pod, part }) => byItsEnd(pod, part));

interface Crashed {
  readonly part: PartOfLab;
  readonly pod: PodDetail;
}

/** The pods whose container does not run, because it ended. */
function crashed(seen: Symptoms, facts: LabFacts, isClient: boolean): readonly Crashed[] {
  return partsOf(seen, facts)
    .filter((part) => part.isClient === isClient)
    .flatMap((part) => part.pods.map((pod) => ({ part, pod })))
    .filter(({ pod }) => {
      const isDown = pod.containers.some(({ state }) => state !== 'running') && lastEnd(pod) !== undefined;
      return !pod.isEnding && (crashFailure.test(pod.status) || isDown);
    });
}

/** The broker id of a pod, if the manifest gives it to no other and no other pod has or wants it. */
function ownIdOf(pod: PodDetail, seen: Symptoms, facts: LabFacts): number | undefined {
  const ids = knownBrokerIds(facts) ?? [];
  const id = ids.find((_, index) => isPodOfBroker(pod, index, facts));
  if (id === undefined || ids.filter((each) => each === id).length > 1) return undefined;
  const holder = seen.brokers?.find((broker) => broker.id === id);
  const hosts = holder === undefined ? [] : [holder.host, ...(holder.others ?? [])];
  const others = (seen.situation?.pods ?? []).filter(({ name }) => name !== pod.name);
  const isShared = others.some(
    ({ name, log, previousLog }) =>
      hosts.some((host) => host === name || host.startsWith(`${name}.`)) ||
      [...previousLog, ...log].some((line) => idSaidTaken(line) === id),
  );
  return isShared ? undefined : id;
}

/** The line of a pod's log that says why it ended. */
function byItsLog(
  pod: PodDetail,
  part: PartOfLab,
  sayings: readonly Saying[],
  ownId?: number,
): Diagnosis | undefined {
  const said = { pod: pod.name, ...(ownId === undefined ? {} : { ownId }) };
  // A run that has just begun has not said it yet.
  const runs = [pod.log, pod.previousLog];
  for (const lines of runs)
    for (const { pattern, hint } of sayings) {
      const line = lines.findLast((each) => pattern.test(each));
      const match = line === undefined ? null : pattern.exec(line);
      if (line !== undefined && match !== null)
        return { hint: hint(match, part, said), evidence: `${pod.name}: ${line.trim()}` };
    }
  return undefined;
}

function byItsEnd(pod: PodDetail, { kind, name, file }: PartOfLab): Diagnosis {
  const end = lastEnd(pod);
  const where = `${kind} ${name} in ${file}`;
  const previous = `\`kubectl logs ${pod.name} --previous\``;
  const evidence = end === undefined ? describePod(pod) : `${describePod(pod)}; ${describeEnd(end)}`;
  if (end?.reason === 'OOMKilled')
    return {
      hint: `${pod.name} needs more memory than its limit: raise \`resources.limits.memory\` of ${where}.`,
      evidence,
    };
  if (end?.exitCode === 137)
    return {
      hint: `${pod.name} was killed (SIGKILL). Kubernetes starts it again after a pause that doubles each time: wait for it, or \`kubectl delete pod ${pod.name}\`, then run the step again.`,
      evidence,
    };
  if (end?.exitCode === 0)
    return {
      hint: `The program in ${pod.name} ends by itself, without an error: is \`command\` of ${where} one that keeps running?`,
      evidence,
    };
  const last = lastWords(pod);
  return {
    hint: `${pod.name} keeps ending: ${previous} shows its last lines, and the settings behind them are in ${where}.`,
    evidence: last === undefined ? evidence : `${evidence}; last line: ${last}`,
  };
}

function lastEnd({ containers }: PodDetail): EndSeen | undefined {
  const ends = containers.flatMap(({ ended, endedBefore }) => [ended, endedBefore]);
  return ends.find((end) => end !== undefined);
}

const lastWords = ({ log, previousLog }: PodDetail): string | undefined =>
  [...previousLog, ...log].findLast((line) => line.trim() !== '')?.trim();

/** `ended with exit code 137 (OOMKilled)` */
export function describeEnd({ reason, exitCode }: EndSeen): string {
  const why = reason === '' || reason === 'Error' ? '' : ` (${reason})`;
  return `ended with exit code ${exitCode}${why}`;
}

/** For how long a crash that is over may still explain a failure. */
const lately = 3 * 60_000;

/** A broker or ZooKeeper crashed and runs again: its absence may explain the failure. */
export const backAgain: Rule = (seen, facts) =>
  firstOf(
    partsOf(seen, facts)
      .filter(({ isClient }) => !isClient)
      .flatMap(({ pods }) => pods),
    (pod) => {
      const end = pod.containers.find(({ state }) => state === 'running')?.endedBefore;
      if (end?.at === undefined || end.exitCode === 0 || (seen.situation?.at ?? 0) - end.at > lately)
        return undefined;
      return {
        hint: `${pod.name} crashed and runs again. While it was away, leaders moved and clients had to reconnect: give it half a minute to catch up, then run the step again. \`kubectl logs ${pod.name} --previous\` shows its last lines.`,
        evidence: `${pod.name} ${describeEnd(end)}, restarts: ${pod.restarts}`,
      };
    },
  );
