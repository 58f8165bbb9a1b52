import { expect, it } from 'vitest';
import { downCommand } from '../../../source/commands/output/down-command.ts';

it('a hint named `kafka-lab down` without --home, which ends another cluster', () => {
  expect(downCommand({ flags: {} })).toMatch(/kafka-lab down$/);
  expect(downCommand({ flags: { home: '/a home', name: 'mine', force: true } })).toMatch(
    /kafka-lab down --name mine --home '\/a home'$/,
  );
});
