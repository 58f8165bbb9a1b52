import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { withRate } from '../../source/commands/work-directory.ts';

const manifest = readFileSync('manifests/clients.yml', 'utf8');

it('changes the rate of the producer and nothing else', () => {
  const changed = withRate(manifest, 0);
  const [before, after] = [manifest, changed].map((text) =>
    (parseAllDocuments(text) as { toJS(): unknown }[]).map((document) => document.toJS()),
  );
  const text = JSON.stringify(after);
  expect(text).toContain('{"name":"RATE","value":"0"}');
  expect(text.replace('"value":"0"', '"value":"500"')).toBe(JSON.stringify(before));
  expect(changed).toContain('# The producer and the consumer');
});
