import { type Html, html } from '../../report/html-text.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { ClassGrades, PersonGrades } from '../model/class-grades.ts';
import { renderAnswers } from './answers-table.ts';
import { framePage } from './frame.ts';
import { renderHeatMap } from './heat-map.ts';
import { countOf, marksInWords, timeOf } from './words.ts';

/** The class as one page: what to look at, where people got stuck, marks, and the answers side by side. */
export function renderClassPage(grades: ClassGrades): SafeText {
  const { lab, people } = grades;
  return framePage(
    `${lab.title}: class`,
    html`<h1>${lab.title}: class</h1>
${renderFacts(grades)}
${renderLook(grades)}
<h2>Where people got stuck</h2>
${renderHeatMap(grades)}
<h2>Marks</h2>
${renderMarks(grades)}
<h2>What the journals tell</h2>
${people.some(({ findings }) => findings.length > 0) ? renderFindings(people) : html`<p>Nothing unusual.</p>`}
<h2>Answers side by side</h2>
${renderAnswers(grades)}`,
  );
}

function renderFacts({ lab, people, again, usualMarks, ungraded }: ClassGrades): Html {
  const version = lab.version === undefined ? '' : `, version ${lab.version}`;
  return html`<ul>
<li>Lab <code>${lab.id}</code>${version}${lab.digest === undefined ? '' : html`, files <code>${lab.digest.slice(0, 12)}</code>`}</li>
<li>${countOf(people.length, 'person', 'people')}${ungraded.length === 0 ? '' : `, ${countOf(ungraded.length, 'file')} that could not be graded`}</li>
${again ? html`<li>Graded again: the verdicts are those of the lab above, over what each session recorded</li>` : undefined}
${usualMarks ? html`<li>The lab gives no marks: each check and each right prediction counts 1, each answer up to 4</li>` : undefined}
</ul>`;
}

/** What a teacher should look at first. */
function renderLook({ people, steps, ungraded }: ClassGrades): Html {
  const stuck = people.filter(({ stuckAt }) => stuckAt !== undefined);
  const doubtful = people.filter(({ findings }) => findings.some(({ weight }) => weight === 'doubt'));
  if (stuck.length + doubtful.length + ungraded.length === 0) return html``;
  const title = (id: string | undefined): string => steps.find((step) => step.id === id)?.title ?? '';
  return html`<h2>Look at</h2>
<ul class="look">
${
  stuck.length === 0
    ? undefined
    : html`<li><strong>${countOf(stuck.length, 'person is', 'people are')} stuck:</strong>
<ul>${stuck.map(
        ({ id, label, stuckAt }) =>
          html`<li><a href="feedback/${id}.html">${label}</a> at ${stuckAt} ${title(stuckAt)}</li>
`,
      )}</ul></li>`
}
${
  doubtful.length === 0
    ? undefined
    : html`<li><strong>${countOf(doubtful.length, 'journal raises', 'journals raise')} questions:</strong>
<ul>${doubtful.map(
        ({ label, findings }) =>
          html`<li>${label}: ${findings
            .filter(({ weight }) => weight === 'doubt')
            .map(({ text }) => text)
            .join('; ')}</li>
`,
      )}</ul></li>`
}
${
  ungraded.length === 0
    ? undefined
    : html`<li><strong>${countOf(ungraded.length, 'file is', 'files are')} not graded:</strong>
<ul>${ungraded.map(({ source, wrong }) => html`<li><code>${source}</code> ${wrong}</li>\n`)}</ul></li>`
}
</ul>`;
}

function renderMarks({ people, most }: ClassGrades): Html {
  return html`<div class="wide"><table>
<thead><tr><th>Name</th><th>Checks (${marksInWords(most.checks)})</th><th>Predictions (${marksInWords(most.predictions)})</th><th>Answers (${marksInWords(most.answers)})</th><th>Total (${marksInWords(most.total)})</th><th>Time</th><th>Hints</th><th>Solutions</th></tr></thead>
<tbody>${people.map(
    ({ id, label, marks, unmarked, spentMs, steps }) =>
      html`<tr><td><a href="feedback/${id}.html">${label}</a></td><td class="number">${marksInWords(marks.checks)}</td><td class="number">${marksInWords(marks.predictions)}</td><td class="number">${marksInWords(marks.answers)}${unmarked === 0 ? '' : ` (${unmarked} without marks)`}</td><td class="number">${marksInWords(marks.total)}</td><td class="number">${timeOf(spentMs)}</td><td class="number">${steps.reduce((sum, { hints }) => sum + hints, 0)}</td><td class="number">${steps.filter(({ solutionAt }) => solutionAt !== undefined).length}</td></tr>
`,
  )}</tbody></table></div>`;
}

function renderFindings(people: readonly PersonGrades[]): Html {
  return html`<ul>${people
    .filter(({ findings }) => findings.length > 0)
    .map(
      ({ label, findings }) => html`<li>${label}
<ul>${findings.map(({ weight, text }) => html`<li class="${weight}">${text}</li>\n`)}</ul></li>
`,
    )}</ul>`;
}
