import type { BrokerSeen } from '../model/observations.ts';
import type { SituationSeen } from '../model/situation.ts';
import type { LabFacts } from '../model/step.ts';
import { addressesIn, whyUnresolved } from './cluster-names.ts';
import { type Diagnosis, firstOf, mainContainer, partOf, type Rule } from './rule.ts';

const variable = 'KAFKA_ADVERTISED_LISTENERS';

/** The brokers advertise a name or port at which clients cannot reach them. */
export const advertisedNames: Rule = (seen, facts) => {
  const { situation } = seen;
  const kafka = partOf(seen, facts, 'Kafka');
  if (situation === undefined || kafka === undefined) return undefined;
  const where = `${variable} of ${kafka.kind} ${kafka.name} in kafka.yml`;
  const written = mainContainer(kafka.workload, variable)?.env[variable];
  // What a broker registered is what it was told; before it has, the manifest says it.
  const told: readonly (readonly Told[])[] =
    seen.brokers !== undefined && seen.brokers.length > 0
      ? seen.brokers.map(({ host, port, others = [] }) => [
          { host, port },
          ...others.map((other) => ({ host: other })),
        ])
      : [
          addressesIn(
            (written ?? '').replaceAll(/\$\([A-Z_]*POD_?NAME\)|\$\(HOSTNAME\)/g, facts.brokerPod),
          ).filter(({ host }) => host !== '' && !host.includes('$(')),
        ];
  return (
    // A listener for clients elsewhere may say `localhost`: with another one that leads to the broker, nothing is wrong.
    firstOf(told, (listeners): Diagnosis | undefined => {
      const wrong = listeners.map((one) => whatIsWrong(one, where, situation, facts));
      return wrong.every((one) => one !== undefined) ? wrong[0] : undefined;
    }) ?? sameName(seen.brokers ?? [], where)
  );
};

/** A listener as a broker tells it to clients; of further ones only the host is known. */
interface Told {
  readonly host: string;
  readonly port?: number | undefined;
}

function whatIsWrong(
  { host, port }: Told,
  where: string,
  situation: SituationSeen,
  facts: LabFacts,
): Diagnosis | undefined {
  const evidence = `a broker advertises ${port === undefined ? host : `${host}:${port}`}`;
  if (host.includes('$('))
    return {
      hint: `\`${host}\` still has a \`$(…)\` in it: the variable must stand above ${where}, in the same \`env\`.`,
      evidence,
    };
  if (host === 'localhost' || host.startsWith('127.') || host === '0.0.0.0')
    return {
      hint: `The brokers tell each client to connect to \`${host}\`, which is the client's own pod: put the pod's name in the Service into ${where}.`,
      evidence,
    };
  const why = whyUnresolved(host, situation, facts.namespace);
  return why === undefined
    ? undefined
    : {
        hint: `Clients cannot find the name that the brokers advertise: ${why}. Correct ${where}.`,
        evidence,
      };
}

/** All brokers advertise one name: a client that means one gets another. */
function sameName(brokers: readonly BrokerSeen[], where: string): Diagnosis | undefined {
  const names = brokers.map(({ host, port, others = [] }) => [`${host}:${port}`, ...others].join(','));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return undefined;
  return {
    hint: `Several brokers advertise the same name, so clients reach the wrong one: put the pod's own name into ${where}, as in \`PLAINTEXT://$(POD_NAME).SERVICE…\`.`,
    evidence: `more than one broker advertises ${twice}`,
  };
}
