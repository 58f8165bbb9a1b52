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
    // The rest belongs to kubectl, including its own --namespace and --context.
    ['--namespace kube-system get pods', '', '--namespace kube-system get pods'],
    ['--home /h get pods --context other', '--home /h', 'get pods --context other'],
    // Everything after `--` belongs to kubectl, even if it looks like a flag of ours.
    ['--home /h -- --context other get pods', '--home /h', '--context other get pods'],
    ['-- --name x', '', '--name x'],
    ['exec kafka-0 -- env --name x', '', 'exec kafka-0 -- env --name x'],
  ])('%s', (line, own, rest) => {
    expect(split(line)).toEqual([own, rest]);
  });
});
