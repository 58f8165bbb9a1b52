import { KubectlError } from './errors/kubectl-error.ts';

/*
 * A label selector: requirements joined with commas, all of which hold.
 *   key   !key   key=value   key==value   key!=value   key in (a,b)   key notin (a,b)
 */
const requirement = /^\s*(?:(!)\s*)?([\w./-]+)\s*(?:(==|=|!=)\s*([\w.-]*)|\s(in|notin)\s*\(([^)]*)\))?\s*$/;

export function matchesSelector(selector: string, labels: Readonly<Record<string, string>>): boolean {
  if (selector.trim() === '') return true;
  return selector.split(/,(?![^(]*\))/).every((text) => {
    const match = requirement.exec(text);
    if (match === null) throw new KubectlError(`error: unable to parse requirement: ${text.trim()}`);
    const [, not, key = '', operator, value, set, values] = match;
    const has = Object.hasOwn(labels, key);
    if (set !== undefined) {
      const within = has && values!.split(',').some((one) => one.trim() === labels[key]);
      return set === 'in' ? within : !within;
    }
    if (operator === undefined) return not === undefined ? has : !has;
    const equal = has && labels[key] === value;
    return operator === '!=' ? !equal : equal;
  });
}
