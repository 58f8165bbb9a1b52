import type { Lab, Step } from '../lab/model/step.ts';
import { count, percent } from '../lab/model/text-format.ts';
import { trusted, visible } from '../text/safe-text.ts';
import { type CellLine, measureComparison } from './comparison-table.ts';
import {
  describeAgreement,
  describeCluster,
  describeEnding,
  describeHints,
  describeLeftOut,
  describeResumes,
} from './describe-record.ts';
import {
  code,
  duration,
  fenceFor,
  joinMarkdown,
  longestRun,
  Markdown,
  md,
  noMarkdown,
  quoted,
} from './markdown-text.ts';
import { OutputPart, type Part } from './output-part.ts';
import type { CheckRecord, CommandRecord, SessionRecord, StepRecord } from './session-record.ts';
import { compareShares, renderShareTable } from './share-table.ts';

/** A line, or the output of a command: each piece of it begins with its line end. */
type Line = Markdown | OutputPart;

/** A session's transcript as Markdown: commands, output, checks and answers. */
export function renderRecord(record: SessionRecord, lab: Lab): Part[] {
  const shares = renderShareTable(compareShares(record, lab));
  const inLabOrder = (a: StepRecord, b: StepRecord): number => position(lab, a.id) - position(lab, b.id);
  const lines: Line[] = [
    md`# ${lab.title}: transcript`,
    noMarkdown,
    ...renderHead(record, lab),
    noMarkdown,
    ...(shares.length === 0
      ? []
      : [md`## The share of messages received`, noMarkdown, ...shares, noMarkdown]),
    ...renderBeforeAfter(record),
    ...renderComparison(record, lab),
    ...[...record.steps].sort(inLabOrder).flatMap((step) => renderStep(step, lab, record)),
    ...renderUnreachedQuestions(record, lab),
    ...renderOther(record),
  ];
  const end = lines.findLastIndex((line) => line instanceof OutputPart || line.text.trim() !== '');
  return [
    ...lines
      .slice(0, end + 1)
      .flatMap((line, index): Part[] =>
        line instanceof OutputPart ? [line] : index === 0 ? [line.text] : [trusted('\n'), line.text],
      ),
    trusted('\n'),
  ];
}

function renderHead(record: SessionRecord, lab: Lab): Markdown[] {
  const { started } = record;
  const checks = record.steps.flatMap((step) => step.checks);
  const total = lab.steps.reduce((sum, step) => sum + step.checks.length, 0);
  const lines: Markdown[] = [];
  if (started) {
    lines.push(
      md`- Started ${started.at}, kafka-lab ${started.app}, Node ${started.node}, ${started.platform}`,
    );
    lines.push(md`- Cluster: ${describeCluster(started.cluster)}`);
  }
  if (record.unattended) lines.push(md`- Run without a screen: nobody predicted or answered anything`);
  if (record.openings > 1) lines.push(md`- ${describeResumes(record.openings)}`);
  lines.push(md`- Checks passed: ${checks.filter((check) => check.ok).length} of ${total}`);
  const unjudged = checks.filter((check) => check.unjudged).length;
  if (unjudged > 0) lines.push(md`- Checks not judged, neither passed nor failed: ${unjudged}`);
  for (const text of record.damage ?? []) lines.push(md`- The journal of the session is damaged: ${text}`);
  return lines;
}

function renderStep(record: StepRecord, lab: Lab, session: SessionRecord): Line[] {
  const step = lab.steps.find((each) => each.id === record.id);
  const figures = step && step.figures.length > 0 ? md` (${step.figures.join(', ')})` : noMarkdown;
  const took = record.durationMs === undefined ? noMarkdown : md`, ${duration(record.durationMs)}`;
  const runs = record.runs > 1 ? md`, run ${record.runs} times, the last is shown` : noMarkdown;
  return [
    md`## ${record.id} ${record.title}${figures}`,
    noMarkdown,
    md`${record.outcome}${took}${runs}${describeHints(session.hints[record.id], step)}, started ${record.startedAt}`,
    noMarkdown,
    ...record.commands.flatMap(renderCommand),
    ...record.checks.map(renderCheck),
    ...(record.checks.length > 0 ? [noMarkdown] : []),
    ...renderPrediction(record.id, step, session),
    ...(step ? renderQuestions(step, session) : []),
  ];
}

function renderCommand(command: CommandRecord): Line[] {
  const longest = command.output.reduce(
    (most, { text }) => Math.max(most, longestRun(text)),
    Math.max(command.place?.backticks ?? 0, longestRun(command.line)),
  );
  const fence = fenceFor(longest);
  const lines: Line[] = [
    new Markdown(visible(`${fence}console\n$ ${command.line}`)),
    new OutputPart(command, ({ text }) => visible(`\n${text}`)),
    new Markdown(fence),
    noMarkdown,
  ];
  const facts: Markdown[] = [];
  if (command.elided > 0) facts.push(md`${command.elided} more lines were not recorded`);
  if (command.standsFor !== undefined) facts.push(md`stands for ${code(command.standsFor)} on kind`);
  if (command.attempts > 1) facts.push(md`run ${command.attempts} times until it showed the expected result`);
  facts.push(md`${describeEnding(command)}`);
  if (command.durationMs !== undefined) facts.push(md`${duration(command.durationMs)}`);
  return [...lines, md`${joinMarkdown(facts, '; ')}.`, noMarkdown];
}

function renderCheck(check: CheckRecord): Markdown {
  const hint = check.hint === undefined ? noMarkdown : md` Hint: ${check.hint}`;
  return md`- ${markOf(check)} **${check.title}** (${duration(check.durationMs)}): ${code(check.evidence)}${hint}`;
}

function markOf({ ok, unjudged }: CheckRecord): string {
  return ok ? '✔' : unjudged ? '? not judged:' : '✘';
}

function renderPrediction(id: string, step: Step | undefined, { predictions }: SessionRecord): Markdown[] {
  const made = predictions[id];
  if (made === undefined || step?.prediction === undefined) return [];
  const { text, graded } = made;
  const said = md`**Prediction:** ${step.prediction.question}`;
  if (text === undefined) return [md`${said} *skipped*`, noMarkdown];
  const outcome =
    graded === undefined ? noMarkdown : md`: ${graded.right ? 'right' : 'wrong'}, ${code(graded.evidence)}`;
  return [md`${said} *${text}*${outcome}`, noMarkdown];
}

function renderBeforeAfter({ beforeAfter }: SessionRecord): Markdown[] {
  if (beforeAfter === undefined || beforeAfter.window === 0) return [];
  const { window, before, after, partitions } = beforeAfter;
  return [
    md`## The same ${count(window)} messages, before the swap and after it`,
    noMarkdown,
    md`| partition | messages | partition 0 only | consumer group |`,
    md`|---|---|---|---|`,
    ...partitions.map(
      (each) =>
        md`| ${each.partition} | ${count(each.endOffset - each.startOffset)} | ${count(each.before)} | ${count(each.after)} |`,
    ),
    md`| all | ${count(window)} | ${count(before)} = ${percent(before / window)} | ${count(after)} = ${percent(after / window)} |`,
    noMarkdown,
  ];
}

const cellMarks = { passed: '✔', failed: '✘', unjudged: '? not judged:' } as const;

function renderComparison(record: SessionRecord, lab: Lab): Markdown[] {
  const rows = measureComparison(record, lab);
  if (rows.length === 0) return [];
  const cell = (lines: readonly CellLine[]): Markdown =>
    joinMarkdown(
      lines.map((line) => {
        if (line.kind === 'said') return md`${line.text}`;
        if (line.kind === 'missing') return md`*not measured: step ${line.step}*`;
        return md`${cellMarks[line.kind]} ${line.title}: ${line.evidence}`;
      }),
      '<br>',
    );
  return [
    md`## Table 1: the two consumers, as measured`,
    noMarkdown,
    md`| Feature | Partition 0 only | Consumer group |`,
    md`|---|---|---|`,
    ...rows.map((row) => md`| ${row.feature} | ${cell(row.original)} | ${cell(row.improved)} |`),
    noMarkdown,
  ];
}

function renderQuestions(step: Step, { answers, agreements }: SessionRecord): Markdown[] {
  return step.questions.flatMap(({ id, text }) => {
    const answer = answers[id];
    return [
      md`**Question ${id}:** ${text}`,
      noMarkdown,
      ...(answer === undefined
        ? [md`*not answered*`]
        : [quoted(answer), noMarkdown, md`*(${describeAgreement(agreements[id])})*`]),
      noMarkdown,
    ];
  });
}

/** Answers to questions of steps that were never run belong in the transcript too. */
function renderUnreachedQuestions(record: SessionRecord, lab: Lab): Markdown[] {
  const run = new Set(record.steps.map((step) => step.id));
  const steps = lab.steps.filter(
    (step) =>
      !run.has(step.id) && step.questions.some((question) => record.answers[question.id] !== undefined),
  );
  if (steps.length === 0) return [];
  return [
    md`## Answers to questions of steps that were not run`,
    noMarkdown,
    ...steps.flatMap((step) => renderQuestions(step, record)),
  ];
}

function renderOther(record: SessionRecord): Line[] {
  const lines: Markdown[] = [];
  const names = { none: 'no consumer', partition: 'partition 0 only', group: 'consumer group' };
  for (const swap of record.swaps) {
    lines.push(
      md`- ${swap.at}: the consumer changed from ${names[swap.from]} to ${names[swap.to]}, pod ${code(swap.pod)}`,
    );
  }
  for (const { at, members } of record.rebalances) {
    const owned = members.map(
      ({ pod, member, partitions }) =>
        md`${code(pod ?? member)} ${partitions.map((each) => `p${each}`).join(' ') || 'idle'}`,
    );
    lines.push(md`- ${at}: the group is stable with ${members.length} members: ${joinMarkdown(owned, ', ')}`);
  }
  for (const { at, step, title, evidence } of record.regressions)
    lines.push(md`- ${at}: step ${step} no longer held: ${title}: ${code(evidence)}`);
  for (const { at, step } of record.solutions)
    lines.push(md`- ${at}: the solution of step ${step} was shown before it was solved`);
  for (const { at, durationMs, line } of record.shells) {
    const shell = line === undefined ? md`a shell` : code(line);
    lines.push(md`- ${at}: back from ${shell} after ${duration(durationMs)}`);
  }
  for (const notice of record.notices) lines.push(md`- ${notice.at}: ${notice.level}: ${notice.text}`);
  for (const { pod, recorded, elided } of record.podLines) {
    const more = elided === 0 ? noMarkdown : md`, ${elided} more were not`;
    lines.push(md`- log of ${code(pod)}: ${recorded} lines recorded${more}`);
  }
  if (record.leftOut !== undefined) lines.push(md`- ${describeLeftOut(record.leftOut)}`);
  const commands = record.otherCommands.flatMap(renderCommand);
  if (lines.length === 0 && commands.length === 0) return [];
  return [md`## What else happened`, noMarkdown, ...lines, noMarkdown, ...commands];
}

function position(lab: Lab, id: string): number {
  const index = lab.steps.findIndex((step) => step.id === id);
  return index < 0 ? lab.steps.length : index;
}
