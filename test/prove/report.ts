import type { PartName } from './options.ts';
import type { Row } from './part.ts';

export interface PartReport {
  readonly name: PartName;
  /** Undefined if this tree does not have the part. */
  readonly promise: string | undefined;
  readonly rows: readonly Row[];
  /** Why it has no rows, or not all of them; undefined if it ran to its end. */
  readonly missing: string | undefined;
}

export interface ReportHead {
  readonly commit: string;
  readonly tree: string;
  readonly dirty: boolean;
  readonly span: { readonly from: string; readonly to: string } | undefined;
  readonly node: string;
  readonly machine: string;
  readonly seed: number;
}

export const brokenOf = (parts: readonly PartReport[]): number =>
  parts.reduce((sum, { rows }) => sum + rows.reduce((all, { broken }) => all + broken, 0), 0);

/** The page in docs/: a broken promise is shown as broken, and what did not run as not run. */
export function renderReport(head: ReportHead, parts: readonly PartReport[]): string {
  const { commit, tree, dirty, span, node, machine, seed } = head;
  const tried = parts.flatMap(({ rows }) => rows);
  const misses = tried.filter(({ broken }) => broken > 0).length;
  const when =
    span === undefined ? 'nothing ran' : `${span.from.slice(0, 16)} to ${span.to.slice(0, 16)} UTC`;
  return `# The proof

\`npm run prove -- --long\` tries to break what kafka-lab promises about the machine that it runs on. This page is what it wrote.

- Commit \`${commit.slice(0, 12)}\`, \`source/\` is tree \`${tree.slice(0, 12)}\`${dirty ? ' **with changes that are not committed**' : ''}
- ${when}
- ${node} on ${machine}
- Repeat it: \`npm run prove -- --long --fresh --seed ${seed}\`; one part of it: \`--only ${parts[0]?.name ?? 'journal'}\`

${tried.length} rows, ${misses === 0 ? 'none broken' : `**${misses} broken**`}. A row counts what was tried and how often it broke the promise; times depend on the machine.

${tableOf(parts)}
`;
}

export function tableOf(parts: readonly PartReport[]): string {
  const lines = parts.flatMap(({ name, promise, rows, missing }) => [
    ...(promise === undefined ? [] : [`| **${name}** | *${cell(promise)}* | | | | | |`]),
    ...rows.map(
      ({ what, seed, count, unit, broken, details }) =>
        `| ${name} | ${cell(what)} | ${seed} | ${count.toLocaleString('en')} | ${cell(unit)} | ` +
        `${broken === 0 ? '0' : `**${broken.toLocaleString('en')}**`} | ${cell(details)} |`,
    ),
    ...(missing === undefined
      ? []
      : [`| ${name} | **not run${rows.length > 0 ? ' to its end' : ''}** | | | | | ${cell(missing)} |`]),
  ]);
  return [
    '| part | what | seed | count | unit | broken | details |',
    '| --- | --- | ---: | ---: | --- | ---: | --- |',
    ...lines,
  ].join('\n');
}

/** Text for a table cell: one line, without pipes, and nothing that affects a terminal or a page. */
function cell(text: string): string {
  return text
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
}
