/*
 * kubectl's JSONPath templates (https://kubernetes.io/docs/reference/kubectl/jsonpath/):
 *   template = { text | "{" expression "}" }
 *   expression = path | quoted text | "range" path … "end"
 *   path = ["$" | "@"] { "." name | ".." name | "[" subscript "]" | ".*" }
 *   subscript = index | "'" name "'" | "*" | start ":" end ":" step | index "," index | "?(" filter ")"
 *   filter = operand [ ("==" | "!=" | "<" | "<=" | ">" | ">=") operand ]
 */

/** One step of a path. */
export type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'descend' }
  | { readonly kind: 'all' }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly step: number }
  | { readonly kind: 'filter'; readonly left: Operand; readonly operator?: string; readonly right?: Operand };

/** One side of a filter. */
export type Operand = { readonly path: readonly Step[] } | { readonly value: unknown };

/** A part of a template. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly steps: readonly Step[] }
  | { readonly kind: 'range'; readonly steps: readonly Step[]; readonly body: readonly Node[] };
