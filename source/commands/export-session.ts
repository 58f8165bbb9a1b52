import { exportSession } from './export.ts';
import type { Options } from './options.ts';

/** `kafka-lab export [SESSION] --format md|html|json|cast [-o PATH]`. */
export async function exportTranscript(options: Options): Promise<number> {
  const { format = 'md', output } = options.flags as { format?: string; output?: string };
  return exportSession({
    home: options.home,
    session: options.positionals[0] ?? options.session,
    format,
    output,
  });
}
