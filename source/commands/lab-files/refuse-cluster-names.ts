import { LabError } from '../../errors/lab-error.ts';
import { readLabText } from './read-lab-text.ts';

/*
 * A learner's script must not name a cluster or a kubeconfig. kind and kubectl read KIND_CLUSTER_NAME and KUBECONFIG, and
 * the session sets both. A value that is itself one of the two variables is allowed: `--name "$KIND_CLUSTER_NAME"`.
 */
const namings: readonly (readonly [RegExp, string])[] = [
  [/\bkind\b.*?\s(?:--name|-n)(?:[= ]\s*)(\S+)/, 'a cluster'],
  [/\bkind\s+delete\s+clusters\b()/, 'clusters'],
  [/\bkind\b.*?\s--kubeconfig[= ]\s*(\S+)/, 'a kubeconfig'],
  [/\bkubectl\b.*?\s--kubeconfig[= ]\s*(\S+)/, 'a kubeconfig'],
  [/\bkubectl\b.*?\s(?:--context|--cluster)[= ]\s*(\S+)/, 'a cluster'],
  [
    /\bkubectl\s+config\s+(?:use-context|set-context|use|set|unset|delete-\w+|rename-context)\b()/,
    'a context',
  ],
  [/(?:^|[\s;&|])(?:export\s+)?KUBECONFIG=(\S*)/, 'a kubeconfig'],
  [/(?:^|[\s;&|])(?:export\s+)?KIND_CLUSTER_NAME=(\S*)/, 'a cluster'],
  [/\bunset\s+(?:\w+\s+)*(?:KUBECONFIG|KIND_CLUSTER_NAME)\b()/, "the session's cluster away"],
];
const sessionsOwn = /^["']?\$\{?(?:KUBECONFIG|KIND_CLUSTER_NAME)\b/;

/**
 * Refuses a script that names a cluster or a kubeconfig: it could change a cluster that is not the session's.
 * @throws LabError `usage`, with the number and the text of the line
 */
export function refuseClusterNames(path: string): void {
  const lines = readLabText(path)
    .replaceAll(/\\\r?\n/g, '  \u0000')
    .split('\n');
  let number = 0;
  for (const text of lines) {
    const first = number + 1;
    number += 1 + (text.match(/\u0000/g)?.length ?? 0);
    const line = text.replaceAll('\u0000', '').replace(/(^|\s)#.*$/, '');
    for (const [pattern, what] of namings) {
      const match = pattern.exec(line);
      if (match === null || sessionsOwn.test(match[1] ?? '')) continue;
      throw new LabError(
        'usage',
        `line ${first} of \`${path}\` names ${what}: \`${line.trim().slice(0, 200)}\``,
        {
          hint: 'remove the name: kafka-lab sets KIND_CLUSTER_NAME and KUBECONFIG for the script, and kind and kubectl read them',
        },
      );
    }
  }
}
