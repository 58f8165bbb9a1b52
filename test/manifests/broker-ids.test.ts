import { describe, expect, it } from 'vitest';
import { brokerIdsOf } from '../../source/manifests/broker-ids.ts';

const pods = { name: 'kafka', isNumbered: true, firstOrdinal: 0, count: 3 };
const byScript = (script: string, name = 'kafka') =>
  brokerIdsOf({ command: ['sh', '-c'], args: [script] }, {}, { ...pods, name });
const ids = (...numbers: number[]) => ({ from: 'manifest', ids: numbers });
const start = 'exec /etc/confluent/docker/run';

describe('a start script', () => {
  it.each([
    "export KAFKA_BROKER_ID=`hostname | awk -F '-' '{print $2}'` && exec /etc/confluent/docker/run",
    `export KAFKA_BROKER_ID=$(hostname | awk -F'-' '{print $NF}')\n${start}`,
    `export KAFKA_BROKER_ID=$(echo $HOSTNAME | cut -d- -f2) && ${start}`,
    `export KAFKA_BROKER_ID=$(hostname -s | sed 's/.*-//')\n${start}`,
    `export KAFKA_BROKER_ID=$(hostname | grep -o '[0-9]*$')\n${start}`,
    `export KAFKA_BROKER_ID=$(echo "\${POD_NAME}" | rev | cut -d'-' -f1 | rev)\n${start}`,
    `KAFKA_BROKER_ID=\${HOSTNAME##*-} ${start}`,
    `ordinal="\${HOSTNAME##*-}"\nexport KAFKA_BROKER_ID="$ordinal"\n${start}`,
    `[[ $(hostname) =~ -([0-9]+)$ ]] || exit 1\nordinal=\${BASH_REMATCH[1]}\nexport KAFKA_BROKER_ID=\${ordinal}\n${start}`,
  ])('may derive the id from the name of the pod: %s', (script) => {
    expect(byScript(script)).toEqual(ids(0, 1, 2));
  });

  it.each([
    [`export KAFKA_BROKER_ID=$(( \${HOSTNAME##*-} + 1 ))\n${start}`, [1, 2, 3]],
    [`export KAFKA_BROKER_ID=$((\${HOSTNAME##*-}+1)) && ${start}`, [1, 2, 3]],
    [`export KAFKA_BROKER_ID=$(($(echo $HOSTNAME | rev | cut -d- -f1 | rev) + 1)); ${start}`, [1, 2, 3]],
    [
      `if [[ $HOSTNAME =~ -([0-9]+)$ ]]; then export KAFKA_BROKER_ID=$((BASH_REMATCH[1] + 1)); fi; ${start}`,
      [1, 2, 3],
    ],
    [`export KAFKA_BROKER_ID=$((100+\${POD_NAME##*-}))\n${start}`, [100, 101, 102]],
    [`N=\${HOSTNAME##*-}; export KAFKA_BROKER_ID=$((N + 10)); ${start}`, [10, 11, 12]],
    [`N=$(hostname | cut -d'-' -f2); export KAFKA_BROKER_ID=$(expr $N + 1); ${start}`, [1, 2, 3]],
  ])('may add to it: %s', (script, expected) => {
    expect(byScript(script)).toEqual(ids(...expected));
  });

  it('splits the name into parts', () => {
    const second = `export KAFKA_BROKER_ID=$(hostname | cut -d- -f2)\n${start}`;
    expect(byScript(second, 'my-kafka')).toEqual({ from: 'script' });
    expect(byScript(second.replace('f2', 'f3'), 'my-kafka')).toEqual(ids(0, 1, 2));
    const script = { command: ['sh', '-c', `export KAFKA_BROKER_ID=\${HOSTNAME##*-}\n${start}`] };
    expect(brokerIdsOf(script, {}, { ...pods, firstOrdinal: 5, count: 2 })).toEqual(ids(5, 6));
  });

  it.each([
    `export KAFKA_BROKER_ID=$(cat /ids/$HOSTNAME)\n${start}`,
    `export KAFKA_BROKER_ID=$(( \${HOSTNAME##*-} * 10 ))\n${start}`,
    `export KAFKA_BROKER_ID=$UNKNOWN\n${start}`,
    `export KAFKA_BROKER_ID=$(( 1 + \${HOSTNAME##*-} + 1 ))\n${start}`,
    `case $HOSTNAME in *-0) export KAFKA_BROKER_ID=4 ;; *) export KAFKA_BROKER_ID=5 ;; esac\n${start}`,
    `((KAFKA_BROKER_ID = \${HOSTNAME##*-} + 1)); export KAFKA_BROKER_ID\n${start}`,
    `IFS=- read -r _ KAFKA_BROKER_ID <<<"$HOSTNAME"; export KAFKA_BROKER_ID\n${start}`,
    `echo "broker.id=\${HOSTNAME##*-}" >>/etc/kafka/server.properties\nexec kafka-server-start /etc/kafka/server.properties`,
    '/scripts/start.sh',
    `. /scripts/id.sh && ${start}`,
    `A=$A; export KAFKA_BROKER_ID=$A\n${start}`,
  ])('may contain code that can only be run: %s', (script) => {
    expect(byScript(script)).toEqual({ from: 'script' });
  });
});

describe('a Deployment', () => {
  const alone = { name: 'kafka-2', isNumbered: false, firstOrdinal: 0, count: 1 };
  it.each([
    [`export KAFKA_BROKER_ID=2 && ${start}`, ids(2)],
    // The names of its pods end in random letters.
    [`export KAFKA_BROKER_ID=\${HOSTNAME##*-} && ${start}`, { from: 'script' }],
    [start, { from: 'kafka', first: 1001 }],
  ])('has the id that its script sets: %s', (script, expected) => {
    expect(brokerIdsOf({ command: ['sh', '-c', script] }, {}, alone)).toEqual(expected);
  });
});

describe('the variable', () => {
  const env = (variable: object) => ({ env: [{ name: 'KAFKA_BROKER_ID', ...variable }] });
  const label = "metadata.labels['apps.kubernetes.io/pod-index']";
  it.each([
    [env({ value: '7' }), { KAFKA_BROKER_ID: '7' }, { ...pods, count: 1 }, ids(7)],
    [env({ valueFrom: { fieldRef: { fieldPath: label } } }), {}, pods, ids(0, 1, 2)],
    [env({ valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }), {}, pods, { from: 'script' }],
    [{}, {}, pods, { from: 'kafka', first: 1001 }],
    [env({ value: '-1' }), { KAFKA_BROKER_ID: '-1' }, pods, { from: 'kafka', first: 1001 }],
    [{}, { KAFKA_RESERVED_BROKER_MAX_ID: '5' }, pods, { from: 'kafka', first: 6 }],
  ])('%j with %j', (container, environment, which, expected) => {
    expect(brokerIdsOf(container as never, environment, which)).toEqual(expected);
  });
});
