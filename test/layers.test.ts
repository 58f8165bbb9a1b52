import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a plain script without types
import { findBreaches } from '../scripts/layers.js';

const find = findBreaches as (files: Record<string, string>) => string[];

describe('the layers', () => {
  it('hold in this source tree', () => {
    expect(() => execFileSync(process.execPath, ['scripts/layers.js'], { encoding: 'utf8' })).not.toThrow();
  });

  it.each([
    ['the screen imports from a cluster', { 'ui/a.ts': "import { x } from '../cluster/b.ts';\n" }],
    [
      'the app imports from the embedded cluster',
      { 'commands/a.ts': "await import('../embedded/start.ts');\n" },
    ],
    ['the lab imports from the session', { 'lab/a.ts': "import { x } from '../session/b.ts';\n" }],
    [
      'a value is imported where only types may be',
      { 'session/a.ts': "import { x } from '../cluster/b.ts';\n" },
    ],
    [
      'the API server imports from a broker',
      { 'embedded/kubernetes/a.ts': "import { x } from '../kafka/b.ts';\n" },
    ],
    [
      'a controller imports from that of another kind',
      { 'embedded/kubernetes/controllers/deployment/a.ts': "import { x } from '../replica-set/b.ts';\n" },
    ],
    [
      'the API server imports from the kubelet',
      { 'embedded/kubernetes/api/a.ts': "import type { X } from '../kubelet/b.ts';\n" },
    ],
    [
      'a broker’s storage imports from its requests',
      { 'embedded/kafka/broker/storage/a.ts': "import { x } from '../requests/b.ts';\n" },
    ],
    [
      'a folder imports from its parent',
      { 'embedded/kafka/broker/cluster/a.ts': "import type { X } from '../broker.ts';\n" },
    ],
    ['a layer has no rule', { 'embedded/zookeeper/attic/a.ts': "import { x } from '../client-api.ts';\n" }],
    [
      'two folders import each other',
      {
        'manifests/a/x.ts': "import { y } from '../b/y.ts';\n",
        'manifests/b/y.ts': "import type { X } from '../a/x.ts';\n",
      },
    ],
    [
      'three folders import each other in a cycle',
      {
        'manifests/a/x.ts': "import { y } from '../b/y.ts';\n",
        'manifests/b/y.ts': "import { z } from '../c/z.ts';\n",
        'manifests/c/z.ts': "import { x } from '../a/x.ts';\n",
      },
    ],
    ['there is a barrel', { 'ui/index.ts': '\n' }],
    ['a file is too long', { 'ui/a.ts': '\n'.repeat(500) }],
    ['a verb writes directly to a stream', { 'commands/a.ts': 'process.stdout.write(text);\n' }],
    ['a verb writes to a stream by name', { 'commands/a.ts': 'process[name].write(text);\n' }],
    ['something is printed with console', { 'session/a.ts': 'console.log(text);\n' }],
    ['text is cast to safe text without a check', { 'report/a.ts': 'render(text as SafeText);\n' }],
    ['an escape sequence is written by hand', { 'report/a.ts': 'const red = "\\u001b[31m";\n' }],
    ['a component passes text directly to Ink', { 'ui/a.tsx': "import { Box, Text } from 'ink';\n" }],
    ['a value is cast without a reason', { 'report/a.ts': 'const x = y as unknown as X;\n' }],
    ['there are too many casts', { 'report/a.ts': '// A reason.\nconst x = y as unknown as X;\n'.repeat(6) }],
    [
      'a check imports from the rendering of the lab',
      { 'lab/checks/a.ts': "import { x } from '../rendering/render-lab.ts';\n" },
    ],
    ['a count imports from a run', { 'session/count/a.ts': "import type { X } from '../run/b.ts';\n" }],
    [
      'a form of the report imports from another',
      { 'report/html-document/a.ts': "import { x } from '../word-document/b.ts';\n" },
    ],
    ['a module has no rule', { 'attic/a.ts': "import { x } from '../lab/b.ts';\n" }],
  ])('are violated when %s', (_what, files) => {
    expect(find(files)).toHaveLength(1);
  });

  it('allow type imports where the rule says so', () => {
    expect(find({ 'session/a.ts': "import type { X } from '../cluster/b.ts';\n" })).toEqual([]);
  });
});
