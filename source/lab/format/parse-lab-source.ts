import * as v from 'valibot';
import { labSchema, stepSchema } from './lab-schema.ts';
import type { LabSource } from './lab-source.ts';

const longText = v.pipe(v.string(), v.maxLength(64 * 1024));

const sourceSchema = v.strictObject({
  manifest: labSchema,
  steps: v.pipe(
    v.array(
      v.strictObject({
        file: v.pipe(v.string(), v.maxLength(200)),
        manifest: stepSchema,
        text: longText,
        task: v.optional(v.strictObject({ starts: v.optional(longText), solution: longText })),
      }),
    ),
    v.maxLength(100),
  ),
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** A lab that was loaded once, from JSON; undefined if it is not one. Its expressions are checked when they are used. */
export function parseLabSource(value: unknown): LabSource | undefined {
  const result = v.safeParse(sourceSchema, value);
  return result.success ? result.output : undefined;
}
