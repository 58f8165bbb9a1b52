import { describe, expect, it } from 'vitest';
import { kafkaLab } from './kafka-lab.ts';

const { steps, facts } = kafkaLab;
/** Hosts of documentation and source code, but not of packages. */
const documentation = [
  'kubernetes.io',
  'kind.sigs.k8s.io',
  'kafka.apache.org',
  'zookeeper.apache.org',
  'kafka.js.org',
  'github.com',
];
const clusters = ['embedded', 'kind', 'context'] as const;

describe('the lab', () => {
  it('covers every figure in the worked report', () => {
    const figures = new Set(steps.flatMap((step) => step.figures));
    expect([...figures].sort()).toEqual(
      Array.from({ length: 18 }, (_, index) => `Figure ${index + 1}`).sort(),
    );
  });

  it('asks every question in the worked report once, and for each part of its discussion', () => {
    const ids = steps.flatMap((step) => step.questions.map((question) => question.id));
    expect(ids.sort()).toEqual([
      ...['1.2.1', '1.2.2', '2.2', '2.2.1', '2.2.2', '2.2.3'],
      ...['3', '3.1.2', '3.1.3', '3.1.4', '4.7'],
    ]);
  });

  it('has steps in order, each with text, commands, a check and hints', () => {
    const ids = steps.map((step) => step.id);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    for (const step of steps) {
      expect(step.text.length, step.id).toBeGreaterThan(40);
      expect(step.lookFor, step.id).not.toBe('');
      expect(step.checks.length, step.id).toBeGreaterThan(0);
      expect(step.hints.length, step.id).toBeGreaterThan(0);
      for (const cluster of clusters)
        expect(step.commands({ cluster, facts }).length, step.id).toBeGreaterThan(0);
    }
  });

  it('names the source of each step: documentation, or a proposal', () => {
    for (const { id, sources } of steps) {
      expect(sources.length, id).toBeGreaterThan(0);
      expect(new Set(sources).size, id).toBe(sources.length);
      for (const source of sources) {
        if (/^KIP-[1-9]\d*$/.test(source)) continue;
        expect(URL.canParse(source), source).toBe(true);
        const { protocol, hostname, username, port } = new URL(source);
        expect({ protocol, username, port }, source).toEqual({ protocol: 'https:', username: '', port: '' });
        expect(documentation, source).toContain(hostname);
      }
    }
  });

  it('has checks with unique ids and titles', () => {
    const checks = steps.flatMap((step) => step.checks);
    expect(new Set(checks.map((check) => check.id)).size).toBe(checks.length);
    for (const step of steps)
      expect(new Set(step.checks.map((check) => check.title)).size).toBe(step.checks.length);
  });

  it('replaces the kind commands only on the embedded cluster', () => {
    const standsFor = (cluster: (typeof clusters)[number]) =>
      steps.flatMap((step) =>
        step.commands({ cluster, facts }).flatMap((command) => command.standsFor ?? []),
      );
    expect(standsFor('embedded')).toEqual(['./reset_cluster.sh', 'kind get nodes', './build.sh']);
    expect(standsFor('kind')).toEqual([]);
    expect(standsFor('context')).toEqual([]);
  });

  it('shows commands as a learner types them', () => {
    const lines = steps.flatMap((step) =>
      step.commands({ cluster: 'embedded', facts }).map((command) => command.line),
    );
    expect(lines).toContain('kubectl exec zookeeper-0 -- zookeeper-shell localhost:2181 ls /brokers/ids');
    expect(lines).toContain(
      'kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092 --describe --topic test',
    );
    expect(lines).toContain('kubectl logs -l app=ece573-prj05-producer -f');
    expect(lines).toContain('kubectl set env deployment/ece573-prj05-consumer ROLE=group-consumer');
  });
});
