import { processesOf } from '../../processes.ts';
import { writeText } from '../../streams.ts';
import { tool } from '../tool/tool.ts';

/** `jps [-l] [-m] [-v] [-q]`: the processes that a JVM would run. */
export const jps = tool({ options: ['l', 'm', 'v', 'q', 'V'] }, async (context, options) => {
  for (const process of processesOf(context.container).all()) {
    const at = process.argv.findIndex((word, index) => index > 0 && /^[a-z][\w.]*\.[A-Z]\w*$/.test(word));
    if (!/(^|\/)java$/.test(process.argv[0] ?? '') || at < 0) continue;
    const name = options.has('l') ? process.argv[at]! : process.argv[at]!.split('.').at(-1)!;
    const rest =
      (options.has('m') ? ` ${process.argv.slice(at + 1).join(' ')}` : '') +
      (options.has('v') ? ` ${process.argv.slice(1, at).join(' ')}` : '');
    await writeText(
      context.stdout,
      options.has('q') ? `${process.pid}\n` : `${process.pid} ${name}${rest}\n`,
    );
  }
  const own = context.process?.pid ?? 0;
  await writeText(
    context.stdout,
    options.has('q') ? `${own}\n` : `${own} ${options.has('l') ? 'sun.tools.jps.Jps' : 'Jps'}\n`,
  );
  return 0;
});
