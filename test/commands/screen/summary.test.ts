import { describe, expect, it } from 'vitest';
import { summarize } from '../../../source/commands/screen/summary.ts';

const npx = { npm_lifecycle_event: 'npx', npm_command: 'exec' };

describe('the message on leaving', () => {
  const lab = {
    id: '20261129-002835-123',
    directory: '/home/u/.local/share/kafka-lab/sessions/20261129-002835-123',
    journalPath: '/home/u/.local/share/kafka-lab/sessions/20261129-002835-123/journal.jsonl',
    recordProblem: undefined,
  };

  it('was wider than 80 columns', () => {
    for (const line of summarize([], lab, { flags: {} }, npx).split('\n'))
      expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('omitted the home and the cluster of the session, so that the printed commands did not find them', () => {
    const text = summarize(
      [],
      lab,
      { flags: { home: '/h', cluster: 'kind', force: true, session: 'old' } },
      {},
    );
    expect(text).toContain(`kafka-lab export ${lab.id} --home /h -o report.md\n`);
    expect(text).toContain(`kafka-lab --session ${lab.id} --home /h --cluster kind\n`);
  });
});
