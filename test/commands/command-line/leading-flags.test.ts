import { describe, expect, it } from 'vitest';
import { splitLeadingFlags } from '../../../source/commands/command-line/leading-flags.ts';

const flags = ['cluster', 'context', 'name', 'namespace', 'home'] as const;

const split = (line: string) => {
  const { own, passedOn } = splitLeadingFlags(line.split(' '), flags);
  return [own.join(' '), passedOn.join(' ')];
};

describe('kafka-lab kubectl', () => {
  it.each([
    ['get pods', '', 'get pods'],
    ['--cluster kind get pods', '--cluster kind', 'get pods'],
    ['--cluster=kind --name=lab logs -f kafka-0', '--cluster kind --name lab', 'logs -f kafka-0'],
    ['--context prod --namespace team get all', '--context prod --namespace team', 'get all'],
    // The rest is kubectl's, its own --namespace and --context among it.
    ['--namespace kube-system get pods', '', '--namespace kube-system get pods'],
    ['--home /h get pods --context other', '--home /h', 'get pods --context other'],
    ['exec kafka-0 -- env --name x', '', 'exec kafka-0 -- env --name x'],
  ])('%s', (line, own, rest) => {
    expect(split(line)).toEqual([own, rest]);
  });
});
