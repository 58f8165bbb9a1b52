/** Labels of an object, as `metadata.labels` has them. */
export type Labels = Readonly<Record<string, string>>;

/** One requirement on labels, as `LabelSelectorRequirement` and `NodeSelectorRequirement` write it. */
export interface Requirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`; node affinity also has `Gt` and `Lt`. Any other matches nothing. */
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** Whether the labels satisfy all requirements. */
export function matchesRequirements(
  requirements: readonly Requirement[],
  labels: Labels | undefined,
): boolean {
  return requirements.every((requirement) => matchesRequirement(requirement, labels));
}

/** Whether every wanted label is there with its value. */
export function matchesLabels(wanted: Labels, labels: Labels | undefined): boolean {
  return Object.entries(wanted).every(([key, value]) => labelOf(labels, key) === value);
}

export function matchesRequirement(
  { key, operator, values = [] }: Requirement,
  labels: Labels | undefined,
): boolean {
  const actual = labelOf(labels, key);
  switch (operator) {
    case 'In':
      return actual !== undefined && values.includes(actual);
    case 'NotIn':
      return actual === undefined || !values.includes(actual);
    case 'Exists':
      return actual !== undefined;
    case 'DoesNotExist':
      return actual === undefined;
    case 'Gt':
      return actual !== undefined && Number(actual) > Number(values[0]);
    case 'Lt':
      return actual !== undefined && Number(actual) < Number(values[0]);
    default:
      return false;
  }
}

/** What every object inherits is no label. */
function labelOf(labels: Labels | undefined, key: string): string | undefined {
  return labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
}
