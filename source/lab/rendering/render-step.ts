import type { CommandManifest, LabManifest, NamedManifest, StepManifest } from '../format/lab-schema.ts';
import type { StepSource } from '../format/lab-source.ts';
import {
  type CheckData,
  type ClusterKind,
  clusterKinds,
  type EffectData,
  type NamedData,
  type PredictionData,
  type StepData,
} from '../model/lab-data.ts';
import type { LabCommand } from '../model/step.ts';
import type { Renderer } from './renderer.ts';

type Path = readonly (string | number)[];

/** @throws RenderError */
export function renderStep(
  { manifest: step, text, task }: StepSource,
  lab: LabManifest,
  renderer: Renderer,
): StepData {
  const { figures = [], sources = [], needs } = step;
  const leftOut = (step.leftOut ?? []).find(({ when }, index) => renderer.isWanted(when, ['leftOut', index]));
  const isRequired = lab.required?.includes(step.id) === true;
  return {
    id: step.id,
    title: renderer.text(step.title, ['title']),
    figures,
    sources,
    text: renderer.text(text, []),
    lookFor: renderer.text(step.lookFor ?? '', ['lookFor']),
    commands: renderCommands(step, renderer),
    effects: (step.effects ?? []).map((effect, index) => renderEffect(effect, renderer, ['effects', index])),
    undo: renderTexts(step.undo, renderer, ['undo']),
    checks: renderChecks(step, renderer),
    hints: renderTexts(step.hints, renderer, ['hints']),
    questions: renderQuestions(step, renderer),
    ...(step.prediction === undefined ? {} : { prediction: renderPrediction(step.prediction, renderer) }),
    ...(leftOut === undefined
      ? {}
      : {
          leftOut: {
            why: renderer.text(leftOut.why, ['leftOut']),
            instead: renderer.text(leftOut.instead, ['leftOut']),
          },
        }),
    ...(needs === undefined ? {} : { needs }),
    ...(step.task === undefined || task === undefined
      ? {}
      : {
          task: {
            file: step.task.file,
            goal: renderer.text(step.task.goal, ['task', 'goal']),
            ...(task.starts === undefined ? {} : { starts: task.starts }),
            solution: task.solution,
          },
        }),
    ...(isRequired ? { required: true } : {}),
  };
}

function renderTexts(items: StepManifest['hints'], renderer: Renderer, path: Path): string[] {
  return renderer.items(
    items,
    path,
    (item, own, at) => own.text(item.text, [...at, 'text']),
    (text, own, at) => own.text(text, at),
  );
}

function renderCommands({ commands = [] }: StepManifest, renderer: Renderer): StepData['commands'] {
  const of = (kind: ClusterKind): LabCommand[] => {
    const list = Array.isArray(commands) ? commands : commands[kind];
    const path = Array.isArray(commands) ? ['commands'] : ['commands', kind];
    return renderer.items(list, path, renderCommand, (line, own, at) => ({ line: own.text(line, at) }));
  };
  return Object.fromEntries(clusterKinds.map((kind) => [kind, of(kind)])) as Record<
    ClusterKind,
    LabCommand[]
  >;
}

function renderCommand(
  { line, standsFor, figure, follows, repeats, whenSettled, pod, brokerId }: Exclude<CommandManifest, string>,
  renderer: Renderer,
  path: Path,
): LabCommand {
  const instead = standsFor === undefined ? '' : renderer.text(standsFor, [...path, 'standsFor']);
  return {
    line: renderer.text(line, [...path, 'line']),
    ...(instead === '' ? {} : { standsFor: instead }),
    ...(figure === undefined ? {} : { figure }),
    ...(follows === true ? { follows } : {}),
    ...(repeats === true ? { repeats } : {}),
    ...(whenSettled === true ? { whenSettled } : {}),
    ...(pod !== undefined && renderer.isWanted(pod.when, [...path, 'pod'])
      ? {
          pod: {
            word: renderer.text(pod.word, [...path, 'pod', 'word']),
            selector: renderer.text(pod.selector, [...path, 'pod', 'selector']),
          },
        }
      : {}),
    ...(brokerId !== undefined && renderer.isWanted(brokerId.when, [...path, 'brokerId'])
      ? {
          brokerId: {
            word: renderer.text(brokerId.word, [...path, 'brokerId', 'word']),
            broker: Number(renderer.value(brokerId.broker, [...path, 'brokerId', 'broker'])),
          },
        }
      : {}),
  };
}

function renderEffect(
  effect: NonNullable<StepManifest['effects']>[number],
  renderer: Renderer,
  path: Path,
): EffectData {
  if (typeof effect === 'string') return { kind: effect };
  if ('collect-window' in effect) {
    const { says, atLeast } = effect['collect-window'];
    return {
      kind: 'collect-window',
      says: renderer.text(says, [...path, 'collect-window', 'says']),
      ...(atLeast === undefined ? {} : { atLeast }),
    };
  }
  const { says, within, begins, settles } = effect.watch;
  const at = [...path, 'watch'];
  return {
    kind: 'watch',
    says: renderer.text(says, [...at, 'says']),
    withinMs: milliseconds(within),
    begins: renderNamed(begins, renderer, [...at, 'begins']),
    settles: renderNamed(settles, renderer, [...at, 'settles']),
  };
}

function renderNamed(list: readonly NamedManifest[], renderer: Renderer, path: Path): NamedData[] {
  return renderer.items(
    list,
    path,
    (item, own, at) => ({ named: item.named, with: renderParameters(item.with, own, [...at, 'with']) }),
    (named) => ({ named, with: {} }),
  );
}

function renderParameters(
  parameters: Readonly<Record<string, unknown>> | undefined,
  renderer: Renderer,
  path: Path,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters ?? {}).map(([name, value]) => [name, renderer.value(value, [...path, name])]),
  );
}

function renderChecks({ checks = [] }: StepManifest, renderer: Renderer): CheckData[] {
  return checks.flatMap((check, index): CheckData[] => {
    const path = ['checks', index];
    if (!renderer.isWanted(check.when, path)) return [];
    const judged = {
      id: check.id,
      title: renderer.text(check.title, [...path, 'title']),
      ...(check.within === undefined ? {} : { withinMs: milliseconds(check.within) }),
      ...(check.lasting === undefined ? {} : { lasting: check.lasting }),
    };
    // The hint and the evidence of an expression are about what was seen: they are written out when it is judged.
    if ('that' in check) {
      const { look, that, evidence, hint } = check;
      return [{ ...judged, look, that, evidence, ...(hint === undefined ? {} : { hint }) }];
    }
    const hint = check.hint === undefined ? {} : { hint: renderer.text(check.hint, [...path, 'hint']) };
    return [
      {
        ...judged,
        ...hint,
        named: check.named,
        with: renderParameters(check.with, renderer, [...path, 'with']),
      },
    ];
  });
}

function renderQuestions({ questions = [] }: StepManifest, renderer: Renderer): StepData['questions'] {
  return questions.flatMap((question, index) => {
    const path = ['questions', index];
    if (!renderer.isWanted(question.when, path)) return [];
    const { id, text, hints, answer, evidence = [] } = question;
    return [
      {
        id,
        text: renderer.text(text, [...path, 'text']),
        hints: renderTexts(hints, renderer, [...path, 'hints']),
        answer: renderer.text(answer, [...path, 'answer']),
        evidence,
      },
    ];
  });
}

function renderPrediction(
  { question, choices, gradedAfter, named, with: parameters }: NonNullable<StepManifest['prediction']>,
  renderer: Renderer,
): PredictionData {
  const path = ['prediction'];
  return {
    question: renderer.text(question, [...path, 'question']),
    choices: renderer.items(
      choices,
      [...path, 'choices'],
      (item, own, at) => ({
        id: own.text(item.id, [...at, 'id']),
        text: own.text(item.text, [...at, 'text']),
      }),
      (text) => ({ id: text, text }),
    ),
    ...(gradedAfter === undefined ? {} : { gradedAfter }),
    named,
    with: renderParameters(parameters, renderer, [...path, 'with']),
  };
}

/** `500ms`, `30s`, `2m`, as the schema allows them. */
function milliseconds(duration: string): number {
  const unit = /[a-z]+$/.exec(duration)?.[0] ?? 's';
  return Number.parseInt(duration, 10) * ({ ms: 1, s: 1_000, m: 60_000 }[unit] ?? 1_000);
}
