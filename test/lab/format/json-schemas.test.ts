import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jsonSchemas } from '../../../source/lab/format/json-schemas.ts';

it.each(Object.entries(jsonSchemas()))('schemas/%s matches the code', async (file, text) => {
  // `npx vitest run test/lab/format --update` regenerates it.
  await expect(text).toMatchFileSnapshot(`../../../schemas/${file}`);
  expect(readFileSync(`schemas/${file}`, 'utf8')).toContain('"additionalProperties": false');
});
