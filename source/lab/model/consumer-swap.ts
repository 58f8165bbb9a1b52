import type { ConsumerSwap, LabCommand, LabFacts } from './step.ts';

/** The commands that replace one consumer with the other, as a user would type them. */
export function swapCommands(facts: LabFacts, to: 'partition' | 'group'): readonly LabCommand[] {
  const deployment = `deployment/${facts.consumerApp}`;
  const swap: ConsumerSwap = facts.swap ?? { by: 'role' };
  if (swap.by === 'role')
    return [{ line: `kubectl set env ${deployment} ROLE=${to === 'group' ? 'group-consumer' : 'consumer'}` }];
  if (swap.by === 'image')
    return [{ line: `kubectl set image ${deployment} '*=${to === 'group' ? swap.better : swap.original}'` }];
  const isSecond = swap.by === 'program' && to === 'group';
  return [
    // The tag stays the same, so the Deployment does not change: the restart makes it use the new image.
    { line: isSecond ? 'kafka-lab build --better' : 'kafka-lab build', standsFor: './build.sh' },
    { line: `kubectl rollout restart ${deployment}` },
  ];
}

/** Which consumer runs after a command has succeeded; undefined if the command does not change that. */
export function consumerAfter(line: string, facts: LabFacts): 'partition' | 'group' | undefined {
  if (line === 'kubectl apply -f clients.yml')
    return facts.swap?.by === 'program' || facts.swap?.by === 'edit' ? undefined : 'partition';
  // A build alone changes nothing that runs, but it decides what the next pod runs.
  for (const to of ['group', 'partition'] as const)
    if (swapCommands(facts, to)[0]?.line === line) return facts.swap?.by === 'edit' ? undefined : to;
  return undefined;
}
