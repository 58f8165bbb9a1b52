import type { exportFormats } from '../../../../source/commands/transcript/render-journal.ts';
import type { JournalEvent } from '../../../../source/journal/events.ts';
import { openPty } from '../../../terminal/pty-screen.ts';
import { until } from '../../../ui/until.ts';
import type { HostileText } from '../../pieces/hostile-texts.ts';
import { hostileIn, hostileInCast, hostileOnScreen } from '../../pieces/judge-output.ts';
import { runCli } from '../../pieces/run-cli.ts';
import { journalOf, oneOfEachKind } from '../journal/every-kind.ts';
import { homeWith } from '../journal/through-cli.ts';

const sessionId = '20260101-000000-000';

/** A journal from someone else: each text in each field, as a title and as the name of a step. */
export function hostileJournal(texts: readonly HostileText[]): Buffer {
  return journalOf(
    texts.flatMap(({ text }) => {
      const events = oneOfEachKind(text);
      const named = events.map(
        (event) => ('step' in event ? { ...event, step: text } : event) as JournalEvent,
      );
      return [...events, ...named];
    }),
  );
}

/** Exports it in one format; both the output and the file of `-o` are judged, the file by its text. */
export async function judgeExport(
  cli: string,
  directory: string,
  bytes: Buffer,
  format: (typeof exportFormats)[number],
  signal: AbortSignal,
): Promise<string[]> {
  const { home } = homeWith(directory, bytes);
  const { code, stdout, stderr } = await runCli(
    cli,
    ['export', sessionId, '--format', format, '--home', home],
    { signal },
  );
  const found = [...(format === 'cast' ? hostileInCast(stdout) : hostileIn(stdout)), ...hostileIn(stderr)];
  if (code !== 0) found.push(`export --format ${format} gives ${code}: ${stderr.slice(0, 100)}`);
  if (format === 'html' && /<(?:img|script)[^>]*PWN|<script>PWN/.test(stdout))
    found.push('markup of the journal is markup of the page');
  return found.map((each) => `${format}: ${each}`);
}

/** Every pane of it, at its start and at its end. */
const tour = [
  'G',
  '2',
  'g',
  'G',
  'w',
  '3',
  'g',
  'G',
  'w',
  't',
  '4',
  'G',
  'f',
  'f',
  '1',
  '?',
  '?',
  'c',
  ...'kkkkkkkkkkkkkkk',
];

/** Shows it on the screen, as a replay or as a session that is resumed. */
export async function judgeScreen(
  cli: string,
  directory: string,
  bytes: Buffer,
  verb: 'replay' | 'resume',
  signal: AbortSignal,
): Promise<string[]> {
  const { home } = homeWith(directory, bytes);
  const words = verb === 'replay' ? ['replay', sessionId] : ['--session', sessionId];
  const screen = openPty(process.execPath, [cli, ...words, '--home', home], { columns: 160, rows: 50 });
  const close = () => screen.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    await screen.sees('q quit', 30_000);
    for (const key of tour) {
      const before = screen.bytes().length;
      screen.type(key);
      // A key that changes nothing draws nothing.
      await until(
        () => screen.bytes().length > before,
        () => '',
        150,
      ).catch(() => {});
    }
    screen.type('q');
    await until(() => screen.exit() !== undefined, screen.text, 15_000);
    return hostileOnScreen(screen.bytes(), 1).map((each) => `${verb}: ${each}`);
  } catch (error) {
    return [`${verb}: ${(error as Error).message.slice(0, 200)}`];
  } finally {
    signal.removeEventListener('abort', close);
    screen.close();
  }
}
