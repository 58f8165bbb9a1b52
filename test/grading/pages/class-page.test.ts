import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { findBrowser, printAsPdf } from '../../../source/commands/report/browser.ts';
import { gradeClass } from '../../../source/grading/class/grade-class.ts';
import type { JournalSummary } from '../../../source/grading/model/journal-summary.ts';
import { renderClassPage } from '../../../source/grading/pages/class-page.ts';
import { summarizeJournal } from '../../../source/grading/reading/summarize-journal.ts';
import { loadLab } from '../../../source/lab/loading/load-lab.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { fortySessions } from '../forty-sessions.ts';
import { fullSession } from '../full-session.ts';

const browser = findBrowser();
const hasPdfText = spawnSync('pdftotext', ['-v']).error === undefined;
const directory = mkdtempSync(join(tmpdir(), 'class-page-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const page = renderClassPage(
  gradeClass(await summaries(), {
    lab: kafkaLab,
    source: loadLab('labs/kafka-on-kubernetes').source,
    ...{ again: false, given: new Map(), ungraded: [] },
  }),
);

async function summaries(): Promise<ReadonlyMap<string, readonly JournalSummary[]>> {
  const places = new Map<string, readonly JournalSummary[]>();
  for (const [name, journal] of fortySessions(fullSession(), kafkaLab, 7).journals) {
    async function* bytes(): AsyncGenerator<Buffer> {
      yield journal;
    }
    const options = { source: name, again: false, labFor: async () => kafkaLab };
    const summary = await summarizeJournal(bytes(), options);
    if ('wrong' in summary) expect.fail(summary.wrong);
    places.set(name, [summary]);
  }
  return places;
}

describe.skipIf(browser === undefined)('in a browser', () => {
  /** How wide the heat map, its box, the page and the window are, in pixels. */
  async function widthsAt(window: number): Promise<number[]> {
    const script = `<script>
const box = document.querySelector('.wide');
document.title = [box.scrollWidth, box.clientWidth, document.documentElement.scrollWidth, innerWidth].join(' ');
</script></body>`;
    const path = join(directory, `${window}.html`);
    const measured = page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    writeFileSync(
      path,
      measured.replace('</body>', () => script),
    );
    const { stdout } = await promisify(execFile)(browser!, [
      ...['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(directory, 'profile')}`],
      ...[`--window-size=${window},900`, '--dump-dom', `file://${path}`],
    ]);
    return (/<title>([\d ]+)<\/title>/.exec(stdout)?.[1] ?? '').split(' ').map(Number);
  }

  it.each([1400, 1000])(
    'cut the last steps of the heat map off in a window of %i pixels',
    async (window) => {
      const [map, box] = await widthsAt(window);
      expect(map).toBeGreaterThan(500);
      expect(map).toBeLessThanOrEqual(box!);
    },
    60_000,
  );

  it('scrolls the heat map within its box, not the page, in a narrow window', async () => {
    const [map, box, whole, window] = await widthsAt(600);
    expect(map).toBeGreaterThan(box!);
    expect(whole).toBeLessThanOrEqual(window!);
  }, 60_000);

  it.skipIf(!hasPdfText)(
    'printed a map without its last steps, an empty page and no answers',
    async () => {
      const path = join(directory, 'class.pdf');
      writeFileSync(path, await printAsPdf(page, browser));
      const { stdout } = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
      const pages = stdout.split('\f').slice(0, -1);
      expect(pages.filter((text) => text.trim() === '')).toEqual([]);
      const [first, last] = [kafkaLab.steps[0]!.id, kafkaLab.steps.at(-1)!.id];
      const heads = stdout.split('\n').filter((line) => line.trimStart().startsWith(`Name  `));
      const ofMap = heads.filter((line) => line.includes(` ${first} `));
      expect(ofMap.length).toBeGreaterThan(0);
      expect(ofMap.every((line) => line.trimEnd().endsWith(` ${last}`))).toBe(true);
      expect(stdout).toContain('The learner found that it');
    },
    60_000,
  );
});
