import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadLab } from '../../source/lab/loading/load-lab.ts';
import { kafkaFacts } from '../../source/lab/model/facts.ts';
import { renderLab } from '../../source/lab/rendering/render-lab.ts';

/** Hosts of documentation and source code, but not of packages. */
const documentation = [
  'kubernetes.io',
  'kind.sigs.k8s.io',
  'kafka.apache.org',
  'zookeeper.apache.org',
  'kafka.js.org',
  'github.com',
];

/** The built-in labs other than the stock lab, which `kafka-lab.test.ts` covers. */
const others = readdirSync('labs').filter((name) => name !== 'kafka-on-kubernetes');

describe.each(others)('the lab %s', (name) => {
  const { source } = loadLab(`labs/${name}`);
  const { id, steps } = renderLab(source, kafkaFacts);

  it('has the name of its folder, and steps with a text, a check, hints and sources', () => {
    expect(id).toBe(name);
    for (const step of steps) {
      expect(step.text.length, step.id).toBeGreaterThan(40);
      expect(step.lookFor, step.id).not.toBe('');
      expect(step.checks.length, step.id).toBeGreaterThan(0);
      expect(step.hints.length, step.id).toBeGreaterThan(0);
      expect(step.sources.length, step.id).toBeGreaterThan(0);
      for (const at of step.sources)
        expect(/^KIP-[1-9]\d*$/.test(at) || documentation.includes(new URL(at).hostname), at).toBe(true);
    }
  });

  it('asks predictions and questions, and has a task', () => {
    expect(steps.some(({ prediction }) => prediction !== undefined)).toBe(true);
    expect(steps.some(({ questions }) => questions.length > 0)).toBe(true);
    expect(steps.some(({ task }) => task !== undefined)).toBe(true);
  });

  it('has model answers that fit on a screen of 80x24', () => {
    for (const { questions } of steps)
      for (const { id: question, answer } of questions) {
        expect(answer.length, question).toBeGreaterThan(60);
        expect(answer.length, question).toBeLessThanOrEqual(420);
        expect(answer, question).toMatch(/^[A-Za-z].*\.$/);
      }
  });

  it('shows as evidence only what has been shown up to the question', () => {
    for (const [at, { questions }] of steps.entries())
      for (const { id: question, evidence } of questions)
        for (const each of evidence) {
          const from = steps.findIndex((step) =>
            'check' in each ? step.checks.some((check) => check.id === each.check) : step.id === each.step,
          );
          expect(from, `${question}: ${JSON.stringify(each)}`).toBeGreaterThanOrEqual(0);
          expect(from, question).toBeLessThanOrEqual(at);
        }
  });
});
