import { isRecord } from '../objects/values.ts';
import type { FieldErrors } from './field-errors.ts';

/*
 * The API server's messages about lifecycle hooks; source: validateLifecycle, validateHandler and validateSleepAction in
 * pkg/apis/core/validation.
 */

const handlers = ['exec', 'httpGet', 'tcpSocket', 'sleep'] as const;

/** `graceSeconds`: the pod's terminationGracePeriodSeconds. */
export function validateLifecycle(
  causes: FieldErrors,
  field: string,
  lifecycle: unknown,
  graceSeconds: unknown,
): void {
  if (!isRecord(lifecycle)) return;
  for (const hook of ['postStart', 'preStop'])
    if (isRecord(lifecycle[hook])) validateHandler(causes, `${field}.${hook}`, lifecycle[hook], graceSeconds);
}

function validateHandler(
  causes: FieldErrors,
  field: string,
  handler: Record<string, unknown>,
  graceSeconds: unknown,
): void {
  const [first, ...others] = handlers.filter((kind) => isRecord(handler[kind]));
  for (const other of others)
    causes.forbidden(`${field}.${other}`, 'may not specify more than 1 handler type');
  if (first === undefined) {
    causes.required(field, 'must specify a handler type');
    return;
  }
  const at = `${field}.${first}`;
  const action = handler[first];
  if (!isRecord(action)) return;
  if (first === 'exec') {
    if (!Array.isArray(action.command) || action.command.length === 0) causes.required(`${at}.command`);
    return;
  }
  if (first === 'sleep') {
    validateSleep(causes, at, action.seconds, graceSeconds);
    return;
  }
  validatePort(causes, `${at}.port`, action.port);
  if (first !== 'httpGet') return;
  if (action.path === '') causes.required(`${at}.path`);
  causes.oneOf(`${at}.scheme`, action.scheme, ['HTTP', 'HTTPS']);
}

function validatePort(causes: FieldErrors, field: string, port: unknown): void {
  if (typeof port !== 'string') causes.port(field, port);
  else if (!/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(port))
    causes.invalid(field, port, 'must be at most 15 lowercase letters, digits and single dashes');
}

function validateSleep(causes: FieldErrors, field: string, seconds: unknown, graceSeconds: unknown): void {
  if (typeof seconds !== 'number' || typeof graceSeconds !== 'number') return;
  if (seconds > 0 && seconds <= graceSeconds) return;
  const range = `must be greater than 0 and less than terminationGracePeriodSeconds (${graceSeconds})`;
  const gate = 'Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.';
  causes.invalid(field, seconds, `${range}. ${gate}`);
}

const onlyOfLongLived = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** An init container that ends by itself has neither hooks nor probes. */
export function validateInitContainer(
  causes: FieldErrors,
  field: string,
  container: Record<string, unknown>,
): void {
  if (container.restartPolicy === 'Always') return;
  for (const part of onlyOfLongLived)
    if (container[part] !== undefined)
      causes.forbidden(`${field}.${part}`, 'may not be set for init containers without restartPolicy=Always');
}
