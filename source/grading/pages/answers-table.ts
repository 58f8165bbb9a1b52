import { type Html, html } from '../../report/html-text.ts';
import type { AnswerGrade, ClassGrades } from '../model/class-grades.ts';
import { marksInWords } from './words.ts';

/** By question: the model answer, and everyone's. */
export function renderAnswers({ questions, people }: ClassGrades): Html {
  return html`${questions.map((question, at) => {
    const given = people.filter((person) => person.answers[at]!.text !== undefined);
    const missing = people.filter((person) => person.answers[at]!.text === undefined);
    return html`<details><summary><strong>${question.id}</strong> ${question.text} (${given.length} of ${people.length})</summary>
<blockquote>${question.modelAnswer}</blockquote>
<table><thead><tr><th>Name</th><th>Answer</th><th>Marks of ${marksInWords(question.most)}</th></tr></thead>
<tbody>${given.map(
      ({ label, answers }) =>
        html`<tr><td>${label}</td><td>${renderAnswer(answers[at]!)}</td><td class="number">${answers[at]!.marks === undefined ? '' : marksInWords(answers[at]!.marks)}</td></tr>
`,
    )}</tbody></table>
${missing.length === 0 ? undefined : html`<p class="facts">Not answered: ${missing.map(({ label }) => label).join(', ')}</p>`}
</details>
`;
  })}`;
}

export function renderAnswer({ text, first, agrees, sameAs, comment }: AnswerGrade): Html {
  return html`<div class="answer">${text}</div>
${first === undefined ? undefined : html`<div class="facts">First answer, before the model answer was shown:</div><div class="answer facts">${first}</div>`}
${agrees === undefined ? undefined : html`<div class="facts">${agrees ? 'The learner found that it agrees with the model answer.' : 'The learner found that it differs from the model answer.'}</div>`}
${sameAs.length === 0 ? undefined : html`<div class="facts doubt">the same as the answer of ${sameAs.slice(0, 5).join(', ')}</div>`}
${comment === undefined ? undefined : html`<div><em>${comment}</em></div>`}`;
}
