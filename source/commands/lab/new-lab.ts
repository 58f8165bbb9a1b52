import { copyFileSync, lstatSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describeError, exitCodes, LabError } from '../../errors/lab-error.ts';
import { kindOfFile } from '../../files/regular-file.ts';
import { quoteForShell } from '../../text/quote-for-shell.ts';
import { safe } from '../../text/safe-text.ts';
import { packageRoot } from '../locations/package-root.ts';
import { print } from '../output/streams.ts';

/**
 * `kafka-lab lab new DIR`: a small lab that runs.
 * @throws LabError `usage`: the folder is not empty, something else is there, or it cannot be written
 */
export function newLab(directory: string): number {
  const path = resolve(directory);
  try {
    requireFree(path);
    mkdirSync(path, { recursive: true });
    mkdirSync(join(path, 'steps'));
    for (const [name, text] of Object.entries(filesOf(idOf(basename(path)))))
      writeFileSync(join(path, name), text, { flag: 'wx' });
    mkdirSync(join(path, 'schemas'));
    for (const name of schemas)
      copyFileSync(join(packageRoot(), 'schemas', name), join(path, 'schemas', name));
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError('usage', `\`${path}\` cannot be written: ${describeError(cause)}`, { cause });
  }
  print(safe`A lab of two steps is in ${path}.\n`);
  const word = quoteForShell(path);
  print(safe`Run it:   kafka-lab --lab ${word}\nProve it: kafka-lab lab check ${word}\n`);
  return exitCodes.passed;
}

/** Looks only: a refusal leaves everything as it is. */
function requireFree(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  // Of a link: what it leads to.
  const target = statSync(path, { throwIfNoEntry: false });
  const wrong = target?.isDirectory()
    ? readdirSync(path).length > 0 && 'not empty'
    : `${target === undefined ? 'a symbolic link to nothing' : kindOfFile(target)}, not a folder`;
  if (wrong === false) return;
  throw new LabError('usage', `\`${path}\` is ${wrong}`, { hint: 'name a folder that does not exist yet' });
}

/** By which an editor completes and marks mistakes. */
const schemas = ['lab.schema.json', 'step.schema.json'];

/** `My Lab` → `my-lab` */
function idOf(name: string): string {
  const id = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 50);
  return id === '' ? 'my-lab' : id;
}

const filesOf = (id: string): Readonly<Record<string, string>> => ({
  'lab.yml': `# yaml-language-server: $schema=schemas/lab.schema.json
# What the fields mean: docs/writing-a-lab.md in the package.
format: 1
id: ${id}
version: "1"
title: A lab of two steps
promise: A cluster of {{ counted(facts.nodes, 'node') }}, and what runs on it.
steps:
  - steps/start.md
  - steps/apply.md
# A run stops where one of these fails.
required: ["1"]
`,
  'steps/start.md': `---
id: "1"
title: Start a cluster
lookFor: The command ends without an error.
commands:
  embedded: [kafka-lab reset]
  kind: [./reset_cluster.sh]
  context: [kafka-lab reset]
effects: [fresh-cluster]
checks:
  - id: cluster-started
    title: the reset succeeded
    named: command-succeeded
    hint: The last lines of the output say why it failed.
  - id: nodes-ready
    title: "{{ counted(facts.nodes, 'node') }}, all ready"
    named: nodes-ready
hints:
  - "\`kafka-lab doctor\` says what this machine lacks."
---

A Kubernetes cluster is a set of nodes, the machines that run pods. This step starts a new one.
`,
  'steps/apply.md': `---
id: "2"
title: Start ZooKeeper and Kafka
lookFor: Each object of the manifest, created.
commands:
  - kubectl apply -f kafka.yml
prediction:
  question: How many brokers will register in ZooKeeper?
  choices:
    - each: distinct([1, facts.brokers, facts.brokers + 2])
      id: "{{ each }}"
      text: "{{ inWords(each) }}"
  named: brokers-registered
checks:
  - id: kafka-applied
    title: the manifest is accepted
    named: command-succeeded
    hint: Is kafka.yml valid YAML?
  # An expression in CEL. The check is judged again and again until it is true, or its time is up.
  - id: brokers-there
    title: "{{ counted(facts.brokers, 'broker') }} registered"
    look: [brokers]
    that: size(brokers) == facts.brokers
    evidence: "broker ids {{ list(brokers.map(broker, broker.id)) }}"
    hint: Give it a moment; \`kubectl get pods\` shows how far the brokers are.
    within: 120s
questions:
  - id: "2.1"
    text: Where does a broker register, and under which name?
    hints:
      - Look at the variables in kafka.yml that begin with KAFKA_.
    answer: In ZooKeeper, under its broker id, with the name and port in KAFKA_ADVERTISED_LISTENERS.
hints:
  - "\`kubectl describe pod NAME\` says what a pod waits for."
undo:
  - kubectl delete -f kafka.yml --ignore-not-found
sources:
  - https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
---

\`kubectl apply\` sends the desired state in kafka.yml to the cluster and returns at once. The pods
start afterwards, and each broker registers in ZooKeeper.
`,
});
