import { objectsIn, stringIn, valueAt } from '../json/json-value.ts';
import type { BrokerIds } from '../lab/model/step.ts';
import type { ManifestObject } from './parse-manifest.ts';
import { scriptAssignments, unquoted } from './script-assignments.ts';
import { commandText, type Environment } from './workload-environment.ts';

export interface BrokerPods {
  /** The name of their StatefulSet or Deployment. */
  readonly name: string;
  /** True for a StatefulSet: its pods' names end in their ordinal. */
  readonly isNumbered: boolean;
  readonly firstOrdinal: number;
  readonly count: number;
}

const idVariable = 'KAFKA_BROKER_ID';
const assignment = /(?<![\w$\-.])KAFKA_BROKER_ID=/g;

/** Kafka 3.3's `reserved.broker.max.id`: ids that Kafka makes up begin after it. */
const reservedIds = 1_000;

/**
 * Which ids the brokers have, as far as the manifest tells: from KAFKA_BROKER_ID under `env`, or from the usual ways in which a start script
 * takes it from the pod's name.
 */
export function brokerIdsOf(
  container: ManifestObject,
  environment: Environment,
  pods: BrokerPods,
): BrokerIds {
  const ids = (value: (ordinal: number) => number): BrokerIds => ({
    from: 'manifest',
    ids: Array.from({ length: pods.count }, (_, index) => value(pods.firstOrdinal + index)),
  });
  const script = commandText(container);
  const assignments = scriptAssignments(script);
  const assigned = assignments.get(idVariable);
  // Several assignments are those of a `case` or an `if`.
  if (assigned !== undefined && [...script.matchAll(assignment)].length > 1) return { from: 'script' };
  if (assigned !== undefined) {
    if (/^\d{1,9}$/.test(unquoted(assigned))) return ids(() => Number(unquoted(assigned)));
    if (!pods.isNumbered) return { from: 'script' };
    const shift = afterOrdinal(assigned, assignments, pods.name);
    return shift === undefined ? { from: 'script' } : ids((ordinal) => ordinal + shift);
  }
  if (setsIdElsewhere(script)) return { from: 'script' };
  const variable = objectsIn(container.env).findLast(({ name }) => name === idVariable);
  const field = stringIn(valueAt(variable, 'valueFrom', 'fieldRef', 'fieldPath'));
  if (field !== undefined) return /pod-index/.test(field) ? ids((ordinal) => ordinal) : { from: 'script' };
  const given = environment[idVariable]?.trim() ?? '';
  if (/^\d{1,9}$/.test(given)) return ids(() => Number(given));
  const reserved = Number(environment.KAFKA_RESERVED_BROKER_MAX_ID ?? reservedIds);
  return { from: 'kafka', first: (Number.isSafeInteger(reserved) ? reserved : reservedIds) + 1 };
}

/**
 * Whether a start script may set the id in a way that is no assignment (`read`, `(( ))`, broker.id in server.properties), or runs another
 * script, which may.
 */
function setsIdElsewhere(script: string): boolean {
  if (script.trim() === '') return false;
  return (
    /(?<![$\w{])KAFKA_BROKER_ID\b|\bbroker\.id\b/.test(script) ||
    !/\/etc\/confluent\/docker\/(?:run|launch)\b/.test(script) ||
    /(?:^|[\s;&|])(?:source|\.)\s+\S/.test(script)
  );
}

const ordinal = '\u0001';
const mostIndirections = 8;

/** The number that an expression adds to the pod's ordinal; undefined if it is none of the usual ones. */
function afterOrdinal(
  expression: string,
  assignments: ReadonlyMap<string, string>,
  name: string,
): number | undefined {
  let text = withOrdinals(expression, name);
  for (let turn = 0; turn < mostIndirections; turn += 1) {
    const next = text.replaceAll(
      /\$\{(\w+)\}|\$(\w+)|(?<=\$\(\([^)]*)\b([A-Za-z_]\w*)\b/g,
      (match, braced: string | undefined, plain: string | undefined, bare: string | undefined) => {
        const value = assignments.get(braced ?? plain ?? bare ?? '');
        return value === undefined ? match : unquoted(withOrdinals(value, name));
      },
    );
    if (next === text) break;
    text = next;
  }
  const sum = unquoted(text)
    .replace(/^\$\(\(([\s\S]*)\)\)$/, '$1')
    .replace(/^(?:\$\(|`)\s*expr\s+([\s\S]*?)(?:\)|`)$/, '$1')
    .replaceAll(/[\s"'()]/g, '');
  if (sum === ordinal) return 0;
  const [, before, sign, after] =
    new RegExp(`^(?:(\\d{1,9})\\+)?${ordinal}(?:([+-])(\\d{1,9}))?$`).exec(sum) ?? [];
  if (before !== undefined && after === undefined) return Number(before);
  if (after === undefined || before !== undefined) return undefined;
  return sign === '-' ? -Number(after) : Number(after);
}

/** The parts of an expression that are the ordinal of the pod, each as one character. */
function withOrdinals(expression: string, name: string): string {
  // A field of the name that is counted from the left, as awk and cut do.
  const field = name.split('-').length + 1;
  const source = '(?:hostname(?:\\s+-s)?|echo\\s+"?\\$\\{?\\w+\\}?"?)';
  const last = [
    `awk\\s+-F\\s*["']?-["']?\\s+["']?\\{\\s*print\\s+\\\\?\\$(?:NF|${field})\\s*;?\\s*\\}["']?`,
    `cut\\s+-d\\s*["']?-["']?\\s+-f\\s*${field}`,
    `cut\\s+-f\\s*${field}\\s+-d\\s*["']?-["']?`,
    'rev\\s*\\|\\s*cut\\s+-d\\s*["\']?-["\']?\\s+-f\\s*1\\s*\\|\\s*rev',
    'sed\\s+(?:-[Eer]+\\s+)?["\']?s/\\^?\\.\\*-//g?["\']?',
    'sed\\s+(?:-[Eer]+\\s+)?["\']?s/\\[\\^0-9\\]\\*?//g["\']?',
    'grep\\s+-[Eo]+\\s+["\']?(?:\\[0-9\\]|\\\\d)[*+]\\$["\']?',
    'tr\\s+-(?:dc|cd)\\s+["\']?(?:0-9|\\[:digit:\\])["\']?',
  ].join('|');
  return expression
    .replaceAll(new RegExp(`\\$\\(\\s*${source}\\s*\\|\\s*(?:${last})\\s*\\)`, 'g'), ordinal)
    .replaceAll(new RegExp(`\`\\s*${source}\\s*\\|\\s*(?:${last})\\s*\``, 'g'), ordinal)
    .replaceAll(/\$\{\w+##\*-\}/g, ordinal)
    .replaceAll(/\$\{BASH_REMATCH\[1\]\}|\bBASH_REMATCH\[1\]/g, ordinal);
}
