import { expect, it, vi } from 'vitest';
import { reportConfigTroubles } from '../../../source/commands/config/report-config-troubles.ts';

it('a report said nothing of a config.json that it could not use', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    reportConfigTroubles({
      troubles: [{ code: 'not-json', line: 2, text: 'it is not valid JSON from here on' }],
    });
    expect(String(write.mock.calls[0]?.[0])).toBe(
      'kafka-lab: config.json, line 2: it is not valid JSON from here on.\n',
    );
  } finally {
    write.mockRestore();
  }
});
