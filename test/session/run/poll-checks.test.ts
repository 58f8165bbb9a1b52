import { describe, expect, it, onTestFinished } from 'vitest';
import { observationNames } from '../../../source/lab/format/lab-schema.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { ObservationName, Observations } from '../../../source/lab/model/observations.ts';
import type { Check, Verdict } from '../../../source/lab/model/step.ts';
import { type PollOptions, pollChecks } from '../../../source/session/run/poll-checks.ts';
import { FakeClock } from '../../time/fake-clock.ts';

function nodesCheck(id: string, withinMs: number, wanted: number): Check {
  return {
    id,
    title: id,
    look: ['nodes'],
    withinMs,
    verify: ({ nodes }) => ({ ok: nodes.length >= wanted, evidence: `${nodes.length} nodes` }),
  };
}

function nodes(count: number): Observations['nodes'] {
  return Array.from({ length: count }, (_, index) => ({ name: `n${index}`, ready: true, roles: [] }));
}

async function poll(
  checks: readonly Check[],
  look: (clock: FakeClock) => Promise<unknown>,
  more: Partial<PollOptions> = {},
) {
  const clock = new FakeClock();
  const decided: Record<string, Verdict & { durationMs: number }> = {};
  let looks = 0;
  const outcome = await pollChecks({
    checks,
    facts: kafkaFacts,
    clock,
    signal: new AbortController().signal,
    look: async (_name: ObservationName) => {
      looks += 1;
      return (await look(clock)) as Observations[ObservationName];
    },
    onDecided: (check, verdict, durationMs) => {
      decided[check.id] = { ...verdict, durationMs };
    },
    ...more,
  });
  return { outcome, decided, looks, clock };
}

describe('polling the checks of a step', () => {
  it('polls until a check holds', async () => {
    const { outcome, decided, looks } = await poll([nodesCheck('five', 10_000, 5)], async (clock) =>
      nodes(clock.monotonic() >= 2_000 ? 5 : 4),
    );
    expect(outcome).toBe('passed');
    expect(decided.five).toMatchObject({ ok: true, evidence: '5 nodes' });
    expect(decided.five!.durationMs).toBeGreaterThanOrEqual(2_000);
    expect(decided.five!.durationMs).toBeLessThan(2_300);
    expect(looks).toBeLessThan(15);
  });

  it('looks at twelve things at once without a warning about listeners', async () => {
    const warnings: string[] = [];
    const onWarning = ({ name }: Error): number => warnings.push(name);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    const everything = { ...nodesCheck('all', 1_000, 3), look: observationNames };
    expect((await poll([everything], async () => nodes(3))).outcome).toBe('passed');
    // Node emits its warnings in a later turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  });

  it('asks for the cause of checks of another topic by themselves', async () => {
    const other = { ...nodesCheck('other', 0, 9), topic: 'prices' };
    const asked: string[][] = [];
    const { decided } = await poll([nodesCheck('own', 0, 9), other], async () => nodes(3), {
      diagnose: async (_signal, failed) => {
        asked.push(failed.map(({ id }) => id));
        return failed.includes(other) ? undefined : 'the topic has one partition';
      },
    });
    expect(asked).toEqual([['other'], ['own']]);
    expect(decided.own).toMatchObject({ hint: 'the topic has one partition' });
    expect(decided.other).not.toHaveProperty('hint');
  });

  it('gives up when the time of a check is up, with its last evidence', async () => {
    const { outcome, decided } = await poll(
      [nodesCheck('soon', 1_000, 9), nodesCheck('now', 0, 3)],
      async () => nodes(3),
    );
    expect(outcome).toBe('failed');
    expect(decided).toMatchObject({ soon: { ok: false, evidence: '3 nodes' }, now: { ok: true } });
    expect(decided.soon!.durationMs).toBeLessThan(1_500);
  });

  it('does not wait for a check that cannot be judged, and counts it as neither passed nor failed', async () => {
    const open: Check = {
      ...nodesCheck('open', 60_000, 9),
      verify: () => ({ ok: false, unjudged: true, evidence: 'no line says it', hint: 'log it' }),
    };
    const three = async () => nodes(3);
    const { outcome, decided } = await poll([open, nodesCheck('now', 0, 3)], three);
    expect(outcome).toBe('unjudged');
    expect(decided.open).toMatchObject({ unjudged: true, hint: 'log it', durationMs: 0 });
    expect((await poll([open, nodesCheck('never', 0, 9)], three)).outcome).toBe('failed');
  });

  it('observes at least once, and only once if waiting cannot help', async () => {
    expect((await poll([nodesCheck('now', 0, 9)], async () => nodes(3))).looks).toBe(1);
    expect((await poll([nodesCheck('later', 60_000, 9)], async () => nodes(3), { once: true })).looks).toBe(
      1,
    );
  });

  it('shares an observation among the checks that wait for it', async () => {
    expect((await poll([nodesCheck('a', 0, 1), nodesCheck('b', 0, 2)], async () => nodes(3))).looks).toBe(1);
  });

  it('treats a failed observation as not yet, and says why at the end', async () => {
    const { decided } = await poll([nodesCheck('five', 500, 5)], async () => {
      throw new Error('connect ECONNREFUSED 127.0.0.1:6443');
    });
    expect(decided.five).toMatchObject({
      ok: false,
      evidence: 'cannot look at nodes: connect ECONNREFUSED 127.0.0.1:6443',
    });
  });

  it('is not held up by an observation that never completes', async () => {
    const { decided } = await poll([nodesCheck('five', 1_000, 5)], () => new Promise(() => {}));
    expect(decided.five).toMatchObject({
      ok: false,
      evidence: expect.stringContaining('no answer within 10 s'),
    });
  });

  it('survives a check that throws', async () => {
    const throwing: Check = {
      ...nodesCheck('bad', 0, 1),
      verify: () => {
        throw new TypeError('undefined is not a function');
      },
    };
    expect((await poll([throwing], async () => nodes(1))).decided.bad).toMatchObject({ ok: false });
  });

  it('repeats reading commands about once a second while a check of their output does not hold', async () => {
    let repeats = 0;
    const reads: Check = {
      id: 'reads',
      title: 'reads',
      look: ['output'],
      withinMs: 10_000,
      verify: () => ({ ok: repeats >= 3, evidence: String(repeats) }),
    };
    const { decided } = await poll([reads], async () => ({}), {
      repeat: async () => {
        repeats += 1;
      },
    });
    expect(decided.reads).toMatchObject({ ok: true });
    expect(decided.reads!.durationMs).toBeGreaterThanOrEqual(3_000);
    expect(decided.reads!.durationMs).toBeLessThan(4_000);
  });

  it('ends at once when it is cancelled', async () => {
    const controller = new AbortController();
    const polling = poll([nodesCheck('never', 60_000, 99)], async () => nodes(1), {
      signal: controller.signal,
    });
    controller.abort(new Error('cancelled'));
    await expect(polling).rejects.toThrow('cancelled');
  });
});
