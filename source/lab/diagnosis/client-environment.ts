import type { LabFacts } from '../model/step.ts';
import { addressesIn, whyUnresolved } from './cluster-names.ts';
import {
  type Diagnosis,
  firstOf,
  mainContainer,
  type PartOfLab,
  partsOf,
  type Rule,
  type Symptoms,
} from './rule.ts';

/** A client has the wrong role, topic or broker. */
export const clientEnvironment: Rule = (seen, facts) => {
  const clients = partsOf(seen, facts).filter(({ isClient }) => isClient);
  return (
    firstOf(clients, (client) => wrongRole(client)) ??
    wrongTopic(clients, facts) ??
    firstOf(clients, (client) => wrongBroker(client, seen, facts))
  );
};

const settingIn = ({ workload }: PartOfLab, variable: string): string | undefined =>
  mainContainer(workload, variable)?.env[variable];

const where = ({ kind, name, file }: PartOfLab): string => `${kind} ${name} in ${file}`;

/** Only what is wrong for any client: a program of the learner's may know other roles. */
function wrongRole(client: PartOfLab): Diagnosis | undefined {
  const role = settingIn(client, 'ROLE');
  const isProducer = client.part === 'producer';
  if (role === undefined || (role === 'producer') === isProducer) return undefined;
  const isRefused = client.pods.some((pod) =>
    [...pod.log, ...pod.previousLog].some((line) => line.includes('ROLE is `')),
  );
  // What the program says of it names the roles that it knows.
  if (isRefused) return undefined;
  return {
    hint: `The ${client.part} has ROLE=${role}: set it to \`${isProducer ? 'producer' : 'consumer'}\` under \`env\` of ${where(client)}.`,
    evidence: `${client.name}: ROLE=${role}`,
  };
}

function wrongTopic(clients: readonly PartOfLab[], facts: LabFacts): Diagnosis | undefined {
  const topics = clients.map((client) => ({ client, topic: settingIn(client, 'TOPIC') }));
  const known = topics.filter(({ topic }) => topic !== undefined);
  const wrong = known.find(({ topic }) => topic !== facts.topic);
  if (wrong === undefined) return undefined;
  const evidence = known.map(({ client, topic }) => `${client.part}: TOPIC=${topic}`).join(', ');
  const isDifferent = new Set(known.map(({ topic }) => topic)).size > 1;
  return {
    hint: isDifferent
      ? `Producer and consumer use different topics: give both the same TOPIC, \`${facts.topic}\`, under \`env\` in clients.yml.`
      : `The clients use the topic \`${wrong.topic}\`, and the lab counts \`${facts.topic}\`: set TOPIC to it under \`env\` of ${where(wrong.client)}.`,
    evidence,
  };
}

function wrongBroker(
  client: PartOfLab,
  seen: Symptoms,
  { namespace, brokerPort }: LabFacts,
): Diagnosis | undefined {
  const value = settingIn(client, 'KAFKA_BROKER');
  const { situation, brokers = [] } = seen;
  if (value === undefined || situation === undefined) return undefined;
  const evidence = `${client.part}: KAFKA_BROKER=${value}`;
  const variable = `KAFKA_BROKER of ${where(client)}`;
  const ports = [...new Set(brokers.map(({ port }) => port))];
  return firstOf(addressesIn(value), ({ host, port }): Diagnosis | undefined => {
    if (host === 'localhost' || host.startsWith('127.'))
      return {
        hint: `\`${host}\` is the client's own pod, where no broker runs: put the name of a broker's pod in its Service into ${variable}.`,
        evidence,
      };
    const why = whyUnresolved(host, situation, namespace);
    if (why !== undefined)
      return { hint: `The ${client.part} does not find its broker: ${why}. Correct ${variable}.`, evidence };
    if (port === undefined)
      return { hint: `${variable} needs a port: \`${host}:${ports[0] ?? brokerPort}\`.`, evidence };
    const service = situation.services.find(({ name }) => host.split('.').includes(name));
    const open = service === undefined || service.clusterIP === 'None' ? ports : service.ports;
    if (open.length === 0 || open.includes(port)) return undefined;
    return {
      hint: `The brokers listen on port ${open.join(' and ')}, not on ${port}: correct the port in ${variable}.`,
      evidence,
    };
  });
}
