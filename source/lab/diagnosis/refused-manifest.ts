import type { CommandOutput } from '../model/observations.ts';
import type { Diagnosis, Rule } from './rule.ts';

interface Refusal {
  readonly pattern: RegExp;
  hint(match: RegExpExecArray, output: CommandOutput): string;
}

const fileOf = ({ command }: CommandOutput): string => / -f (\S+)/.exec(command)?.[1] ?? 'the manifest';

/** `StatefulSetSpec.spec.replicas` → `spec.replicas` */
const withoutType = (field: string): string => field.replace(/^[A-Z]\w*\./, '');

/** kubectl counts the lines of each document by itself. */
const placeOf = (line: string | undefined): string => `line ${line} (counted from the \`---\` above it)`;

/** What kubectl and the API server say about a manifest that they refuse. */
const refusals: readonly Refusal[] = [
  {
    pattern: /the path "([^"]*)" does not exist/,
    hint: ([, path]) =>
      `There is no file \`${path}\` in the lab's directory: put it there under exactly that name.`,
  },
  {
    pattern: /converting YAML to JSON: yaml: line (\d+): (.*)/,
    hint: ([, line, what = ''], output) =>
      /\btabs?\b|cannot start any token/i.test(what)
        ? `${fileOf(output)} has a tab in its indentation, at ${placeOf(line)}. YAML allows only spaces there: replace the tab with spaces.`
        : `${fileOf(output)} is not valid YAML at ${placeOf(line)}: compare the indentation of that line with its neighbours, and look for a missing \`:\` or \`-\`.`,
  },
  {
    pattern: /cannot unmarshal (number|bool) into Go struct field (?:\w+\.)?(\S*\benv\.value) of type string/,
    hint(match, output) {
      const name = unquoted(output.stderr);
      return `Under \`env\`, each \`value\` is a string: put ${name === undefined ? `the ${match[1] === 'bool' ? 'word' : 'number'} in quotes, as in \`value: "4"\`` : `quotes around the value of ${name}`} in ${fileOf(output)}.`;
    },
  },
  {
    pattern: /cannot unmarshal (\w+) into Go struct field (\S+) of type (\S+)/,
    hint: ([, is, field = '', wanted = ''], output) =>
      `\`${withoutType(field)}\` in ${fileOf(output)} is a ${is}, and Kubernetes needs ${inWords(wanted)} there: ${wanted === 'string' ? 'put quotes around it' : /^u?int|^float/.test(wanted) ? 'write a plain number, without quotes' : 'compare its indentation and its form'}.`,
  },
  {
    pattern: /unknown field "([^"]+)"/,
    hint: ([, field = ''], output) =>
      `Kubernetes knows no field \`${field.split('.').at(-1)}\` at \`${field}\`: compare its spelling and its indentation in ${fileOf(output)}.`,
  },
  {
    pattern: /namespaces? "([^"]+)" not found/,
    hint: ([, name], output) =>
      `There is no namespace \`${name}\`: remove \`namespace: ${name}\` from ${fileOf(output)}, or create it with \`kubectl create namespace ${name}\`.`,
  },
  {
    pattern: /the namespace from the provided object "([^"]+)" does not match the namespace "([^"]+)"/,
    hint: ([, own, wanted], output) =>
      `An object in ${fileOf(output)} names the namespace \`${own}\`, and the lab is in \`${wanted}\`: remove \`metadata.namespace\`.`,
  },
  {
    pattern: /no matches for kind "([^"]+)" in version "([^"]+)"/,
    hint: ([, kind, version], output) =>
      `Kubernetes has no kind \`${kind}\` in \`${version}\`: compare \`kind\` and \`apiVersion\` in ${fileOf(output)}, capital letters too (StatefulSet and Deployment are in apps/v1, Service in v1).`,
  },
  {
    pattern: /`?selector`? does not match template `?labels`?/,
    hint: (_, output) =>
      `\`spec.selector.matchLabels\` and \`spec.template.metadata.labels\` differ in ${fileOf(output)}: give both the same labels.`,
  },
  {
    pattern: /updates to statefulset spec for fields other than|field is immutable|may not change once set/,
    hint: (_, output) =>
      `Kubernetes does not change this field of an object that exists. Delete the object first (\`kubectl delete -f ${fileOf(output)}\`), then apply the file again.`,
  },
  {
    pattern: /(\S+): Required value/,
    hint: ([, field], output) => `\`${field}\` is missing in ${fileOf(output)}: add it.`,
  },
  {
    pattern: /quantities must match the regular expression/,
    hint: (_, output) =>
      `A quantity under \`resources\` in ${fileOf(output)} is not valid: write CPU as \`500m\` or \`2\`, memory and storage as \`512Mi\` or \`1Gi\`.`,
  },
  {
    pattern: /is invalid: (\S+): (?:Invalid value|Unsupported value|Duplicate value|Forbidden|Too long)/,
    hint: ([, field], output) =>
      `Kubernetes does not accept the value of \`${field}\` in ${fileOf(output)}: the rest of the line says which values it accepts.`,
  },
  {
    pattern: /exceeded quota: (\S+),/,
    hint: ([, quota], output) =>
      `The namespace's quota \`${quota}\` has no room for it: ask for less under \`resources.requests\` in ${fileOf(output)}, or delete what you no longer need.`,
  },
];

/** A command of the step failed because a manifest was refused. */
export const refusedManifest: Rule = ({ outputs = [] }) => {
  for (const output of outputs) {
    if (output.exitCode === 0) continue;
    const found = refusalIn(output);
    if (found !== undefined) return found;
  }
  return undefined;
};

function refusalIn(output: CommandOutput): Diagnosis | undefined {
  // The message is the last part of its line; in front of it, kubectl prints the whole patch.
  const lines = output.stderr.split('\n').filter((line) => !/^\s*[{[]/.test(line));
  for (const line of lines)
    for (const { pattern, hint } of refusals) {
      const match = pattern.exec(line);
      if (match !== null) return { hint: hint(match, output), evidence: shortened(line) };
    }
  return undefined;
}

/** The variable whose value is not a string, where kubectl prints the patch. */
function unquoted(stderr: string): string | undefined {
  return /\{"name":"(\w+)","value":(?:-?[\d.]+|true|false)\}/.exec(stderr)?.[1];
}

const inWords = (type: string): string =>
  type === 'string'
    ? 'a string'
    : /^u?int|^float/.test(type)
      ? 'a number'
      : type === 'bool'
        ? 'true or false'
        : 'a list or a mapping';

/** `… error when creating "kafka.yml": StatefulSet in version "v1" cannot be handled as a StatefulSet: json: …` is long. */
const shortened = (line: string): string => line.trim().replace(/^.*cannot be handled as an? \w+: /, '');
