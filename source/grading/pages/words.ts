import { type Html, html } from '../../report/html-text.ts';
import type { PersonGrades, StepGrade, StepState } from '../model/class-grades.ts';

/** `45 s`, `12 min`, `2 h 5 min` */
export function timeOf(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** To the feedback of a person, from the page of the class. */
export const linkTo = ({ id, label }: PersonGrades): Html => html`<a href="feedback/${id}.html">${label}</a>`;

/** `2.5`, without the noise of binary fractions. */
export const marksInWords = (marks: number): string => String(Math.round(marks * 100) / 100);

export const stateInWords: Readonly<Record<StepState, string>> = {
  passed: 'passed',
  unjudged: 'not judged',
  failed: 'not passed',
  stuck: 'stuck',
  'not-run': 'not run',
};

/** What stands for a state where there is room for one sign: never colour alone. */
export const stateSign: Readonly<Record<StepState, string>> = {
  passed: '✔',
  unjudged: '?',
  failed: '✘',
  stuck: '✘ stuck',
  'not-run': '',
};

export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** `2026-11-30 05:42`, in UTC. */
export const momentOf = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** What was hard about a step, a few words each. */
export function troublesOf({ runs, hints, solutionAt }: StepGrade): string[] {
  return [
    ...(runs > 1 ? [countOf(runs, 'run')] : []),
    ...(hints > 0 ? [countOf(hints, 'hint')] : []),
    ...(solutionAt === undefined ? [] : ['solution']),
  ];
}
