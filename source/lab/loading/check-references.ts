import { nearestName } from '../../text/nearest-name.ts';
import { conditions } from '../checks/conditions.ts';
import { graders } from '../checks/graders.ts';
import { type ParameterSpecs, parameterFaults } from '../checks/parameters.ts';
import { checks } from '../checks/vocabulary.ts';
import { hasExpressions } from '../expressions/template.ts';
import type { NamedManifest, StepManifest } from '../format/lab-schema.ts';
import type { LabSource } from '../format/lab-source.ts';
import { factNames } from '../model/expression-facts.ts';
import type { Mistake } from './mistake.ts';
import type { ValuePath, YamlText } from './yaml-text.ts';

interface Vocabulary {
  readonly what: string;
  readonly entries: readonly { readonly name: string; readonly parameters: ParameterSpecs }[];
}

const vocabularies = {
  check: { what: 'check', entries: checks },
  condition: { what: 'condition', entries: conditions },
  grader: { what: 'way to grade a prediction', entries: graders },
} as const satisfies Record<string, Vocabulary>;

/** Whether what the files name exists and exists once: checks and their parameters, steps, ids. */
export function checkReferences(
  { manifest, steps }: LabSource,
  texts: ReadonlyMap<string, YamlText>,
): Mistake[] {
  const mistakes: Mistake[] = [];
  const at = (file: string) => (path: ValuePath, message: string) => {
    const text = texts.get(file);
    mistakes.push(text === undefined ? { file, message } : text.mistakeAt(path, message));
  };
  const ids = new Map<string, string>();
  const unique = (what: string, id: string, report: (message: string) => void, file: string): void => {
    const key = `${what} ${id}`;
    const other = ids.get(key);
    if (other === undefined) ids.set(key, file);
    else report(`the ${what} id \`${id}\` is taken, in ${other}`);
  };
  const stepIds = steps.map((step) => step.manifest.id);
  const checkIds = steps.flatMap((step) => (step.manifest.checks ?? []).map(({ id }) => id));
  for (const { file, manifest: step } of steps) {
    const report = at(file);
    unique('step', step.id, (message) => report(['id'], message), file);
    for (const [index, { id }] of (step.checks ?? []).entries())
      unique('check', id, (message) => report(['checks', index, 'id'], message), file);
    for (const [index, { id }] of (step.questions ?? []).entries())
      unique('question', id, (message) => report(['questions', index, 'id'], message), file);
    checkNames(step, report);
    checkFigures(step, report);
    const { gradedAfter } = step.prediction ?? {};
    if (gradedAfter !== undefined) {
      if (!stepIds.includes(gradedAfter))
        report(['prediction', 'gradedAfter'], unknown('step', gradedAfter, stepIds));
      else if (stepIds.indexOf(gradedAfter) < stepIds.indexOf(step.id))
        report(['prediction', 'gradedAfter'], `the step \`${gradedAfter}\` comes before this one`);
    }
  }
  const report = at('lab.yml');
  for (const name of Object.keys(manifest.facts ?? {}))
    if (factNames.includes(name))
      report(['facts', name], `the manifests already have a fact \`${name}\`; choose another name`);
  for (const [index, id] of (manifest.required ?? []).entries())
    if (!stepIds.includes(id)) report(['required', index], unknown('step', id, stepIds));
  for (const [row, { original, improved }] of (manifest.comparison ?? []).entries())
    for (const [side, cell] of Object.entries({ original, improved }))
      for (const [index, id] of ('checks' in cell ? cell.checks : []).entries())
        if (!checkIds.includes(id))
          report(['comparison', row, side, 'checks', index], unknown('check', id, checkIds));
  for (const [row, { impact }] of (manifest.comparison ?? []).entries())
    for (const [index, id] of (impact?.evidence ?? []).entries())
      if (!checkIds.includes(id))
        report(['comparison', row, 'impact', 'evidence', index], unknown('check', id, checkIds));
  checkReport(manifest, steps, report);
  return mistakes;
}

/** A command can only be in a figure of its step. */
function checkFigures(
  { commands = [], figures = [] }: StepManifest,
  report: (path: ValuePath, message: string) => void,
): void {
  const lists = Array.isArray(commands)
    ? [{ path: ['commands'], list: commands }]
    : Object.entries(commands).map(([kind, list]) => ({ path: ['commands', kind], list }));
  for (const { path, list } of lists)
    for (const [index, command] of list.entries())
      if (typeof command !== 'string' && command.figure !== undefined && !figures.includes(command.figure))
        report(
          [...path, index, 'figure'],
          `the step has no figure \`${command.figure}\`; \`figures\` of the step names those that it has`,
        );
}

/** The steps and questions that the sections of the report are about; each question stands in one section. */
function checkReport(
  { report: parts = [] }: LabSource['manifest'],
  steps: LabSource['steps'],
  report: (path: ValuePath, message: string) => void,
): void {
  const stepIds = steps.map(({ manifest }) => manifest.id);
  const questionIds = steps.flatMap(({ manifest }) => (manifest.questions ?? []).map(({ id }) => id));
  const placed = new Set<string>();
  for (const [part, { discussion = [] }] of parts.entries())
    for (const [section, { steps: shown = [], questions = [] }] of discussion.entries()) {
      const path = ['report', part, 'discussion', section];
      for (const [index, id] of shown.entries())
        if (!stepIds.includes(id)) report([...path, 'steps', index], unknown('step', id, stepIds));
      for (const [index, id] of questions.entries()) {
        const at = [...path, 'questions', index];
        if (!questionIds.includes(id)) report(at, unknown('question', id, questionIds));
        else if (placed.has(id)) report(at, `another section has the question \`${id}\` already`);
        placed.add(id);
      }
    }
}

function checkNames(step: StepManifest, report: (path: ValuePath, message: string) => void): void {
  const check = (named: Exclude<NamedManifest, string>, vocabulary: Vocabulary, path: ValuePath): void => {
    const entry = vocabulary.entries.find(({ name }) => name === named.named);
    if (entry === undefined) {
      report(
        [...path, 'named'],
        unknown(
          vocabulary.what,
          named.named,
          vocabulary.entries.map(({ name }) => name),
        ),
      );
      return;
    }
    const isTemplate = (value: unknown): boolean => typeof value === 'string' && hasExpressions(value);
    for (const { name, message } of parameterFaults(entry.parameters, named.with ?? {}, isTemplate))
      report(
        named.with !== undefined && name in named.with ? [...path, 'with', name] : [...path, 'named'],
        message,
      );
  };
  for (const [index, each] of (step.checks ?? []).entries())
    if ('named' in each) check(each, vocabularies.check, ['checks', index]);
  if (step.prediction !== undefined) check(step.prediction, vocabularies.grader, ['prediction']);
  for (const [index, effect] of (step.effects ?? []).entries()) {
    if (typeof effect === 'string' || !('watch' in effect)) continue;
    for (const part of ['begins', 'settles'] as const)
      for (const [place, named] of effect.watch[part].entries())
        check(typeof named === 'string' ? { named } : named, vocabularies.condition, [
          'effects',
          index,
          'watch',
          part,
          place,
        ]);
  }
}

const shortest = 4;

function unknown(what: string, name: string, known: readonly string[]): string {
  // Short ids are near to many others.
  const near = name.length < shortest ? undefined : nearestName(name, known);
  return `there is no ${what} \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`;
}
