import { isJsonObject } from '../../../json/json-value.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import { toCompactJson } from './json.ts';
import { parseJsonPath } from './jsonpath-parser.ts';
import type { Node, Operand, Step } from './jsonpath-syntax.ts';

export interface JsonPathOptions {
  readonly allowMissing: boolean;
}

/** Compiles a template; the result prints one object with it. */
export function compileJsonPath(template: string, options: JsonPathOptions = { allowMissing: true }) {
  const nodes = parseJsonPath(template);
  return (root: unknown): string => render(nodes, root, root, options);
}

function render(nodes: readonly Node[], root: unknown, current: unknown, options: JsonPathOptions): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text;
      const values = walk(node.steps, root, current, options);
      if (node.kind === 'range') {
        return values.map((value) => render(node.body, root, value, options)).join('');
      }
      return values.map(valueText).join(' ');
    })
    .join('');
}

function valueText(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? toCompactJson(value) : String(value);
}

function walk(steps: readonly Step[], root: unknown, current: unknown, options: JsonPathOptions): unknown[] {
  let values = [current];
  for (const step of steps) {
    if (step.kind === 'field' && step.name === '$') values = [root];
    else values = values.flatMap((value) => take(step, value, root, options));
  }
  return values;
}

function take(step: Step, value: unknown, root: unknown, options: JsonPathOptions): unknown[] {
  switch (step.kind) {
    case 'field':
      if (isJsonObject(value) && Object.hasOwn(value, step.name)) return [value[step.name]];
      if (!options.allowMissing)
        throw new KubectlError(`error executing jsonpath: ${step.name} is not found`);
      return [];
    case 'descend':
      return descendants(value);
    case 'all':
      return Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
    case 'indexes':
      return step.indexes.flatMap((index) => {
        if (!Array.isArray(value)) return [];
        const at = index < 0 ? value.length + index : index;
        if (at >= 0 && at < value.length) return [value[at]];
        throw new KubectlError(
          `error: error executing jsonpath: array index out of bounds: index ${index}, length ${value.length}`,
        );
      });
    case 'slice': {
      if (!Array.isArray(value)) return [];
      const at = (index: number): number => (index < 0 ? Math.max(0, value.length + index) : index);
      return value
        .slice(at(step.from ?? 0), step.to === undefined ? undefined : at(step.to))
        .filter((_, index) => index % step.step === 0);
    }
    case 'filter':
      return (Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : []).filter((item) =>
        holds(step, item, root),
      );
  }
}

function descendants(value: unknown): unknown[] {
  const children = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return [value, ...children.flatMap(descendants)].filter((one) => typeof one === 'object' && one !== null);
}

function holds(step: Step & { kind: 'filter' }, item: unknown, root: unknown): boolean {
  const left = operandValues(step.left, item, root);
  if (step.operator === undefined) return left.length > 0;
  const right = operandValues(step.right!, item, root);
  const [a] = left;
  const [b] = right;
  if (left.length === 0 || right.length === 0) return false;
  if (step.operator === '==') return a === b;
  if (step.operator === '!=') return a !== b;
  const [x, y] = [a as number | string, b as number | string];
  if (step.operator === '<') return x < y;
  if (step.operator === '<=') return x <= y;
  return step.operator === '>' ? x > y : x >= y;
}

function operandValues(operand: Operand, item: unknown, root: unknown): unknown[] {
  return 'value' in operand ? [operand.value] : walk(operand.path, root, item, { allowMissing: true });
}
