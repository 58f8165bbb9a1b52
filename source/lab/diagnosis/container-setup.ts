import { type Diagnosis, describePod, firstOf, type PartOfLab, partsOf, type Rule } from './rule.ts';

const configFailure =
  /^(?:Init:)?(?:CreateContainerConfigError|CreateContainerError|RunContainerError|StartError|ContainerCannotRun)$/;

/** A container cannot be created or started as the manifest asks. */
export const containerSetup: Rule = (seen, facts) =>
  firstOf(
    partsOf(seen, facts).flatMap((part) => part.pods.map((pod) => ({ part, pod }))),
    ({ part, pod }): Diagnosis | undefined => {
      const ends = pod.containers.flatMap(({ ended, endedBefore }) => [ended, endedBefore]);
      const notStarted = ends.find((end) => end !== undefined && configFailure.test(end.reason));
      const mount = seen.situation?.warnings?.findLast(
        (warning) => warning.name === pod.name && warning.reason === 'FailedMount',
      );
      if (configFailure.test(pod.status) || (notStarted !== undefined && !pod.ready)) {
        const said = `${pod.trouble ?? ''} ${notStarted?.message ?? ''}`;
        const evidence = notStarted?.message
          ? `${pod.name} ${notStarted.reason}: ${notStarted.message}`
          : describePod(pod);
        return { hint: setupHint(said, part, pod.name), evidence };
      }
      if (mount === undefined || pod.ready || pod.containers.every(({ state }) => state !== 'waiting'))
        return undefined;
      return { hint: setupHint(mount.message, part, pod.name), evidence: `${pod.name} ${mount.message}` };
    },
  );

function setupHint(said: string, { file, kind, name }: PartOfLab, pod: string): string {
  const where = `${kind} ${name} in ${file}`;
  const [, what, object] = /\b(configmap|secret) "([^"]+)" not found/i.exec(said) ?? [];
  if (what !== undefined)
    return `${where} needs the ${what.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap'} \`${object}\`, which does not exist: create it, or correct its name.`;
  const key = /couldn't find key (\S+) in/.exec(said)?.[1];
  if (key !== undefined)
    return `${where} needs the key \`${key}\`, which its ConfigMap or Secret does not have.`;
  const program = /exec: "([^"]+)": [^"]*(?:not found|no such file)/.exec(said)?.[1];
  if (program !== undefined)
    return `The image has no program \`${program}\`: correct \`command\` of ${where}, or leave it out to run what the image runs.`;
  return `The container cannot be created as ${where} asks: \`kubectl describe pod ${pod}\` names the field.`;
}
