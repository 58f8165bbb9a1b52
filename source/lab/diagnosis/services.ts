import type { ServiceDetail } from '../model/situation.ts';
import { list } from '../model/text-format.ts';
import { type Diagnosis, firstOf, type PartOfLab, partsOf, type Rule, type Symptoms } from './rule.ts';

/** The Service that names the pods of ZooKeeper or Kafka is not there, or selects other pods. */
export const services: Rule = (seen, facts) =>
  firstOf(
    partsOf(seen, facts).filter(({ kind }) => kind === 'StatefulSet'),
    (part) => governing(part, seen),
  );

function governing(
  { name, file, workload, pods }: PartOfLab,
  { situation }: Symptoms,
): Diagnosis | undefined {
  const called = workload?.serviceName;
  if (situation === undefined || workload === undefined || called === undefined || pods.length === 0)
    return undefined;
  const service = situation.services.find((each) => each.name === called);
  if (service === undefined) {
    const others = situation.services.map((each) => each.name).filter((each) => each !== 'kubernetes');
    return {
      hint: `There is no Service \`${called}\`, and \`serviceName\` of StatefulSet ${name} in ${file} names it: without it the pods have no names in DNS. Give the Service that name, or delete the StatefulSet, mend \`serviceName\` and apply again.`,
      evidence: `StatefulSet ${name} has serviceName ${called}; Services: ${list(others)}`,
    };
  }
  return selectsNothing(service, workload.podLabels, name, file, pods.length);
}

function selectsNothing(
  { name, selector, endpoints }: ServiceDetail,
  podLabels: Readonly<Record<string, string>>,
  set: string,
  file: string,
  pods: number,
): Diagnosis | undefined {
  const wrong = Object.entries(selector).find(([key, value]) => podLabels[key] !== value);
  if (wrong === undefined && Object.keys(selector).length > 0) return undefined;
  if (endpoints !== undefined && endpoints.length >= pods) return undefined;
  const [key, value] = wrong ?? [];
  const has = Object.entries(podLabels).map(([label, is]) => `${label}: ${is}`);
  return {
    hint:
      key === undefined
        ? `The Service ${name} has no \`selector\`, so it names no pod: add the labels of StatefulSet ${set} in ${file} (${list(has)}).`
        : `The \`selector\` of Service ${name} in ${file} (\`${key}: ${value}\`) matches no pod of StatefulSet ${set}: their labels are \`${list(has)}\`. Make them equal.`,
    evidence: `Service ${name} selects ${key === undefined ? 'nothing' : `${key}=${value}`}, endpoints: ${list(endpoints ?? [])}`,
  };
}
