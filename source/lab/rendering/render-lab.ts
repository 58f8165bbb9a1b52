import type { LabManifest } from '../format/lab-schema.ts';
import type { LabSource } from '../format/lab-source.ts';
import type { LabData } from '../model/lab-data.ts';
import type { ReportPart } from '../model/report-plan.ts';
import type { LabFacts } from '../model/step.ts';
import { evaluateValues, factsWith, labScope } from './lab-values.ts';
import { renderStep } from './render-step.ts';
import { Renderer } from './renderer.ts';

/**
 * Writes out a lab for the facts of a session.
 * @throws RenderError: a text has no value for these facts
 */
export function renderLab({ manifest, steps, digest }: LabSource, facts: LabFacts): LabData {
  const { facts: ownFacts = {}, values: expressions = {} } = manifest;
  const scope = labScope(Object.keys(ownFacts), Object.keys(expressions));
  const all = factsWith(facts, ownFacts);
  const values = evaluateValues(expressions, scope, all);
  const rendererOf = (file: string): Renderer => new Renderer(file, scope, { facts: all, values });
  const renderer = rendererOf('lab.yml');
  return {
    id: manifest.id,
    title: renderer.text(manifest.title, ['title']),
    promise: renderer.text(manifest.promise, ['promise']),
    ...(manifest.version === undefined ? {} : { version: manifest.version }),
    digest,
    steps: steps.map((step) => renderStep(step, manifest, rendererOf(step.file))),
    comparison: renderComparison(manifest, renderer),
    ...(manifest.report === undefined ? {} : { report: renderReport(manifest.report, renderer) }),
    values,
    ownFacts,
  };
}

function renderComparison({ comparison = [] }: LabManifest, renderer: Renderer): LabData['comparison'] {
  return comparison.map(({ feature, original, improved, impact }, index) => {
    const path = ['comparison', index];
    const cell = (each: typeof original, side: string): typeof original =>
      'says' in each ? { says: renderer.text(each.says, [...path, side, 'says']) } : each;
    return {
      feature: renderer.text(feature, [...path, 'feature']),
      original: cell(original, 'original'),
      improved: cell(improved, 'improved'),
      ...(impact === undefined
        ? {}
        : { impact: { ...impact, says: renderer.text(impact.says, [...path, 'impact', 'says']) } }),
    };
  });
}

function renderReport(parts: NonNullable<LabManifest['report']>, renderer: Renderer): readonly ReportPart[] {
  return parts.map((part, index) => {
    const path = ['report', index];
    return {
      ...part,
      title: renderer.text(part.title, [...path, 'title']),
      discussion: part.discussion?.map((section, at) => ({
        ...section,
        title: renderer.text(section.title, [...path, 'discussion', at, 'title']),
        text: section.text && renderer.text(section.text, [...path, 'discussion', at, 'text']),
      })),
    };
  });
}
