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
    ['the screen reaches for a cluster', { 'ui/a.ts': "import { x } from '../cluster/b.ts';\n" }],
    [
      'the app reaches into the embedded cluster',
      { 'commands/a.ts': "await import('../embedded/start.ts');\n" },
    ],
    ['the lab does anything at all', { 'lab/a.ts': "import { x } from '../session/b.ts';\n" }],
    ['a value crosses where types alone may', { 'session/a.ts': "import { x } from '../cluster/b.ts';\n" }],
    [
      'the API server reaches for a broker',
      { 'embedded/kubernetes/a.ts': "import { x } from '../kafka/b.ts';\n" },
    ],
    [
      'a controller reaches into the one of another kind',
      { 'embedded/kubernetes/controllers/deployment/a.ts': "import { x } from '../replica-set/b.ts';\n" },
    ],
    [
      'the API server reaches for the kubelet',
      { 'embedded/kubernetes/api/a.ts': "import type { X } from '../kubelet/b.ts';\n" },
    ],
    [
      'a broker’s storage reaches up to its requests',
      { 'embedded/kafka/broker/storage/a.ts': "import { x } from '../requests/b.ts';\n" },
    ],
    [
      'a folder imports the files above it',
      { 'embedded/kafka/broker/cluster/a.ts': "import type { X } from '../broker.ts';\n" },
    ],
    ['a layer has no rule', { 'embedded/zookeeper/attic/a.ts': "import { x } from '../client-api.ts';\n" }],
    [
      'two folders import each other',
      {
        'report/a/x.ts': "import { y } from '../b/y.ts';\n",
        'report/b/y.ts': "import type { X } from '../a/x.ts';\n",
      },
    ],
    [
      'folders import each other in a circle of three',
      {
        'report/a/x.ts': "import { y } from '../b/y.ts';\n",
        'report/b/y.ts': "import { z } from '../c/z.ts';\n",
        'report/c/z.ts': "import { x } from '../a/x.ts';\n",
      },
    ],
    ['there is a barrel', { 'ui/index.ts': '\n' }],
    ['a file is too long', { 'ui/a.ts': '\n'.repeat(500) }],
    ['a verb writes to a stream of its own', { 'commands/a.ts': 'process.stdout.write(text);\n' }],
    ['a verb writes to a stream by name', { 'commands/a.ts': 'process[name].write(text);\n' }],
    ['something is printed with console', { 'session/a.ts': 'console.log(text);\n' }],
    ['text is called safe that nobody looked at', { 'report/a.ts': 'render(text as SafeText);\n' }],
    ['an escape sequence is put together by hand', { 'report/a.ts': 'const red = "\\u001b[31m";\n' }],
    ['a component gives text to Ink', { 'ui/a.tsx': "import { Box, Text } from 'ink';\n" }],
    ['a value is cast without a reason', { 'report/a.ts': 'const x = y as unknown as X;\n' }],
    [
      'there are more casts than a few',
      { 'report/a.ts': '// A reason.\nconst x = y as unknown as X;\n'.repeat(6) },
    ],
    ['a step reaches for the lab above it', { 'lab/steps/a.ts': "import { x } from '../kafka-lab.ts';\n" }],
    ['a count reaches for a run', { 'session/count/a.ts': "import type { X } from '../run/b.ts';\n" }],
    ['a module has no rule', { 'attic/a.ts': "import { x } from '../lab/b.ts';\n" }],
  ])('break when %s', (_what, files) => {
    expect(find(files)).toHaveLength(1);
  });

  it('let types through where the rule says so', () => {
    expect(find({ 'session/a.ts': "import type { X } from '../cluster/b.ts';\n" })).toEqual([]);
  });
});
