import { type ChildProcess, execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { removeAtOnce } from '../../processes/drafts.ts';
import { undoIfEnded } from '../../processes/unfinished.ts';
import type { SafeText } from '../../text/safe-text.ts';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];
const longestMs = 120_000;
const run = promisify(execFile);

/** The first browser on the path that prints pages without a screen; undefined where there is none. */
export function findBrowser(path = process.env.PATH ?? ''): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  const candidates = path
    .split(delimiter)
    .filter((directory) => directory !== '')
    .flatMap((directory) =>
      names.flatMap((name) => endings.map((ending) => join(directory, `${name}${ending}`))),
    );
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch (error) {
      // Missing, or not executable by us.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return false;
    }
  });
}

/**
 * A page as PDF, by its style for print.
 * @throws LabError `machine-lacks`: there is no browser, or it does not print
 */
export async function printAsPdf(page: SafeText, browser = findBrowser()): Promise<Uint8Array> {
  const hint = 'print the HTML report from a browser, or use `--format docx`';
  if (browser === undefined)
    throw new LabError('machine-lacks', 'PDF needs Chromium, Chrome or Edge on the PATH, and there is none', {
      hint,
    });
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-report-'));
  let browserProcess: ChildProcess | undefined;
  const done = undoIfEnded(() => {
    browserProcess?.kill('SIGKILL');
    removeAtOnce(directory);
  });
  try {
    const html = join(directory, 'report.html');
    const pdf = join(directory, 'report.pdf');
    writeFileSync(html, page, { mode: 0o600 });
    const printing = run(
      browser,
      [
        '--headless',
        '--disable-gpu',
        '--no-first-run',
        '--no-pdf-header-footer',
        `--user-data-dir=${join(directory, 'profile')}`,
        // Chromium refuses to run as root in its sandbox; the page runs no script and loads nothing.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        `--print-to-pdf=${pdf}`,
        pathToFileURL(html).href,
      ],
      { timeout: longestMs, killSignal: 'SIGKILL' },
    );
    browserProcess = printing.child;
    await printing;
    return readFileSync(pdf);
  } catch (error) {
    throw new LabError('machine-lacks', `\`${browser}\` did not print the report`, {
      hint: `${firstLine(describeError(error))}; ${hint}`,
      cause: error,
    });
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    done();
  }
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
