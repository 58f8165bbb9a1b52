import { type Html, html } from '../../report/html-text.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { isWithoutVerdict } from '../class/grade-steps.ts';
import type { ClassGrades, PersonGrades } from '../model/class-grades.ts';
import { renderAnswers } from './answers-table.ts';
import { renderDoubts } from './doubts.ts';
import { framePage } from './frame.ts';
import { renderHeatMap } from './heat-map.ts';
import { countOf, linkTo, marksInWords, timeOf } from './words.ts';

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
${renderUnseen(people)}
${usualMarks ? html`<li>The lab gives no marks: each check and each right prediction counts 1, each answer up to 4</li>` : undefined}
</ul>`;
}

/** The checks that could not be graded again, and have no marks. */
function renderUnseen(people: readonly PersonGrades[]): Html | undefined {
  const counts = new Map<string, number>();
  for (const { id } of people.flatMap(({ steps }) =>
    steps.flatMap(({ checks }) => checks.filter(isWithoutVerdict)),
  ))
    counts.set(id, (counts.get(id) ?? 0) + 1);
  if (counts.size === 0) return undefined;
  const named = [...counts].map(
    ([id, count]) => html`<li><code>${id}</code>: ${countOf(count, 'person', 'people')}</li>\n`,
  );
  return html`<li>Without marks, because the journals do not hold what these checks look at, and the sessions did not have them:
<ul>${named}</ul></li>`;
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
        (person) =>
          html`<li>${linkTo(person)} at ${person.stuckAt} ${title(person.stuckAt)}</li>
`,
      )}</ul></li>`
}
${
  doubtful.length === 0
    ? undefined
    : html`<li><strong>${countOf(doubtful.length, 'journal raises', 'journals raise')} questions:</strong>
${renderDoubts(people)}</li>`
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
<tbody>${people.map((person) => {
    const { marks, unmarked, spentMs, steps } = person;
    return html`<tr><td>${linkTo(person)}</td><td class="number">${marksInWords(marks.checks)}</td><td class="number">${marksInWords(marks.predictions)}</td><td class="number">${marksInWords(marks.answers)}${unmarked === 0 ? '' : ` (${unmarked} without marks)`}</td><td class="number">${marksInWords(marks.total)}</td><td class="number">${timeOf(spentMs)}</td><td class="number">${steps.reduce((sum, { hints }) => sum + hints, 0)}</td><td class="number">${steps.filter(({ solutionAt }) => solutionAt !== undefined).length}</td></tr>
`;
  })}</tbody></table></div>`;
}

function renderFindings(people: readonly PersonGrades[]): Html {
  return html`<ul>${people
    .filter(({ findings }) => findings.length > 0)
    .map(
      (
        person,
      ) => html`<li>${linkTo(person)} <span class="facts">handed in as ${person.journals.map(({ source }) => source).join(', ')}</span>
<ul>${person.findings.map(({ weight, text }) => html`<li class="${weight}">${text}</li>\n`)}</ul></li>
`,
    )}</ul>`;
}
