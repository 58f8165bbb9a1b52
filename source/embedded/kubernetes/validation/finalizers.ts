import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { foregroundFinalizer, orphanFinalizer } from '../../../kubernetes-values/well-known-names.ts';
import type { FieldErrors } from './field-errors.ts';
import { qualifiedName } from './names.ts';

const field = 'metadata.finalizers';
/** The most finalizers that a refusal names. */
const mostNamed = 100;

const standard = ['kubernetes', foregroundFinalizer, orphanFinalizer];

/** Source: ValidateFinalizers in k8s.io/apimachinery, validateKubeFinalizerName in pkg/apis/core/validation. */
export function checkFinalizers(causes: FieldErrors, finalizers: readonly string[] = []): void {
  for (const [at, name] of finalizers.entries()) {
    if (causes.list.length >= mostNamed) break;
    const wrong = qualifiedName(name);
    if (wrong) causes.invalid(field, name, wrong);
    if (!name.includes('/') && !standard.includes(name))
      causes.invalid(
        `${field}[${at}]`,
        name,
        'name is neither a standard finalizer name nor is it fully qualified',
      );
  }
  if (finalizers.includes(foregroundFinalizer) && finalizers.includes(orphanFinalizer))
    causes.invalid(
      field,
      finalizers,
      `finalizer ${orphanFinalizer} and ${foregroundFinalizer} cannot be both set`,
    );
}

/** An object that is being deleted gets no more of them. Source: ValidateNoNewFinalizers in k8s.io/apimachinery. */
export function checkNewFinalizers(causes: FieldErrors, before: KubeObject, after: KubeObject): void {
  if (!before.metadata.deletionTimestamp) return;
  const had = new Set(before.metadata.finalizers);
  const added = (after.metadata.finalizers ?? []).filter((name) => !had.has(name)).slice(0, mostNamed);
  if (added.length > 0)
    causes.forbidden(
      field,
      'no new finalizers can be added if the object is being deleted, found new finalizers ' +
        `[]string{${added
          .map((name) => JSON.stringify(name.slice(0, 317)))
          .toSorted()
          .join(', ')}}`,
    );
}
