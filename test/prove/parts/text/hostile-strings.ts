import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface HostileRun {
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Command lines with a hostile string in each place that takes a word, path, variable or file from outside. `directory` is for the files
 * that they name.
 */
export const hostileRuns: Readonly<Record<string, (text: string, directory: string) => HostileRun>> = {
  'a verb': (text) => ({ words: [text] }),
  'a flag': (text) => ({ words: [`--${text}`] }),
  'a word too many': (text) => ({ words: ['down', text] }),
  '--name': (text) => ({ words: ['down', '--name', text] }),
  '--cluster': (text) => ({ words: ['run', '--cluster', text] }),
  '--context': (text) => ({ words: ['run', '--cluster', 'context', '--context', text] }),
  '--namespace': (text) => ({ words: ['run', '--context', 'x', '--namespace', text] }),
  '--lab-dir': (text) => ({ words: ['run', '--lab-dir', `/nonexistent${text}`] }),
  '--client-command': (text) => ({ words: ['run', '--until', '1.1', '--client-command', `./${text}`] }),
  '--client-command with a quote': (text) => ({
    words: ['run', '--until', '1.1', '--client-command', `'${text}`],
  }),
  '--better-client': (text) => ({ words: ['run', '--better-client', text] }),
  '--client-image': (text) => ({ words: ['run', '--context', 'x', '--client-image', text] }),
  '--node-image': (text) => ({ words: ['run', '--cluster', 'kind', '--node-image', text] }),
  '--until': (text) => ({ words: ['run', '--until', text] }),
  '--messages': (text) => ({ words: ['run', '--messages', text] }),
  '--session': (text) => ({ words: ['run', '--session', text] }),
  '--format': (text) => ({ words: ['export', '--format', text] }),
  'a session to export': (text) => ({ words: ['export', text] }),
  'where an export goes': (text) => ({ words: ['export', '-o', `/nonexistent${text}/x.md`] }),
  'a session to replay': (text) => ({ words: ['replay', text] }),
  '--apply': (text) => ({ words: ['up', '--detach', '--name', 'other', '--apply', `/nonexistent${text}`] }),
  '--home': (text) => ({ words: ['doctor', '--home', `/proc/nonexistent${text}`] }),
  KAFKA_LAB_HOME: (text) => ({ words: ['doctor'], env: { KAFKA_LAB_HOME: `/proc/nonexistent${text}` } }),
  KUBECONFIG: (text) => ({
    words: ['doctor', '--cluster', 'context'],
    env: { KUBECONFIG: `/nonexistent${text}` },
  }),
  'a kubeconfig': (text, directory) => {
    const path = join(directory, 'kubeconfig');
    const cluster = { name: text, cluster: { server: `https://127.0.0.1:1/${text}` } };
    const context = { name: text, context: { cluster: text, user: text } };
    writeFileSync(
      path,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': text,
        clusters: [cluster],
        contexts: [context],
        users: [],
      }),
    );
    return { words: ['doctor', '--cluster', 'context'], env: { KUBECONFIG: path } };
  },
  'a program on PATH': (text, directory) => {
    const bin = join(directory, 'bin');
    mkdirSync(bin, { recursive: true });
    for (const name of ['docker', 'kind', 'podman'])
      writeFileSync(
        join(bin, name),
        `#!/bin/sh\ncat <<'END'\n${text}\nEND\ncat >&2 <<'END'\n${text}\nEND\nexit 1\n`,
        { mode: 0o755 },
      );
    return {
      words: ['run', '--cluster', 'kind', '--until', '1.1'],
      env: { PATH: `${bin}:${process.env.PATH}` },
    };
  },
  'a manifest of the lab': (text, directory) => {
    const lab = join(directory, 'lab');
    mkdirSync(lab, { recursive: true });
    const image = JSON.stringify(text);
    writeFileSync(
      join(lab, 'kafka.yml'),
      `apiVersion: v1\nkind: ${image}\nmetadata: {name: ${image}}\nspec: {x: ${image}`,
    );
    return { words: ['run', '--until', '1.1', '--lab-dir', lab] };
  },
  'kubectl: a verb': (text) => ({ words: ['kubectl', text] }),
  'kubectl: a flag': (text) => ({ words: ['kubectl', 'get', 'pods', `--${text}`] }),
  'kubectl: a kind': (text) => ({ words: ['kubectl', 'get', text] }),
  'kubectl: a name': (text) => ({ words: ['kubectl', 'get', 'pod', text] }),
  'kubectl: a namespace': (text) => ({ words: ['kubectl', 'get', 'pods', '-n', text] }),
  'kubectl: a selector': (text) => ({ words: ['kubectl', 'get', 'pods', '-l', text] }),
  'kubectl: an output': (text) => ({ words: ['kubectl', 'get', 'pods', '-o', text] }),
  'kubectl: a path expression': (text) => ({ words: ['kubectl', 'get', 'pods', '-o', `jsonpath={${text}`] }),
  'kubectl: a file': (text) => ({ words: ['kubectl', 'apply', '-f', `/nonexistent${text}`] }),
  'kubectl: what is in a file': (text, directory) => {
    const path = join(directory, 'wrong.json');
    writeFileSync(
      path,
      JSON.stringify({ apiVersion: text, kind: text, metadata: { name: text }, [text]: text }),
    );
    return { words: ['kubectl', 'apply', '-f', path] };
  },
  'kubectl: an object that is refused': (text, directory) => {
    const path = join(directory, 'refused.json');
    const metadata = { name: `x${text}`, labels: { [text]: text }, namespace: text };
    writeFileSync(
      path,
      JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [text]: text } }),
    );
    return { words: ['kubectl', 'create', '-f', path] };
  },
  'kubectl: YAML that does not parse': (text, directory) => {
    const path = join(directory, 'wrong.yml');
    writeFileSync(path, `a: [${text}\n${text}: {`);
    return { words: ['kubectl', 'apply', '-f', path] };
  },
  'kubectl: a label': (text) => ({ words: ['kubectl', 'label', 'configmap', 'hostile', `x=${text}`] }),
  'kubectl: a patch': (text) => ({ words: ['kubectl', 'patch', 'configmap', 'hostile', '-p', text] }),
  'kubectl: replicas': (text) => ({
    words: ['kubectl', 'scale', 'deployment/hostile', `--replicas=${text}`],
  }),
  'kubectl: what is waited for': (text) => ({
    words: ['kubectl', 'wait', 'pod/wrong-image', `--for=${text}`, '--timeout=1s'],
  }),
  'kubectl: a port': (text) => ({ words: ['kubectl', 'port-forward', 'pod/wrong-image', text] }),
  'kubectl: a container': (text) => ({ words: ['kubectl', 'logs', 'deployment/hostile', '-c', text] }),
  'kubectl: a program in a pod': (text) => ({ words: ['kubectl', 'exec', 'deployment/hostile', '--', text] }),
  'kubectl: words that a pod echoes': (text) => ({
    words: ['kubectl', 'exec', 'deployment/hostile', '--', 'echo', text],
  }),
};

/**
 * These pass a program's or an object's bytes on unchanged unless a terminal reads them, as kubectl does: other programs read them there.
 */
export const isData = (words: readonly string[]): boolean =>
  ['exec', 'logs', 'diff'].includes(words[0]!) ||
  words.some((word) => /^(?:jsonpath|json$|yaml$)/.test(word));
