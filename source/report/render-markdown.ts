import type { Lab, Step } from '../lab/step.ts';
import { count, percent } from '../lab/text-format.ts';
import { type CellLine, measureComparison } from './comparison-table.ts';
import { describeCluster, describeEnding } from './describe-record.ts';
import { code, duration, fenced, plain, quoted } from './markdown-text.ts';
import type { CheckRecord, CommandRecord, SessionRecord, StepRecord } from './session-record.ts';
import { compareShares, renderShareTable } from './share-table.ts';

/** A session's transcript as Markdown: what was run, what it printed, what was checked, what was answered. */
export function renderRecord(record: SessionRecord, lab: Lab): string {
  const shares = renderShareTable(compareShares(record, lab));
  const inLabOrder = (a: StepRecord, b: StepRecord): number => position(lab, a.id) - position(lab, b.id);
  const lines = [
    `# ${plain(lab.title)}: transcript`,
    '',
    ...renderHead(record, lab),
    '',
    ...(shares.length === 0 ? [] : ['## The share of messages received', '', ...shares, '']),
    ...renderBeforeAfter(record),
    ...renderComparison(record, lab),
    ...[...record.steps].sort(inLabOrder).flatMap((step) => renderStep(step, lab, record)),
    ...renderUnreachedQuestions(record, lab),
    ...renderOther(record),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function renderHead(record: SessionRecord, lab: Lab): string[] {
  const { started } = record;
  const checks = record.steps.flatMap((step) => step.checks);
  const total = lab.steps.reduce((sum, step) => sum + step.checks.length, 0);
  const lines: string[] = [];
  if (started) {
    lines.push(
      `- Started ${started.at}, kafka-lab ${plain(started.app)}, Node ${plain(started.node)}, ${plain(started.platform)}`,
    );
    lines.push(`- Cluster: ${plain(describeCluster(started.cluster))}`);
  }
  if (record.openings > 1) lines.push(`- Resumed ${record.openings - 1} times`);
  lines.push(`- Checks passed: ${checks.filter((check) => check.ok).length} of ${total}`);
  return lines;
}

function renderStep(record: StepRecord, lab: Lab, session: SessionRecord): string[] {
  const step = lab.steps.find((each) => each.id === record.id);
  const figures = step && step.figures.length > 0 ? ` (${step.figures.join(', ')})` : '';
  const took = record.durationMs === undefined ? '' : `, ${duration(record.durationMs)}`;
  const runs = record.runs > 1 ? `, run ${record.runs} times, the last is shown` : '';
  return [
    `## ${record.id} ${plain(record.title)}${figures}`,
    '',
    `${record.outcome}${took}${runs}, started ${record.startedAt}`,
    '',
    ...record.commands.flatMap(renderCommand),
    ...record.checks.map(renderCheck),
    ...(record.checks.length > 0 ? [''] : []),
    ...renderPrediction(record.id, step, session),
    ...(step ? renderQuestions(step, session) : []),
  ];
}

function renderCommand(command: CommandRecord): string[] {
  const output = command.output.map((piece) => piece.text).join('\n');
  const lines = [fenced(output === '' ? `$ ${command.line}` : `$ ${command.line}\n${output}`, 'console'), ''];
  const facts: string[] = [];
  if (command.elided > 0) facts.push(`${command.elided} more lines were not recorded`);
  if (command.standsFor !== undefined) facts.push(`stands for ${code(command.standsFor)} on kind`);
  if (command.attempts > 1) facts.push(`run ${command.attempts} times until it showed what was waited for`);
  facts.push(describeEnding(command));
  if (command.durationMs !== undefined) facts.push(duration(command.durationMs));
  return [...lines, `${facts.join('; ')}.`, ''];
}

function renderCheck(check: CheckRecord): string {
  const hint = check.hint === undefined ? '' : ` Hint: ${plain(check.hint)}`;
  return `- ${check.ok ? '✔' : '✘'} **${plain(check.title)}** (${duration(check.durationMs)}): ${code(check.evidence)}${hint}`;
}

function renderPrediction(id: string, step: Step | undefined, { predictions }: SessionRecord): string[] {
  const made = predictions[id];
  if (made === undefined || step?.prediction === undefined) return [];
  const { graded } = made;
  const came = graded === undefined ? '' : `: ${graded.right ? 'right' : 'not so'}, ${code(graded.evidence)}`;
  return [`**Foretold:** ${plain(step.prediction.question)} *${plain(made.text)}*${came}`, ''];
}

function renderBeforeAfter({ beforeAfter }: SessionRecord): string[] {
  if (beforeAfter === undefined || beforeAfter.window === 0) return [];
  const { window, before, after, partitions } = beforeAfter;
  return [
    `## The same ${count(window)} messages, before the swap and after it`,
    '',
    '| partition | messages | partition 0 only | consumer group |',
    '|---|---|---|---|',
    ...partitions.map(
      (each) =>
        `| ${each.partition} | ${count(each.endOffset - each.startOffset)} | ${count(each.before)} | ${count(each.after)} |`,
    ),
    `| all | ${count(window)} | ${count(before)} = ${percent(before / window)} | ${count(after)} = ${percent(after / window)} |`,
    '',
  ];
}

function renderComparison(record: SessionRecord, lab: Lab): string[] {
  const rows = measureComparison(record, lab);
  if (rows.length === 0) return [];
  const cell = (lines: readonly CellLine[]): string =>
    lines
      .map((line) => {
        if (line.kind === 'said') return plain(line.text);
        if (line.kind === 'missing') return `*not measured: step ${line.step}*`;
        return `${line.kind === 'passed' ? '✔' : '✘'} ${plain(line.title)}: ${plain(line.evidence)}`;
      })
      .join('<br>');
  return [
    '## Table 1: the two consumers, as measured',
    '',
    '| Feature | Partition 0 only | Consumer group |',
    '|---|---|---|',
    ...rows.map((row) => `| ${plain(row.feature)} | ${cell(row.original)} | ${cell(row.improved)} |`),
    '',
  ];
}

function renderQuestions(step: Step, { answers }: SessionRecord): string[] {
  return step.questions.flatMap((question) => [
    `**Question ${question.id}:** ${plain(question.text)}`,
    '',
    answers[question.id] === undefined ? '*not answered*' : quoted(answers[question.id]!),
    '',
  ]);
}

/** Questions of steps that were never run still belong in what is handed in, where they were answered. */
function renderUnreachedQuestions(record: SessionRecord, lab: Lab): string[] {
  const run = new Set(record.steps.map((step) => step.id));
  const steps = lab.steps.filter(
    (step) =>
      !run.has(step.id) && step.questions.some((question) => record.answers[question.id] !== undefined),
  );
  if (steps.length === 0) return [];
  return [
    '## Answers to questions of steps that were not run',
    '',
    ...steps.flatMap((step) => renderQuestions(step, record)),
  ];
}

function renderOther(record: SessionRecord): string[] {
  const lines: string[] = [];
  const names = { none: 'no consumer', partition: 'partition 0 only', group: 'consumer group' };
  for (const swap of record.swaps) {
    lines.push(
      `- ${swap.at}: the consumer changed from ${names[swap.from]} to ${names[swap.to]}, pod ${code(swap.pod)}`,
    );
  }
  for (const { at, members } of record.rebalances) {
    const owned = members.map(
      ({ pod, member, partitions }) =>
        `${code(pod ?? member)} ${partitions.map((each) => `p${each}`).join(' ') || 'idle'}`,
    );
    lines.push(`- ${at}: the group is stable with ${members.length} members: ${owned.join(', ')}`);
  }
  for (const { at, step, title, evidence } of record.regressions)
    lines.push(`- ${at}: step ${step} did not hold any longer: ${plain(title)}: ${code(evidence)}`);
  for (const notice of record.notices)
    lines.push(`- ${notice.at}: ${notice.level}: ${plain(notice.text.replaceAll('\n', ' '))}`);
  for (const { pod, recorded, elided } of record.podLines) {
    const more = elided === 0 ? '' : `, ${elided} more were not`;
    lines.push(`- log of ${code(pod)}: ${recorded} lines recorded${more}`);
  }
  const commands = record.otherCommands.flatMap(renderCommand);
  if (lines.length === 0 && commands.length === 0) return [];
  return ['## What else happened', '', ...lines, '', ...commands];
}

function position(lab: Lab, id: string): number {
  const index = lab.steps.findIndex((step) => step.id === id);
  return index < 0 ? lab.steps.length : index;
}
