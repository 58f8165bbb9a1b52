import { parseRequirement, splitLabelQuery } from '../../../kubernetes-values/label-query.ts';
import { matchesRequirements } from '../../../kubernetes-values/label-requirement.ts';
import { KubectlError } from '../errors/kubectl-error.ts';

/**
 * Whether the labels match the selector of a command line, `app=kafka,tier in (a,b),!old`.
 * @throws KubectlError: the selector does not parse
 */
export function matchesSelector(selector: string, labels: Readonly<Record<string, string>>): boolean {
  const requirements = splitLabelQuery(selector).map((text) => {
    const requirement = parseRequirement(text);
    if (requirement === undefined) throw new KubectlError(`error: unable to parse requirement: ${text}`);
    return requirement;
  });
  return matchesRequirements(requirements, labels);
}
