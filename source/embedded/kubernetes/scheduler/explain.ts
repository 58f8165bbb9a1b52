import type { Refusal } from './filters.ts';

/** Why no node fits, counted by reason, as kube-scheduler writes it into the condition and the event. */
export function explainRefusals(refusals: readonly Refusal[]): string {
  const total = refusals.length;
  if (total === 0) return 'no nodes available to schedule pods';
  const hopeless = refusals.filter((refusal) => !refusal.preemptible).length;
  const preemption = [
    ...(hopeless > 0 ? [`${hopeless} Preemption is not helpful for scheduling`] : []),
    ...(total > hopeless ? [`${total - hopeless} No preemption victims found for incoming pod`] : []),
  ];
  const none = `0/${total} nodes are available`;
  return `${none}: ${histogram(refusals)}. preemption: ${none}: ${preemption.join(', ')}.`;
}

/** A reason that all nodes share is given once, without a count, if it concerns the pod and not the node. */
export function explainForAll(reason: string, nodes: number): string {
  const none = `0/${nodes} nodes are available`;
  return `${none}: ${reason}. preemption: ${none}: ${nodes} Preemption is not helpful for scheduling.`;
}

function histogram(refusals: readonly Refusal[]): string {
  const counts = new Map<string, number>();
  for (const { reasons } of refusals)
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Array.from(counts, ([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}
