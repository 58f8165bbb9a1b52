import { type Html, html } from '../../report/html-text.ts';
import type { ClassGrades, StepGrade } from '../model/class-grades.ts';
import { countOf, linkTo, stateInWords, stateSign, timeOf, troublesOf } from './words.ts';

const levels = [
  'passed at once',
  'a second run, a hint or twice the time (long)',
  'four runs, the solution or four times the time (very long)',
  'not passed',
  'stuck: the last step that was run, not passed',
];

/** People by steps: the redder, the harder. Each cell also says it in signs. */
export function renderHeatMap({ steps, people }: ClassGrades): Html {
  return html`<p class="legend">${levels.map((text, level) => html`<span class="level-${level}">${text}</span> `)}</p>
<div class="wide"><table class="heat">
<thead><tr><th class="name">Name</th>${steps.map(({ id, title }) => html`<th title="${title}">${id}</th>`)}</tr></thead>
<tbody>${people.map(
    (person) =>
      html`<tr><th class="name">${linkTo(person)}</th>${person.steps.map(renderCell)}</tr>
`,
  )}</tbody>
<tfoot><tr><th class="name">passed</th>${steps.map(({ passed }) => html`<td>${passed}</td>`)}</tr>
<tr><th class="name">stuck</th>${steps.map(({ stuck }) => html`<td>${stuck === 0 ? '' : stuck}</td>`)}</tr>
<tr><th class="name">median time</th>${steps.map(({ medianMs }) => html`<td>${medianMs === undefined ? '' : timeOf(medianMs)}</td>`)}</tr></tfoot>
</table></div>`;
}

function renderCell(step: StepGrade): Html {
  const { state, level, runs, spentMs, slow } = step;
  const long = slow === undefined ? [] : [slow === 4 ? 'very long' : 'long'];
  const troubles = [...troublesOf(step), ...long];
  const said = [
    `${step.step}: ${stateInWords[state]}`,
    ...(runs > 0 ? [countOf(runs, 'run'), timeOf(spentMs)] : []),
  ];
  return html`<td${level === undefined ? '' : html` class="level-${level}"`} title="${said.join(', ')}">${stateSign[state]}${troubles.map((trouble) => html`<small>${trouble}</small>`)}</td>`;
}
