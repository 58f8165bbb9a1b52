import { bare, type Line, line } from './line.ts';

/**
 * `kafka-consumer-groups`, option by option. Lines that only read use the topics and groups of one of the two (`own1`), because the order of
 * rows depends on the hashes of names.
 */
export const groupLines: readonly Line[] = [
  line('kafka-topics --create --topic g4-SELF --partitions 4 --replication-factor 1'),
  line('kafka-topics --create --topic g1-SELF --partitions 1 --replication-factor 1'),
  line('kafka-topics --create --topic g9-SELF --partitions 9 --replication-factor 1'),
  line(
    'kafka-console-producer --topic g4-SELF --property parse.key=true --property key.separator=:',
    'a:1\nb:2\nc:3\nd:4\ne:5\nf:6\ng:7\nh:8\n',
  ),
  line('kafka-console-producer --topic g1-SELF', '1\n2\n3\n'),
  line(
    'kafka-console-producer --topic g9-SELF --property parse.key=true --property key.separator=:',
    'a:1\nb:2\nc:3\nd:4\ne:5\nf:6\ng:7\nh:8\ni:9\nj:10\n',
  ),
  line(
    'kafka-console-consumer --topic g4-SELF --group a-SELF --from-beginning --max-messages 8 --formatter kafka.tools.NoOpMessageFormatter',
  ),
  line('kafka-console-consumer --topic g1-SELF --group b-SELF --from-beginning --max-messages 2'),
  line(
    'kafka-console-consumer --topic g9-SELF --group c-SELF --from-beginning --max-messages 10 --formatter kafka.tools.NoOpMessageFormatter',
  ),
  line('kafka-consumer-groups --describe --group a-own1'),
  line('kafka-consumer-groups --describe --group b-own1'),
  line('kafka-consumer-groups --describe --group c-own1'),
  line('kafka-consumer-groups --describe --group c-own1 --group a-own1 --group nope'),
  line('kafka-consumer-groups --describe --group a-own1 --offsets --verbose'),
  line('kafka-consumer-groups --describe --group a-own1 --members'),
  line('kafka-consumer-groups --describe --group a-own1 --state'),
  line('kafka-consumer-groups --describe --group a-own1 --state x'),
  line('kafka-consumer-groups --describe --group a-own1 --state --members'),
  line('kafka-consumer-groups --describe --group nope --members'),
  line('kafka-consumer-groups --describe --all-groups --state'),
  line('kafka-consumer-groups --describe --all-groups'),
  line('kafka-consumer-groups --describe --group a-own1 --timeout 10000'),
  line('kafka-consumer-groups --describe --group a-own1 --all-groups'),
  line('kafka-consumer-groups --describe --group a-own1 --topic x'),
  line('kafka-consumer-groups --list --members'),
  line('kafka-consumer-groups --list --group x'),
  line('kafka-consumer-groups --list --state Stable'),
  line('kafka-consumer-groups --list --state empty'),
  line('kafka-consumer-groups --list --state Foo,Stable'),
  line('kafka-consumer-groups --group b-own1 --reset-offsets --by-duration PT1H --topic g1-own1 --dry-run'),
  line(
    'kafka-consumer-groups --group b-own1 --reset-offsets --by-duration P1DT2H3M4.5S --topic g1-own1 --dry-run',
  ),
  line('kafka-consumer-groups --group b-own1 --reset-offsets --by-duration PT0S --topic g1-own1 --dry-run'),
  line('kafka-consumer-groups --group b-own1 --reset-offsets --by-duration 1h --topic g1-own1 --dry-run'),
  line('kafka-consumer-groups --group b-own1 --reset-offsets --by-duration -PT1H --topic g1-own1 --dry-run'),
  line(
    'kafka-consumer-groups --group b-own1 --reset-offsets --to-datetime 2020-11-01T00:00:00.000 --topic g1-own1 --dry-run',
  ),
  line(
    'kafka-consumer-groups --group b-own1 --reset-offsets --to-datetime 2099-11-01T00:00:00.000+0530 --topic g1-own1 --dry-run',
  ),
  line(
    'kafka-consumer-groups --group b-own1 --reset-offsets --to-datetime 2099-11-01T00:00:00.000Z --topic g4-own1 --topic g9-own1 --dry-run',
  ),
  line(
    'kafka-consumer-groups --group b-own1 --reset-offsets --to-datetime 2020-11-01T00:00:00 --topic g1-own1 --dry-run',
  ),
  line(
    'kafka-consumer-groups --group b-own1 --reset-offsets --to-datetime 2020-11-01 --topic g1-own1 --dry-run',
  ),
  line(
    'kafka-consumer-groups --group b-own1 --reset-offsets --to-datetime 2020-13-01T00:00:00.000 --topic g1-own1 --dry-run',
  ),
  line(
    'kafka-consumer-groups --group b-own1 --reset-offsets --to-datetime 2020-02-30T00:00:00.000 --topic g1-own1 --dry-run',
  ),
  line(
    'kafka-consumer-groups --group b-own1 --reset-offsets --to-datetime 2020-1-1T1:1:1.1+01:00 --topic g1-own1 --dry-run',
  ),
  line('kafka-consumer-groups --group b-own1 --reset-offsets --shift-by -2 --topic g1-own1:0 --dry-run'),
  line('kafka-consumer-groups --group b-own1 --reset-offsets --shift-by 1 --topic g4-own1 --dry-run'),
  line('kafka-consumer-groups --group a-own1 --reset-offsets --shift-by -1 --topic g4-own1:1,3 --dry-run'),
  line('kafka-consumer-groups --group a-own1 --reset-offsets --shift-by -100 --all-topics --dry-run'),
  line(
    'kafka-consumer-groups --group a-own1 --reset-offsets --to-current --topic g4-own1 --topic g1-own1 --dry-run',
  ),
  line('kafka-consumer-groups --group c-own1 --reset-offsets --to-earliest --all-topics --dry-run'),
  line('kafka-consumer-groups --group c-own1 --reset-offsets --to-latest --topic g9-own1 --export --dry-run'),
  line(
    'kafka-consumer-groups --group c-own1 --group a-own1 --reset-offsets --to-latest --topic g9-own1 --export --dry-run',
  ),
  line('kafka-consumer-groups --group a-SELF --reset-offsets --from-file FILES/SELF.csv --dry-run'),
  line(
    'kafka-consumer-groups --group a-SELF --group b-SELF --reset-offsets --from-file FILES/multi-SELF.csv --dry-run',
  ),
  line('kafka-consumer-groups --group x-SELF --reset-offsets --from-file FILES/multi-SELF.csv --dry-run'),
  line('kafka-consumer-groups --group a-own1 --reset-offsets --from-file /nope --dry-run'),
  line('kafka-consumer-groups --group a-SELF --reset-offsets --to-offset 1 --topic g4-SELF --execute'),
  line('kafka-consumer-groups --describe --group a-own1'),
  line('kafka-consumer-groups --group a-own1 --reset-offsets --to-offset x --topic g4-own1 --dry-run'),
  line('kafka-consumer-groups --group a-own1 --reset-offsets --to-offset 1 --topic nope --dry-run'),
  line('kafka-consumer-groups --group a-own1 --reset-offsets --to-offset 1 --topic g4-own1:x --dry-run'),
  line('kafka-consumer-groups --group a-own1 --reset-offsets --to-offset 1 --topic g4-own1:1:2 --dry-run'),
  line('kafka-consumer-groups --group a-own1 --reset-offsets --to-offset 1 --topic g4-own1:77 --dry-run'),
  line(
    'kafka-consumer-groups --group a-own1 --reset-offsets --to-offset 1 --to-earliest --topic g4-own1 --dry-run',
  ),
  line('kafka-consumer-groups --group a-own1 --reset-offsets --to-offset 1 --dry-run'),
  line('kafka-consumer-groups --group a-own1 --reset-offsets --topic g4-own1 --dry-run'),
  line('kafka-consumer-groups --group a-SELF --reset-offsets --topic g4-SELF --to-earliest'),
  line(
    'kafka-consumer-groups --group a-SELF --reset-offsets --topic g4-SELF --to-earliest --execute --dry-run',
  ),
  line('kafka-consumer-groups --reset-offsets --topic g4-own1 --to-earliest --dry-run'),
  line('kafka-consumer-groups --all-groups --reset-offsets --to-current --all-topics --dry-run'),
  line('kafka-consumer-groups --group new-SELF --reset-offsets --to-latest --topic g4-SELF --execute'),
  line('kafka-consumer-groups --delete-offsets --group a-SELF --topic g4-SELF:0 --topic nope'),
  line('kafka-consumer-groups --delete-offsets --group a-SELF --topic g4-SELF'),
  line('kafka-consumer-groups --delete-offsets --group nope --topic g4-SELF'),
  line('kafka-consumer-groups --delete-offsets --group a-SELF'),
  line('kafka-consumer-groups --delete --group a-SELF --topic x'),
  line('kafka-consumer-groups --delete --group c-SELF --group nope'),
  line('kafka-consumer-groups --delete --group b-SELF --group new-SELF'),
  line('kafka-consumer-groups --delete'),
  line('kafka-consumer-groups'),
  line('kafka-consumer-groups --list --describe --group x'),
  bare('kafka-consumer-groups --list'),
  bare('kafka-consumer-groups'),
  bare('kafka-consumer-groups --help'),
];
