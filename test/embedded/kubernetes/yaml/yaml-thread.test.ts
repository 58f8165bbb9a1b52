import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { isShort } from '../../../../source/embedded/kubernetes/yaml/short-yaml.ts';
import { Preempted, shortMs, YamlQueue } from '../../../../source/embedded/kubernetes/yaml/yaml-queue.ts';
import {
  mostLongWaiting,
  mostShortWaiting,
  YamlThread,
} from '../../../../source/embedded/kubernetes/yaml/yaml-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-yaml-'));
const file = join(folder, 'yaml-worker.mjs');
let yaml: YamlThread;

beforeAll(async () => {
  await build({
    entryPoints: [
      fileURLToPath(new URL('../../../../source/embedded/kubernetes/yaml/yaml-worker.ts', import.meta.url)),
    ],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: file,
    logLevel: 'error',
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
});
beforeEach(() => {
  yaml = new YamlThread(file);
});
afterEach(() => yaml.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Occupies the parser until its time or its memory is used up, whichever comes first. */
const endless = `[${`${'{'.repeat(30)}${'}'.repeat(30)},`.repeat(6000)}]`;

test('a short text does not wait for long ones', async () => {
  const order: string[] = [];
  const long = yaml.toJson(endless).catch((error: unknown) => {
    order.push('long');
    return error;
  });
  const short = yaml.toJson('metadata: {name: short}').then((json) => {
    order.push('short');
    return json;
  });
  expect(JSON.parse(await short)).toEqual({ metadata: { name: 'short' } });
  expect(await long).toMatchObject({
    code: 413,
    message: expect.stringMatching(/more than (2 s|\d+ MiB of memory)/),
  });
  expect(order).toEqual(['short', 'long']);
});

test('the shortest waiting text comes next', async () => {
  const order: string[] = [];
  const read = (name: string, text: string) => yaml.toJson(text).then(() => order.push(name));
  await Promise.all([read('first', 'a: 1'), read('longer', 'b: 2\nc: 3'), read('shorter', 'b: 2')]);
  expect(order).toEqual(['first', 'shorter', 'longer']);
});

test.each([
  ['long', endless, mostLongWaiting],
  ['short', 'a: 1', mostShortWaiting],
])('only a few %s texts may wait: the next gets a 429 with a time for the retry', async (_, text, most) => {
  const results = Array.from({ length: most + 2 }, () => yaml.toJson(text).catch((error: unknown) => error));
  expect(await results.at(-1)).toMatchObject({ code: 429, details: { retryAfterSeconds: 2 } });
  await yaml.close();
  // Whoever still waits when the server stops gets an error.
  for (const result of results.slice(0, -1)) expect(await result).toMatchObject({ code: 413 });
});

test('a short text that takes long makes way for the others, and is read among the long ones', async () => {
  // It never answers the slow text the first time.
  const stuck = join(folder, 'stuck-worker.mjs');
  writeFileSync(
    stuck,
    `import { parentPort } from 'node:worker_threads';
    import { existsSync, writeFileSync } from 'node:fs';
    const mark = ${JSON.stringify(join(folder, 'was-tried'))};
    parentPort.on('message', ({ text }) => {
      if (text === 'slow' && !existsSync(mark)) writeFileSync(mark, '');
      else parentPort.postMessage({ text: JSON.stringify(text) });
    });
    parentPort.postMessage('ready');`,
  );
  const threads = new YamlThread(stuck);
  try {
    const slow = threads.toJson('slow');
    const others = await Promise.all([threads.toJson('a'), threads.toJson('b')]);
    expect(others).toEqual(['"a"', '"b"']);
    expect(await slow).toBe('"slow"');
  } finally {
    await threads.close();
  }
});

test('a short text that takes long is not stopped while nothing else waits', async () => {
  const slow = join(folder, 'slow-worker.mjs');
  writeFileSync(
    slow,
    `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ text }) => setTimeout(() => parentPort.postMessage({ text }), ${2 * shortMs}));
    parentPort.postMessage('ready');`,
  );
  const queue = new YamlQueue({ file: slow, mostWaiting: 1, idleMs: 1000, preemptAfterMs: shortMs });
  try {
    expect(await queue.run({ to: 'json', text: 'alone' })).toBe('alone');
    const first = queue.run({ to: 'json', text: 'first' });
    const second = queue.run({ to: 'json', text: 'second' });
    await expect(first).rejects.toBeInstanceOf(Preempted);
    expect(await second).toBe('second');
  } finally {
    await queue.close();
  }
});

test('the next long text is read after one that used up its limits', async () => {
  const tooMuch = yaml.toJson(endless).catch((error: unknown) => error);
  const next = yaml.toJson(`data:\n  k: |\n${'    v\n'.repeat(20_000)}`);
  expect(await tooMuch).toMatchObject({ code: 413 });
  expect(JSON.parse(await next)).toEqual({ data: { k: 'v\n'.repeat(20_000) } });
});

test('deeply nested text counts as long, however short', () => {
  const short = (text: string) => isShort({ to: 'json', text });
  expect(short('metadata: {name: a}\nspec:\n  list:\n    - {a: [1, 2]}\n')).toBe(true);
  for (const text of ['{'.repeat(30), '['.repeat(30), '- '.repeat(30), '? ? ? v', `${' '.repeat(120)}k: v`])
    expect(short(text), text).toBe(false);
});
