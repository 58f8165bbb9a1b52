import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { describeError, exitCodes, LabError } from '../../errors/lab-error.ts';
import { type GivenMarks, givenKey } from '../../grading/class/given-marks.ts';
import { gradeClass } from '../../grading/class/grade-class.ts';
import type { ClassGrades } from '../../grading/model/class-grades.ts';
import type { JournalSummary } from '../../grading/model/journal-summary.ts';
import { renderClassJson } from '../../grading/pages/class-json.ts';
import { renderClassPage } from '../../grading/pages/class-page.ts';
import {
  renderAnswersCsv,
  renderChecksCsv,
  renderPeopleCsv,
  renderPredictionsCsv,
  renderStepsCsv,
} from '../../grading/pages/csv-tables.ts';
import { renderFeedback } from '../../grading/pages/feedback-page.ts';
import { type SafeText, safe } from '../../text/safe-text.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { Options } from '../command-line/options.ts';
import { chooseLab } from '../labs/choose-lab.ts';
import { shippedLab, stockLabId } from '../labs/lab-for.ts';
import { complain, print } from '../output/streams.ts';
import { LabShelf } from './lab-shelf.ts';
import { readClass } from './read-class.ts';
import { readMarks } from './read-marks.ts';
import { settleDirectory } from './settle-directory.ts';
import { writeResults } from './write-results.ts';

/**
 * `kafka-lab grade PATH…`: the journals of a class as pages and tables. Exit 0: all were graded, 1: some could not be.
 * @throws LabError `usage`: there is nothing to grade, or marks would be overwritten
 */
export async function grade({ positionals, flags, lab }: Options): Promise<number> {
  if (positionals.length === 0)
    throw new LabError('usage', 'grade needs a journal, a folder of journals or a zip', {
      hint: 'kafka-lab grade PATH…',
    });
  const { output = 'grades', marks } = flags as { output?: string; marks?: string };
  const directory = resolve(output);
  refuseCurrent(directory, output);
  if (await settle(directory))
    complain(safe`kafka-lab: what a run that was killed left beside ${output} is settled\n`);
  const given: GivenMarks = marks === undefined ? new Map() : readMarks(marks);
  if (marks === undefined) refuseToForget(directory);
  const chosen =
    lab === undefined ? undefined : ((await chooseLab(lab)).source ?? (await shippedLab(stockLabId)));
  const shelf = new LabShelf(chosen);
  const read = await readClass(positionals, shelf, chosen !== undefined);
  const id = chosen?.manifest.id ?? mostFrequentLab(read.places);
  if (id === undefined) throw nothingToGrade(read.unreadable, positionals);
  const { places, others } = ofLab(read.places, id);
  const ungraded = [...read.unreadable, ...others];
  const classLab = await shelf.labFor(id, undefined);
  const source = shelf.source(id);
  if (places.size === 0 || 'wrong' in classLab || source === undefined)
    throw nothingToGrade(ungraded, positionals);
  for (const each of ungraded) complain(safe`kafka-lab: ${each.source} ${each.wrong}\n`);
  const grades = gradeClass(places, {
    lab: classLab,
    source,
    again: chosen !== undefined,
    given,
    ungraded,
  });
  if (marks !== undefined) refuseUnmatched(given, grades, marks);
  await writeResults(directory, filesOf(grades));
  print(summary(grades, join(output, 'class.html')));
  return ungraded.length === 0 ? exitCodes.passed : exitCodes.failed;
}

/** @throws LabError `journal`: what a run left that was killed can be neither put back nor removed */
async function settle(directory: string): Promise<boolean> {
  try {
    return await settleDirectory(directory);
  } catch (error) {
    if (error instanceof LabError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new LabError('journal', `what a run that was killed left beside \`${directory}\` is in the way`, {
      hint: `${describeError(error)}; choose another directory with -o`,
      cause: error,
    });
  }
}

function filesOf(grades: ClassGrades): Map<string, () => SafeText> {
  return new Map<string, () => SafeText>([
    ['class.html', () => renderClassPage(grades)],
    ['class.json', () => renderClassJson(grades)],
    ['people.csv', () => renderPeopleCsv(grades)],
    ['steps.csv', () => renderStepsCsv(grades)],
    ['checks.csv', () => renderChecksCsv(grades)],
    ['predictions.csv', () => renderPredictionsCsv(grades)],
    ['answers.csv', () => renderAnswersCsv(grades)],
    ...grades.people.map(
      (person) => [`feedback/${person.id}.html`, () => renderFeedback(grades, person)] as const,
    ),
  ]);
}

/** @throws LabError `usage`: a shell would be left in a directory that is gone */
function refuseCurrent(directory: string, output: string): void {
  const way = relative(directory, process.cwd());
  if (way.split(sep)[0] === '..' || isAbsolute(way)) return;
  throw new LabError('usage', `\`-o ${output}\` is the directory that you are in, or above it`, {
    hint: 'the results replace a directory as a whole: name another one, such as `-o grades`',
  });
}

/** @throws LabError `usage`: answers.csv has marks of a teacher, which would be gone */
function refuseToForget(directory: string): void {
  const path = join(directory, 'answers.csv');
  if (!existsSync(path) || readMarks(path).size === 0) return;
  throw new LabError('usage', `\`${path}\` has marks, which would be lost`, {
    hint: `read them with \`--marks ${path}\`, or write somewhere else with -o`,
  });
}

/** @throws LabError `usage`: marks are for nobody's answer, and would be lost when the table is written again */
function refuseUnmatched(given: GivenMarks, { people, questions }: ClassGrades, path: string): void {
  const known = new Set(people.flatMap((person) => questions.map(({ id }) => givenKey(person.id, id))));
  const key = [...given.keys()].find((each) => !known.has(each));
  if (key === undefined) return;
  const [person = '', question = ''] = key.split('\n').map((part) => sanitizeLine(part, 64));
  const wrong = people.some(({ id }) => id === person)
    ? `the question \`${question}\`, which the lab does not ask`
    : `\`${person}\`, of whom no journal was handed in`;
  throw new LabError('usage', `\`${path}\` has marks for ${wrong}`, {
    hint: 'correct or remove the row; nothing was written',
  });
}

function mostFrequentLab(places: ReadonlyMap<string, readonly JournalSummary[]>): string | undefined {
  const counts = new Map<string, number>();
  for (const { lab } of [...places.values()].flat()) counts.set(lab, (counts.get(lab) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function ofLab(all: ReadonlyMap<string, readonly JournalSummary[]>, id: string) {
  const others: { source: string; wrong: string }[] = [];
  const places = new Map<string, JournalSummary[]>();
  for (const [place, journals] of all) {
    const own = journals.filter(({ lab }) => lab === id);
    if (own.length > 0) places.set(place, own);
    for (const { source, lab } of journals)
      if (lab !== id) others.push({ source, wrong: `is of the lab \`${lab}\`: grade it with --lab ${lab}` });
  }
  return { places, others };
}

function nothingToGrade(
  ungraded: readonly { readonly source: string; readonly wrong: string }[],
  paths: readonly string[],
): LabError {
  for (const { source, wrong } of ungraded) complain(safe`kafka-lab: ${source} ${wrong}\n`);
  return new LabError('usage', `there is no journal to grade in \`${paths.join(' ')}\``, {
    hint: 'a journal is the file `journal.jsonl` of a session, or any file that ends in .jsonl',
  });
}

function summary({ people, ungraded, lab }: ClassGrades, page: string): SafeText {
  const stuck = people.filter(({ stuckAt }) => stuckAt !== undefined).length;
  const doubtful = people.filter(({ findings }) => findings.some(({ weight }) => weight === 'doubt')).length;
  return safe`${page}\ngrade: ${people.length} in ${lab.id}, ${stuck} stuck, ${doubtful} with questions, ${ungraded.length} not graded\n`;
}
