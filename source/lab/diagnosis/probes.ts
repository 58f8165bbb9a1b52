import { firstOf, partsOf, type Rule } from './rule.ts';

/** A probe of the manifest fails: the pod runs without being ready, or keeps restarting. */
export const probes: Rule = (seen, facts) =>
  firstOf(
    partsOf(seen, facts).flatMap((part) => part.pods.map((pod) => ({ part, pod }))),
    ({ part: { kind, name, file }, pod }) => {
      const failed = seen.situation?.warnings?.findLast(
        (warning) => warning.name === pod.name && /^(?:\w+) probe (?:failed|errored)/.test(warning.message),
      );
      if (failed === undefined || pod.isEnding) return undefined;
      const probe = /^\w+/.exec(failed.message)?.[0]?.toLowerCase() ?? 'readiness';
      const isKilled = probe !== 'readiness';
      if (isKilled ? pod.restarts === 0 : pod.ready) return undefined;
      // A container that ended by itself cannot be asked either.
      if (!isKilled && pod.containers.some(({ state }) => state !== 'running')) return undefined;
      return {
        hint: `The ${probe} probe of ${kind} ${name} fails, so Kubernetes ${isKilled ? 'keeps restarting the container' : 'does not count the pod as ready'}: compare \`${probe}Probe\` in ${file} (its port, its command, \`initialDelaySeconds\`) with what the container really does.`,
        evidence: `${pod.name} ${failed.message}`,
      };
    },
  );
