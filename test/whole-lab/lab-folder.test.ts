import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = join(import.meta.dirname, '../../dist/kafka-lab.js');
const withinMs = 240_000;
let directory: string;
let lab: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-folder-'));
  lab = join(directory, 'my-lab');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function kafkaLab(...words: string[]) {
  return spawnSync(process.execPath, [program, ...words], {
    encoding: 'utf8',
    env: { ...process.env, KAFKA_LAB_HOME: join(directory, 'home') },
    timeout: withinMs,
  });
}

describe('a lab in a folder', () => {
  it(
    'is created, proven, run and exported',
    () => {
      expect(kafkaLab('lab', 'new', lab)).toMatchObject({ status: 0, stderr: '' });
      const proof = kafkaLab('lab', 'check', lab);
      expect(proof.stdout).toMatch(/\nlab check: nothing to correct\n$/);
      expect(proof.status).toBe(0);
      const run = kafkaLab('run', '--lab', lab, '--messages', '200');
      expect(run.stdout).toMatch(/\nlab: 4 of 4 checks passed\n$/);
      expect(run.stderr).toContain('its commands run with your permissions');
      rmSync(join(lab, 'lab.yml'));
      const exported = kafkaLab('export');
      expect(exported.stdout).toContain('# A lab of two steps');
    },
    3 * withinMs,
  );

  it(
    'is not proven if no check notices an omitted step, or if it has a mistake, which starts no session',
    () => {
      rmSync(lab, { recursive: true });
      kafkaLab('lab', 'new', lab);
      const step = join(lab, 'steps/apply.md');
      const text = readFileSync(step, 'utf8');
      const blind = text
        .replace(/ {2}- id: kafka-applied[\s\S]*? {2}# An/, '  # An')
        .replace('size(brokers) == facts.brokers', 'size(brokers) >= 0');
      expect(blind).not.toBe(text);
      writeFileSync(step, blind.replace(/prediction:[\s\S]*?checks:/, 'checks:'));
      const proof = kafkaLab('lab', 'check', lab);
      expect(proof.stdout).toContain('2: no check notices when its commands are left out');
      expect(proof.status).toBe(1);
      writeFileSync(step, text.replace('look: [brokers]', 'look: [broker]'));
      const mistake = 'steps/apply.md:22:12: item 1 of `look` is `broker`; did you mean `brokers`?\n';
      expect(kafkaLab('lab', 'check', lab)).toMatchObject({
        status: 1,
        stdout: `${mistake}lab check: 1 thing to correct\n`,
      });
      expect(kafkaLab('run', '--lab', lab)).toMatchObject({ status: 1, stdout: '' });
    },
    2 * withinMs,
  );
});
