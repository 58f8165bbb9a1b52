import { describeError } from '../../errors/lab-error.ts';
import type { Journal } from '../../journal/journal.ts';
import type { LogRing, SessionActions } from '../view.ts';

export interface FileActionsOptions {
  readonly journal: Pick<Journal, 'sync'>;
  readonly logs: { readonly producer: LogRing; readonly consumer: LogRing };
  readonly onExport: () => Promise<string>;
  readonly onSaveLog?: (name: string, text: string) => Promise<string>;
  readonly notice: (level: 'info' | 'error', text: string) => void;
}

/** Writes a log or the transcript to a file on request. A notice gives the path or the error. */
export function createFileActions({
  journal,
  logs,
  onExport,
  onSaveLog,
  notice,
}: FileActionsOptions): Pick<SessionActions, 'saveLog' | 'exportTranscript'> {
  return {
    saveLog(log) {
      const ring = logs[log];
      const lines = ring.slice(ring.total - ring.length, ring.total);
      const text = lines
        .map((line) => (line.kind === 'mark' ? `# ${line.text}\n` : `${line.text}\n`))
        .join('');
      const saving = onSaveLog?.(log, text) ?? Promise.reject(new Error('this session has no directory'));
      saving.then(
        (path) => notice('info', `${lines.length} lines: ${path}`),
        (error: unknown) => notice('error', `the log was not saved: ${describeError(error)}`),
      );
    },
    exportTranscript() {
      void journal
        .sync()
        .then(() => onExport())
        .then(
          (path) => notice('info', `transcript written: ${path}`),
          (error: unknown) => notice('error', `the transcript was not written: ${describeError(error)}`),
        );
    },
  };
}
