import type { AppVerb } from '../../cluster/command-runner.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import { exitCodes, LabError } from '../../errors/lab-error.ts';

/** `kafka-lab reset` and `kafka-lab build` in a step: the same as in a shell, on the session's cluster. */
export function labVerbs(cluster: Pick<Cluster, 'reset' | 'build'>): Record<string, AppVerb> {
  return {
    reset: async (args, { output, signal }) => {
      refuseWords('reset', args, []);
      await cluster.reset(output, signal);
      return exitCodes.passed;
    },
    build: async (args, { output, signal }) => {
      refuseWords('build', args, ['--better']);
      await cluster.build(output, signal, args[0] === '--better' ? 'better' : 'first');
      return exitCodes.passed;
    },
  };
}

function refuseWords(verb: string, args: readonly string[], known: readonly string[]): void {
  const unknown = args.find((word, index) => index > 0 || !known.includes(word));
  if (unknown === undefined) return;
  const takes = known.length === 0 ? 'nothing' : `only ${known.map((word) => `\`${word}\``).join(', ')}`;
  throw new LabError('usage', `\`kafka-lab ${verb}\` in a session does not take \`${unknown}\``, {
    hint: `after it comes ${takes}: it works on the session’s own cluster`,
  });
}
