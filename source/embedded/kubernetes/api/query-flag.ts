/**
 * Whether a query sets a flag: everything but `false`, in any case, and `0` sets it, so that the `True` of Python does.
 * Source: Convert_Slice_string_To_bool in k8s.io/apimachinery/pkg/runtime/conversion.go.
 */
export function queryFlag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
}
