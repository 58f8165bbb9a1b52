import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readJournal } from '../../source/journal/read-journal.ts';
import { findHostile, findHostileInColours, hostileTexts } from '../text/hostile-texts.ts';
import { renderedJournal } from './rendered-journal.ts';

const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-hostile-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A journal from someone else: every text in it is `evil`, and so are the names of unknown steps and fields. */
function journalOf(evil: string): string {
  const looks = [
    { line: 1, from: 60_000, length: 60_000, colour: '#000000', [evil]: evil },
    { line: 0, from: 1, length: 1, colour: 255, bold: true },
    { line: 0, from: 0, length: 3, dim: true },
  ];
  const entries: Record<string, unknown>[] = [
    {
      type: 'session-started',
      app: evil,
      node: evil,
      platform: evil,
      cluster: evil,
      lab: evil,
      [evil]: evil,
    },
    { type: 'step-started', step: evil, title: evil },
    { type: 'command-started', command: 1, line: evil, step: evil, standsFor: evil, attempt: 1 },
    { type: 'command-output', command: 1, stream: 'stdout', text: `${evil}\n${evil}`, looks },
    { type: 'command-ended', command: 1, ending: 'exited', exitCode: 1, durationMs: 1 },
    { type: 'check-passed', step: evil, check: evil, title: evil, evidence: evil, durationMs: 1 },
    { type: 'check-failed', step: evil, check: evil, title: evil, evidence: evil, hint: evil, durationMs: 1 },
    { type: 'step-ended', step: evil, outcome: 'failed', durationMs: 1 },
    { type: 'step-started', step: '2.2', title: evil },
    { type: 'prediction', step: '2.2', choice: evil, text: evil },
    { type: 'graded', step: '2.2', choice: evil, actual: evil, right: false, evidence: evil },
    { type: 'check-passed', step: '2.2', check: 'first-share', title: evil, evidence: evil, durationMs: 1 },
    { type: 'answer', step: '1.1', question: '1.1', text: evil },
    { type: 'swap', from: 'partition', to: 'group', pod: evil },
    { type: 'rebalance', members: [{ member: evil, pod: evil, partitions: [0] }] },
    { type: 'regressed', step: evil, check: evil, title: evil, evidence: evil, hint: evil },
    { type: 'notice', level: 'error', text: evil },
    { type: 'pod-line', pod: evil, podAt: 1, text: evil },
    { type: 'pod-lines-elided', pod: evil, elided: 1 },
    { type: 'command-started', command: 2, line: evil, attempt: 2 },
    { type: 'session-ended' },
  ];
  const path = join(directory, 'journal.jsonl');
  const lines = entries.map((entry, ms) =>
    JSON.stringify({ v: 1, at: '2026-11-22T14:29:00.000Z', ms, ...entry }),
  );
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/** Everything except the output of commands and the answers, which are lines of others: here the beginning of each line is ours. */
const ownLineStarts = /^(?:$|#{1,2} |- |> |>$|\| |\|---|\*\*|\*not answered\*$|\d+ more lines|[a-z])/;

describe.each(hostileTexts)('a journal with $what in every text', ({ text }) => {
  it('is exported without anything hostile in it', async () => {
    const path = journalOf(text);
    expect(findHostile(await renderedJournal(path, 'md'))).toBeUndefined();
    expect(findHostile(await renderedJournal(path, 'html'))).toBeUndefined();
    const json = await renderedJournal(path, 'json');
    expect(findHostile(json)).toBeUndefined();
    JSON.parse(json, (_, value) => {
      if (typeof value === 'string') expect(findHostile(value)).toBeUndefined();
      return value;
    });
  });

  it('plays with only our own colours', async () => {
    const cast = await renderedJournal(journalOf(text), 'cast');
    expect(findHostile(cast)).toBeUndefined();
    const [header, ...frames] = cast
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(header.version).toBe(2);
    for (const [, , shown] of frames) {
      expect(findHostileInColours(shown.replaceAll('\r\n', '\n'))).toBeUndefined();
      expect(shown.match(/\u001b\[[\d;]*m/g) ?? []).toHaveLength(shown.split('\u001b').length - 1);
    }
  });

  it('is read with its texts sanitised', async () => {
    for await (const event of readJournal(journalOf(text)))
      JSON.stringify(event, (_, value) => {
        if (typeof value === 'string') expect(findHostile(value)).toBeUndefined();
        return value;
      });
  });

  it('remains text in Markdown and HTML', async () => {
    const path = journalOf(text);
    const html = await renderedJournal(path, 'html');
    const tags = html.replace(/<style>[^<]*<\/style>/, '').match(/<[^>]*(?:>|$)/g) ?? [];
    for (const tag of tags)
      expect(tag).toMatch(
        /^<(?:!doctype html|\/?(?!script|img|iframe|a\b|link|base|object|embed)[a-z]\w*(?: (?!on)[\w:-]+="[^"<>]*")*\/?)>$/,
      );
    expect(html.match(/<\/html>/g)).toHaveLength(1);
    const markdown = await renderedJournal(path, 'md');
    const prose = outsideOfFences(markdown);
    for (const line of prose) {
      expect(line).toMatch(ownLineStarts);
      const inProse = line.replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
      expect(inProse).not.toMatch(/(?<!\\)<(?!br>)|(?<!\\)!\[|(?<!\\)\]\(|:\/\/|(?<!\\)www\./);
    }
  });
});

/** The lines of a Markdown text that are not code, by CommonMark's rule for fences. */
function outsideOfFences(markdown: string): string[] {
  const outside: string[] = [];
  let fence = '';
  for (const line of markdown.split('\n')) {
    const mark = /^(`{3,})(.*)$/.exec(line);
    if (fence === '' && mark) fence = mark[1]!;
    else if (fence === '') outside.push(line);
    else if (mark && mark[2] === '' && mark[1]!.length >= fence.length) fence = '';
  }
  expect(fence).toBe('');
  return outside;
}

it('drops a field that is nested endlessly', async () => {
  const path = join(directory, 'deep.jsonl');
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  writeFileSync(
    path,
    `{"v":1,"at":"2026-11-22T14:29:00.000Z","ms":0,"type":"session-ended","more":${deep}}\n`,
  );
  for await (const event of readJournal(path)) expect(JSON.stringify(event).length).toBeLessThan(200);
});
