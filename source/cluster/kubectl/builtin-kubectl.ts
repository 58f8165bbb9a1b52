import type { Readable } from 'node:stream';
import type { RunOptions } from '../model/cluster.ts';

export interface BuiltinKubectlOptions {
  readonly kubeconfig: string;
  readonly context: string;
  readonly namespace: string;
}

export interface BuiltinKubectl {
  /** Runs `kubectl` with these arguments; resolves with the exit code, 130 if it was cancelled. */
  run(
    argv: readonly string[],
    options: RunOptions & { readonly stdin?: Readable },
  ): Promise<{ readonly exitCode: number }>;
}

/** kubectl over the Kubernetes API, for one context of the session's own kubeconfig. */
export function createBuiltinKubectl(cluster: BuiltinKubectlOptions): BuiltinKubectl {
  return {
    async run(argv, options) {
      // Loaded with the first command, so that the screen appears first.
      const { runKubectl } = await import('./run-kubectl.ts');
      return { exitCode: await runKubectl(argv, { ...cluster, ...options }) };
    },
  };
}
