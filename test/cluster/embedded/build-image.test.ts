import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildClientsImage, registerClientCommand } from '../../../source/cluster/embedded/build-image.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-build-'));
  mkdirSync(join(directory, 'cluster'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function build(): string {
  let said = '';
  registerClientCommand({
    directory: join(directory, 'cluster'),
    reference: 'clients:v1',
    words: ['./clients'],
    from: directory,
    output: (_stream, text) => {
      said += text;
    },
  });
  return said;
}

describe('a learner’s own program', () => {
  it('is reported as unchanged until it is built again', () => {
    const program = join(directory, 'clients');
    writeFileSync(program, 'one');
    expect(build()).toBe(`Client program: ${program}\nTagged clients:v1\n`);
    expect(build()).toContain('It has not changed since the last build.\n');
    writeFileSync(program, 'two');
    expect(build()).not.toContain('It is the same');
  });
});

it.each(['confluentinc/cp-kafka:7.3.5', 'docker.io/confluentinc/cp-zookeeper:7.3.5'])(
  'the clients cannot be built under the tag of the servers, %s, which they would replace',
  (reference) => {
    expect(() => buildClientsImage({ directory, dist: directory, reference, output: () => {} })).toThrow(
      `clients.yml runs its clients from \`${reference}\`, the image of the servers`,
    );
  },
);
