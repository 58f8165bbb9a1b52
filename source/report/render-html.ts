import type { Lab, Question, Step } from '../lab/model/step.ts';
import { count, percent } from '../lab/model/text-format.ts';
import { type CellLine, kindOf, measureComparison } from './comparison-table.ts';
import {
  describeAgreement,
  describeCluster,
  describeEnding,
  describeHints,
  describeLeftOut,
  describeResumes,
} from './describe-record.ts';
import { drawShares, drawTimeline } from './html-figures.ts';
import { style } from './html-style.ts';
import { escapeHtml, Html, html } from './html-text.ts';
import { duration } from './markdown-text.ts';
import { OutputPart, type Part } from './output-part.ts';
import type { CommandRecord, SessionRecord, StepRecord } from './session-record.ts';
import { compareShares } from './share-table.ts';

/** A session as one HTML file that loads nothing and runs nothing; whatever came from outside is escaped. */
export function renderRecordAsHtml(record: SessionRecord, lab: Lab): Part[] {
  const position = (id: string): number => lab.steps.findIndex((step) => step.id === id);
  const steps = [...record.steps].sort((a, b) => position(a.id) - position(b.id));
  const head = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${lab.title}: report</title>
<style>${new Html(style)}</style>
</head>
<body>
<h1>${lab.title}: report</h1>
${renderHead(record, lab)}
${renderShares(record, lab)}
${renderComparison(record, lab)}
<h2>Steps</h2>
`;
  const end = html`
${renderOtherAnswers(record, lab)}
</body>
</html>
`;
  return [head.text, ...steps.flatMap((step) => renderStep(step, lab, record)), end.text];
}

function renderHead(record: SessionRecord, lab: Lab): Html {
  const { started } = record;
  const checks = record.steps.flatMap((step) => step.checks);
  const unjudged = checks.filter((check) => check.unjudged).length;
  const total = lab.steps.reduce((sum, step) => sum + step.checks.length, 0);
  return html`<ul>
${
  started &&
  html`<li>Started ${started.at}, kafka-lab ${started.app}, Node ${started.node}, ${started.platform}</li>
<li>Cluster: ${describeCluster(started.cluster)}</li>`
}
${record.unattended ? html`<li>Run without a screen: nobody predicted or answered anything</li>` : undefined}
${record.openings > 1 ? html`<li>${describeResumes(record.openings)}</li>` : undefined}
<li>Checks passed: ${checks.filter((check) => check.ok).length} of ${total}</li>
${unjudged === 0 ? undefined : html`<li>Checks not judged, neither passed nor failed: ${unjudged}</li>\n`}${record.leftOut === undefined ? undefined : html`<li>${describeLeftOut(record.leftOut)}</li>\n`}${(record.damage ?? []).map((text) => html`<li>The journal of the session is damaged: ${text}</li>\n`)}</ul>`;
}

function renderShares(record: SessionRecord, lab: Lab): Html {
  const { before, after } = compareShares(record, lab);
  const same = record.beforeAfter;
  if (before === undefined && after === undefined && record.samples.length < 2) return html``;
  return html`<h2>The share of messages received</h2>
${before && drawShares('Partition 0 only', before)}
${after && drawShares('Consumer group', after)}
${
  same &&
  html`<table><caption>The same ${count(same.window)} messages, before the swap and after it</caption>
<tr><th>partition</th><th>messages</th><th>partition 0 only</th><th>consumer group</th></tr>
${same.partitions.map(
  (each) =>
    html`<tr><td>${each.partition}</td><td class="number">${count(each.endOffset - each.startOffset)}</td><td class="number">${count(each.before)}</td><td class="number">${count(each.after)}</td></tr>
`,
)}<tr><td>all</td><td class="number">${count(same.window)}</td><td class="number">${count(same.before)} = ${percent(same.before / Math.max(1, same.window))}</td><td class="number">${count(same.after)} = ${percent(same.after / Math.max(1, same.window))}</td></tr>
</table>`
}
${drawTimeline(record.samples)}`;
}

function renderComparison(record: SessionRecord, lab: Lab): Html {
  const rows = measureComparison(record, lab);
  if (rows.length === 0) return html``;
  const cell = (lines: readonly CellLine[]): Html =>
    html`<td>${lines.map((line) => {
      if (line.kind === 'said') return html`<div>${line.text}</div>`;
      if (line.kind === 'missing') return html`<div class="missing">not measured: step ${line.step}</div>`;
      return html`<div class="${line.kind}">${line.title}: <code>${line.evidence}</code></div>`;
    })}</td>`;
  return html`<h2>Table 1: the two consumers, as measured</h2>
<table><tr><th>Feature</th><th>Partition 0 only</th><th>Consumer group</th></tr>
${rows.map((row) => html`<tr><th>${row.feature}</th>${cell(row.original)}${cell(row.improved)}</tr>\n`)}</table>`;
}

function renderStep(record: StepRecord, lab: Lab, session: SessionRecord): Part[] {
  const step = lab.steps.find((each) => each.id === record.id);
  const figures = step && step.figures.length > 0 ? ` (${step.figures.join(', ')})` : '';
  const took = record.durationMs === undefined ? '' : `, ${duration(record.durationMs)}`;
  const runs = record.runs > 1 ? `, run ${record.runs} times, the last is shown` : '';
  const head = html`<h3 id="step-${record.id}">${record.id} ${record.title}${figures}</h3>
<p class="facts">${record.outcome}${took}${runs}${describeHints(session.hints[record.id], step)}, started ${record.startedAt}</p>
`;
  const rest = html`
<ul class="checks">${record.checks.map(
    (check) =>
      html`<li class="${kindOf(check)}">${check.title} (${duration(check.durationMs)}): <code>${check.evidence}</code>${check.hint === undefined ? undefined : html` Hint: ${check.hint}`}</li>
`,
  )}</ul>
${renderPrediction(record.id, step, session)}
${step?.questions.map((question) => renderQuestion(question, session))}`;
  return [head.text, ...record.commands.flatMap(renderCommand), rest.text];
}

function renderQuestion(question: Question, session: SessionRecord): Html {
  return html`<p><strong>Question ${question.id}:</strong> ${question.text}</p>
${
  session.answers[question.id] === undefined
    ? html`<p><em>not answered</em></p>`
    : html`<blockquote>${session.answers[question.id]}</blockquote>
<p class="facts">${describeAgreement(session.agreements[question.id])}</p>`
}
`;
}

/** A question can be answered before its step is run. */
function renderOtherAnswers(session: SessionRecord, lab: Lab): Html | undefined {
  const ran = new Set(session.steps.map(({ id }) => id));
  const answered = lab.steps
    .filter(({ id }) => !ran.has(id))
    .flatMap(({ questions }) => questions.filter(({ id }) => session.answers[id] !== undefined));
  if (answered.length === 0) return undefined;
  return html`<h2>Answers to questions of steps that were not run</h2>
${answered.map((question) => renderQuestion(question, session))}`;
}

function renderPrediction(id: string, step: Step | undefined, { predictions }: SessionRecord): Html {
  const made = predictions[id];
  if (made === undefined || step?.prediction === undefined) return html``;
  const { text, graded } = made;
  return html`<p><strong>Prediction:</strong> ${step.prediction.question} <em>${text ?? 'skipped'}</em>${
    graded && html`: ${graded.right ? 'right' : 'wrong'}, <code>${graded.evidence}</code>`
  }</p>`;
}

function renderCommand(command: CommandRecord): Part[] {
  const facts = [
    ...(command.elided > 0 ? [`${command.elided} more lines were not recorded`] : []),
    ...(command.standsFor === undefined ? [] : [`stands for ${command.standsFor} on kind`]),
    ...(command.attempts > 1 ? [`run ${command.attempts} times`] : []),
    describeEnding(command),
    ...(command.durationMs === undefined ? [] : [duration(command.durationMs)]),
  ];
  return [
    html`<pre><span class="command">$ ${command.line}</span>`.text,
    new OutputPart(command, ({ text }) => escapeHtml(`\n${text}`)),
    html`</pre>
<p class="facts">${facts.join('; ')}.</p>
`.text,
  ];
}
