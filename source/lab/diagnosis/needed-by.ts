import type { Check, CommandContext, LabFacts, Step } from '../model/step.ts';

/**
 * What has to run for checks to hold: nothing of the lab; ZooKeeper and Kafka; these and whatever else there is; or the clients as well. A
 * Deployment that is missing is a mistake only where it is needed.
 */
export type Need = 'nothing' | 'services' | 'all-that-is-there' | 'clients';

/** By what a step does and looks at. */
export function neededByStep(step: Step, context: CommandContext): Need {
  const effects = (step.effects ?? []).map(({ kind }) => kind);
  if (effects.includes('fresh-cluster')) return 'nothing';
  const { producerApp, consumerApp, producerSelector, consumerSelector, brokerPod, zookeeperPod } =
    context.facts;
  const lines = step.commands(context).map(({ line }) => line);
  const names = (...words: readonly string[]): boolean =>
    lines.some((line) => words.some((word) => line.includes(word)));
  if (
    effects.length > 0 ||
    names(producerApp, consumerApp, producerSelector, consumerSelector, 'kubectl apply -f clients.yml')
  )
    return 'clients';
  const byChecks = neededByChecks(step.checks);
  if (byChecks !== 'nothing') return byChecks;
  return names(brokerPod, zookeeperPod, 'kubectl get pods') ? 'services' : 'nothing';
}

/** By what checks of a step that is over look at: the clients may have been deleted since, as step 2.6 does. */
export function neededByChecks(checks: readonly Check[]): Need {
  const looks = new Set(checks.flatMap(({ look }) => look));
  const looksAt = (...names: readonly (typeof looks extends Set<infer Name> ? Name : never)[]): boolean =>
    names.some((name) => looks.has(name));
  if (looksAt('tally', 'timeline')) return 'clients';
  if (looksAt('pods', 'workloads')) return 'all-that-is-there';
  return looksAt('services', 'brokers', 'topics') ? 'services' : 'nothing';
}

/** By those checks of a step that failed: a topic that a check names needs no more than brokers. */
export function neededByFailed(failed: readonly Check[], step: Step, context: CommandContext): Need {
  return failed.every((check) => isAboutOtherTopic(check, context.facts))
    ? neededByChecks(failed)
    : neededByStep(step, context);
}

/** Whether a check is about another topic than that of the facts, whose state then explains nothing. */
export function isAboutOtherTopic({ topic }: Check, facts: LabFacts): boolean {
  return topic !== undefined && topic !== facts.topic;
}
