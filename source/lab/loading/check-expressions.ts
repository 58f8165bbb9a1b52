import { isJsonObject } from '../../json/json-value.ts';
import { ExpressionError } from '../expressions/expression-error.ts';
import { parseExpression, type Scope } from '../expressions/expressions.ts';
import { hasExpressions, parseTemplate } from '../expressions/template.ts';
import { observationNames } from '../format/lab-schema.ts';
import type { LabSource } from '../format/lab-source.ts';
import { kafkaFacts } from '../model/facts.ts';
import { assembleLab } from '../rendering/assemble-lab.ts';
import { labScope } from '../rendering/lab-values.ts';
import { renderLab } from '../rendering/render-lab.ts';
import { RenderError, withItem } from '../rendering/renderer.ts';
import type { Mistake } from './mistake.ts';
import type { ValuePath, YamlText } from './yaml-text.ts';

/** The fields that hold an expression; every other text may have some between braces. */
const expressionFields: ReadonlySet<string | number | undefined> = new Set(['when', 'each', 'that']);

/**
 * Whether every expression parses, in all branches, and has a value for the facts of the lab's own manifests.
 * Of the second kind only the first mistake is found.
 */
export function checkExpressions(source: LabSource, texts: ReadonlyMap<string, YamlText>): Mistake[] {
  const { manifest, steps } = source;
  const scope = labScope(Object.keys(manifest.facts ?? {}), Object.keys(manifest.values ?? {}));
  const { values = {}, ...rest } = manifest;
  const mistakes = [
    ...expressionFaults('lab.yml', texts, rest, [], scope),
    ...Object.entries(values).flatMap(([name, expression]) =>
      faultOf('lab.yml', texts, ['values', name], () => parseExpression(expression, scope)),
    ),
    ...steps.flatMap(({ file, manifest: step, text }) => [
      ...expressionFaults(file, texts, step, [], scope),
      ...faultOf(file, texts, undefined, () => parseTemplate(text, scope)),
    ]),
  ];
  if (mistakes.length > 0) return mistakes;
  try {
    // Expressions are judged later; here it matters whether the parameters fit.
    assembleLab(renderLab(source, kafkaFacts), kafkaFacts, () => () => ({ ok: false, evidence: '' }));
    return [];
  } catch (error) {
    if (error instanceof RenderError) {
      const { file, path, offset, message } = error;
      const text = texts.get(file);
      // The text below the front matter has no path.
      return [
        path.length === 0 || text === undefined ? { file, message } : text.mistakeAt(path, message, offset),
      ];
    }
    if (!(error instanceof RangeError)) throw error;
    return [{ file: 'lab.yml', message: error.message }];
  }
}

function expressionFaults(
  file: string,
  texts: ReadonlyMap<string, YamlText>,
  value: unknown,
  path: ValuePath,
  scope: Scope,
): Mistake[] {
  if (typeof value === 'string') {
    if (expressionFields.has(path.at(-1)))
      return faultOf(file, texts, path, () => parseExpression(value, scope));
    return hasExpressions(value) ? faultOf(file, texts, path, () => parseTemplate(value, scope)) : [];
  }
  if (Array.isArray(value))
    return value.flatMap((each, index) => expressionFaults(file, texts, each, [...path, index], scope));
  if (!isJsonObject(value)) return [];
  const inner = scopeOf(value, scope);
  return Object.entries(value).flatMap(([key, each]) =>
    // `each` itself is a list that is made before there is an item.
    expressionFaults(file, texts, each, [...path, key], key === 'each' ? scope : inner),
  );
}

/** What is there once for each item of a list sees the item; a check by expression sees what it looks at. */
function scopeOf(value: Readonly<Record<string, unknown>>, scope: Scope): Scope {
  if (typeof value.each === 'string') return withItem(scope);
  if (!Array.isArray(value.look)) return scope;
  return { ...scope, ...Object.fromEntries(value.look.map((name) => [String(name), undefined])) };
}

function faultOf(
  file: string,
  texts: ReadonlyMap<string, YamlText>,
  path: ValuePath | undefined,
  parse: () => unknown,
): Mistake[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const text = texts.get(file);
    if (path === undefined || text === undefined) return [{ file, message: error.message }];
    return [text.mistakeAt(path, messageOf(error, path), error.offset)];
  }
}

/** The fields of a check that see what it looks at. */
const seeing: ReadonlySet<string | number | undefined> = new Set(['that', 'evidence', 'hint']);

function messageOf({ message, unknownName }: ExpressionError, path: ValuePath): string {
  const isUnseen = observationNames.some((name) => name === unknownName);
  return path[0] === 'checks' && seeing.has(path.at(-1)) && isUnseen
    ? `the check does not look at \`${unknownName}\`; add \`${unknownName}\` to \`look\``
    : message;
}
