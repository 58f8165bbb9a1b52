import { type Html, html } from '../../report/html-text.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { isWithoutVerdict } from '../class/grade-steps.ts';
import type {
  CheckGrade,
  ClassGrades,
  PersonGrades,
  PredictionGrade,
  StepGrade,
} from '../model/class-grades.ts';
import { framePage } from './frame.ts';
import { marksInWords, momentOf, stateInWords, timeOf, troublesOf } from './words.ts';

/**
 * The page that a person gets back: their steps, checks, predictions and answers, with marks and comments. It names nobody else, and leaves
 * out what the teacher may want to ask about first.
 */
export function renderFeedback(grades: ClassGrades, person: PersonGrades): SafeText {
  const { lab, most } = grades;
  const { label, marks, unmarked } = person;
  return framePage(
    `${lab.title}: ${label}`,
    html`<h1>${lab.title}: ${label}</h1>
<table><thead><tr><th>Checks</th><th>Predictions</th><th>Answers</th><th>Total</th></tr></thead>
<tbody><tr><td>${marksInWords(marks.checks)} of ${marksInWords(most.checks)}</td><td>${marksInWords(marks.predictions)} of ${marksInWords(most.predictions)}</td><td>${marksInWords(marks.answers)} of ${marksInWords(most.answers)}${unmarked === 0 ? '' : `, ${unmarked} not marked yet`}</td><td>${marksInWords(marks.total)} of ${marksInWords(most.total)}</td></tr></tbody></table>
${person.journals.map(
  ({ source, from, to, openings }) =>
    html`<p class="facts">${source}: ${momentOf(from)} to ${momentOf(to)} UTC, opened ${openings === 1 ? 'once' : `${openings} times`}</p>
`,
)}
<h2>Steps</h2>
${person.steps.map((step) => renderStep(step, grades, person))}`,
  );
}

function renderStep(step: StepGrade, { steps, questions, again }: ClassGrades, person: PersonGrades): Html {
  const title = steps.find(({ id }) => id === step.step)?.title ?? '';
  const trouble = troublesOf(step).join(', ');
  const prediction = person.predictions.find((each) => each.step === step.step);
  const answers = person.answers.filter((each) => each.step === step.step);
  if (step.state === 'not-run' && answers.every(({ text }) => text === undefined))
    return html`<h3>${step.step} ${title}</h3>
<p class="facts">not run</p>
`;
  return html`<h3>${step.step} ${title}</h3>
<p class="facts">${stateInWords[step.state]}${step.passedAt === undefined ? '' : ` at ${momentOf(step.passedAt)} UTC`}, ${timeOf(step.spentMs)}${trouble === '' ? '' : `, ${trouble}`}</p>
<ul class="checks">${step.checks.map((check) => renderCheck(check, again))}</ul>
${prediction === undefined ? undefined : renderPrediction(prediction)}
${answers.map((answer) => {
  const question = questions.find(({ id }) => id === answer.question);
  return html`<p><strong>Question ${answer.question}:</strong> ${question?.text}</p>
${answer.text === undefined ? html`<p><em>not answered</em></p>` : html`<blockquote>${answer.text}</blockquote>`}
<p class="facts">${answer.marks === undefined ? 'no marks yet' : `${marksInWords(answer.marks)} of ${marksInWords(answer.most)} marks`}</p>
${answer.comment === undefined ? undefined : html`<p><em>${answer.comment}</em></p>`}
`;
})}`;
}

function renderCheck(check: CheckGrade, again: boolean): Html {
  const { title, passed, passedAt, evidence, failures, recorded } = check;
  const kind = passed ? 'passed' : recorded === 'unjudged' || isWithoutVerdict(check) ? 'unjudged' : 'failed';
  const when = passedAt === undefined ? '' : ` (${momentOf(passedAt)})`;
  const before = failures === 0 ? '' : `, ${failures === 1 ? 'once' : `${failures} times`} not`;
  const notes = again ? againInWords(check) : '';
  return html`<li class="${kind}">${title}${when}${before}${evidence === '' ? undefined : html`: <code>${evidence}</code>`}${notes}</li>
`;
}

/** Where grading again made a difference, or could not be done. */
function againInWords(check: CheckGrade): string {
  const { again, recorded, passed } = check;
  if (isWithoutVerdict(check)) return ' (without marks: the session did not have this check)';
  if (again === undefined || again.result === 'unseen')
    return recorded === undefined
      ? ''
      : ' (not graded again: what it looks at was not recorded; the verdict of the session counts)';
  if (recorded === undefined) return ' (a check that the session did not have)';
  return (recorded === 'passed') === passed ? '' : ` (the session itself found: ${recorded})`;
}

function renderPrediction(prediction: PredictionGrade): Html {
  const { question, text, state, evidence, later, recorded, notAgain } = prediction;
  const more =
    later === 0
      ? ''
      : `; predicted again ${later === 1 ? 'once' : `${later} times`} when the outcome was known`;
  const outcome = {
    right: 'right',
    wrong: 'wrong',
    'not-graded': 'not graded',
    skipped: 'skipped',
    none: 'none made',
  };
  const again =
    notAgain !== undefined
      ? ` (not graded again: ${notAgain}; the grade of the session counts)`
      : recorded === undefined
        ? ''
        : ` (the session itself found: ${outcome[recorded]})`;
  return html`<p><strong>Prediction:</strong> ${question} ${text === undefined ? undefined : html`<em>${text}</em>: `}${outcome[state]}${evidence === undefined ? undefined : html`, <code>${evidence}</code>`}${again}${more}</p>`;
}
