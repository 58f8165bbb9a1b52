import { bare, type Line, line } from './line.ts';

/** The administration tools, option by option. */
export const adminLines: readonly Line[] = [
  line('kafka-topics --create --if-not-exists --topic a1-SELF --partitions 1 --replication-factor 1'),
  line('kafka-console-producer --topic a1-SELF', '1\n2\n3\n'),
  line('kafka-delete-records --offset-json-file FILES/del-SELF.json'),
  line('kafka-delete-records --offset-json-file /nope'),
  line('kafka-delete-records --offset-json-file FILES/producer.properties'),
  line('kafka-delete-records --offset-json-file FILES/v2.json'),
  line('kafka-delete-records --offset-json-file FILES/nofield.json'),
  line('kafka-delete-records --offset-json-file FILES/dup.json'),
  line('kafka-delete-records'),
  bare('kafka-delete-records'),
  line('kafka-get-offsets --topic a1-SELF --time earliest'),
  line('kafka-leader-election --election-type preferred --all-topic-partitions'),
  line('kafka-leader-election --election-type preferred --topic a1-SELF --partition 0'),
  line('kafka-leader-election --election-type UNCLEAN --topic a1-SELF --partition 0'),
  line('kafka-leader-election --election-type preferred --topic nope --partition 0'),
  line('kafka-leader-election --election-type preferred --topic a1-SELF --partition 7'),
  line('kafka-leader-election --election-type preferred --path-to-json-file FILES/del-SELF.json'),
  line('kafka-leader-election --election-type foo --all-topic-partitions'),
  line('kafka-leader-election --election-type preferred'),
  line('kafka-leader-election'),
  line('kafka-leader-election --election-type preferred --topic x'),
  line('kafka-leader-election --election-type preferred --partition 1 --all-topic-partitions'),
  bare('kafka-leader-election'),
  bare('kafka-dump-log --files /nope/00000000000000000000.log'),
  bare('kafka-dump-log --files /nope/x.txt'),
  bare('kafka-dump-log --files FILES/00000000000000000000.log'),
  bare('kafka-dump-log --files FILES/00000000000000000000.log --print-data-log'),
  bare('kafka-dump-log --files FILES/00000000000000000000.log --deep-iteration'),
  bare(
    'kafka-dump-log --files FILES/00000000000000000000.log --print-data-log --skip-record-metadata --max-bytes 200',
  ),
  bare(
    'kafka-dump-log --files FILES/00000000000000000000.log --value-decoder-class kafka.serializer.IntegerDecoder',
  ),
  bare('kafka-dump-log --files FILES/00000000000000000000.log --value-decoder-class Nope'),
  bare('kafka-dump-log'),
  bare('kafka-dump-log --print-data-log'),
  bare(
    'kafka-producer-perf-test --topic a1-SELF --num-records 10 --throughput -1 --producer-props bootstrap.servers=BROKERS',
  ),
  bare(
    'kafka-producer-perf-test --topic a1-SELF --record-size 10 --throughput -1 --producer-props bootstrap.servers=BROKERS',
  ),
  bare(
    'kafka-producer-perf-test --topic a1-SELF --num-records x --record-size 10 --throughput -1 --producer-props bootstrap.servers=BROKERS',
  ),
  bare('kafka-producer-perf-test --topic a1-SELF --num-records 10 --record-size 10 --throughput -1'),
  bare(
    'kafka-producer-perf-test --topic a1-SELF --num-records 10 --record-size 10 --throughput -1 --producer-props bootstrap.servers',
  ),
  bare(
    'kafka-producer-perf-test --topic a1-SELF --num-records 10 --record-size 10 --throughput -1 --frob --producer-props bootstrap.servers=BROKERS',
  ),
  line('kafka-consumer-perf-test --topic a1-SELF'),
  line('kafka-consumer-perf-test --topic a1-SELF --messages 1 --reporting-interval 0'),
  bare('kafka-consumer-perf-test'),
];
