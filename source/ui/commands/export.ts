import { exportFormats } from './completions.ts';
import type { KeyContext } from './key-context.ts';
import { say, shown } from './say.ts';

/** `:export [FORMAT]`. */
export function exportTranscript(context: KeyContext, format: string): void {
  if (format === '' || (exportFormats as readonly string[]).includes(format))
    context.session.actions.exportTranscript();
  else
    say(
      context,
      `The screen exports md; \`kafka-lab export --format ${shown(format)}\` makes other formats.`,
    );
}
