import { toJsonSchema } from '@valibot/to-json-schema';
import { labSchema, stepSchema } from './lab-schema.ts';

/** The JSON Schemas that ship in schemas/, by file name: an editor completes lab.yml and front matter by them. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  const write = (title: string, schema: typeof labSchema | typeof stepSchema): string =>
    `${JSON.stringify({ title, ...toJsonSchema(schema) }, undefined, 2)}\n`;
  return {
    'lab.schema.json': write('lab.yml of a kafka-lab lab', labSchema),
    'step.schema.json': write('The front matter of a step of a kafka-lab lab', stepSchema),
  };
}
