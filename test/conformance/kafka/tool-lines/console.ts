import { bare, type Line, line } from './line.ts';

/** The console tools, option by option. Each of the two writes to its own topics. */
export const consoleLines: readonly Line[] = [
  line('kafka-topics --create --topic c1-SELF --partitions 1'),
  line('kafka-topics --create --topic n-SELF --partitions 1'),
  line('kafka-topics --create --topic m4-SELF --partitions 4'),
  line('kafka-topics --create --topic o1-SELF --partitions 1'),
  line(
    'kafka-console-producer --topic c1-SELF --property parse.key=true --property key.separator=: --property null.marker=NULL',
    'k1:a\nk2:NULL\nNULL:x\n',
  ),
  line('kafka-console-producer --topic c1-SELF --property parse.headers=true', 'h1:v1,h2:v2\tvalue\n'),
  line('kafka-console-producer --topic c1-SELF --compression-codec', 'gz1\ngz2\n'),
  line(
    'kafka-console-producer --topic c1-SELF --compression-codec lz4',
    'lzlzlzlzlzlzlzlzlzlzlzlzlzlzlzlz\nlzlzlzlzlzlzlzlzlzlz\n',
  ),
  line(
    'kafka-console-producer --topic c1-SELF --compression-codec snappy',
    'snsnsnsnsnsnsnsnsnsnsnsnsnsnsnsnsn\nsn\n',
  ),
  line('kafka-console-producer --topic c1-SELF --compression-codec zstd --sync', 'zs\nzs2\n'),
  line('kafka-console-producer --topic c1-SELF --compression-codec foo', 'x\n'),
  line('kafka-console-producer --topic c1-SELF --request-required-acks 7', 'x\n'),
  line('kafka-console-producer --topic c1-SELF --request-required-acks 0', 'acks0\n'),
  line(
    'kafka-console-producer --topic c1-SELF --request-required-acks 1 --producer-property enable.idempotence=true',
    'x\n',
  ),
  line('kafka-console-producer --topic c1-SELF --producer.config FILES/producer.properties', 'fromfile\n'),
  line('kafka-console-producer --topic c1-SELF --producer.config /nope', 'x\n'),
  line('kafka-console-producer --topic c1-SELF --property parse.key=true', 'nokey\n'),
  line(
    'kafka-console-producer --topic c1-SELF --property parse.key=true --property ignore.error=true',
    'nokey\n',
  ),
  line('kafka-console-producer --topic c1-SELF --property headers.delimiter=,', 'nokey\n'),
  line('kafka-console-producer --topic bad/name --max-block-ms 1000', 'x\n'),
  line(
    'kafka-console-producer --topic c1-SELF --producer-property max.request.size=100',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nb\n',
  ),
  line(
    'kafka-console-producer --topic c1-SELF --sync --producer-property max.request.size=100',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nb\n',
  ),
  line('kafka-console-producer --topic c1-SELF --line-reader Nope', 'x\n'),
  line('kafka-console-producer --topic c1-SELF --batch-size abc', 'x\n'),
  bare('kafka-console-producer --bootstrap-server localhost --topic c1-SELF', 'x\n'),
  bare('kafka-console-producer --topic c1-SELF', 'x\n'),
  bare('kafka-console-producer --broker-list BROKERS'),
  bare(
    'kafka-console-producer --broker-list BROKERS --topic c1-SELF --timeout 5 --batch-size 10 --message-send-max-retries 2 --retry-backoff-ms 50 --request-timeout-ms 2000 --socket-buffer-size 1000 --max-memory-bytes 100000 --max-partition-memory-bytes 100 --metadata-expiry-ms 1000 --max-block-ms 2000',
    'a\rb\r\nc',
  ),
  bare('kafka-console-producer --frob'),
  bare('kafka-console-producer'),
  bare('kafka-console-producer --help'),
  line(
    'kafka-console-consumer --topic c1-SELF --from-beginning --timeout-ms 6000 --property print.key=true --property print.headers=true --property print.offset=true --property print.partition=true --property print.timestamp=true',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --from-beginning --timeout-ms 1000 --property print.value=false --property print.key=true',
  ),
  line('kafka-console-consumer --topic c1-SELF --partition 0 --offset 3 --max-messages 2'),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --offset EARLIEST --max-messages 1 --property key.separator=: --property print.key=true --property line.separator=! --property null.literal=-',
  ),
  line('kafka-console-consumer --topic c1-SELF --partition 0 --offset -3'),
  line('kafka-console-consumer --topic c1-SELF --partition 0 --offset 99999 --timeout-ms 1000'),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --offset 99999 --timeout-ms 1000 --consumer-property auto.offset.reset=none',
  ),
  line('kafka-console-consumer --topic c1-SELF --partition 9 --offset earliest --timeout-ms 1000'),
  line('kafka-console-consumer --topic c1-SELF --partition 0 --timeout-ms 800'),
  line('kafka-console-consumer --whitelist c.-SELF --from-beginning --max-messages 2 --timeout-ms 8000'),
  line(
    'kafka-console-consumer --include c1-SELF|m4-SELF-SELF --from-beginning --max-messages 2 --timeout-ms 8000',
  ),
  line('kafka-console-consumer --include ( --from-beginning --max-messages 2 --timeout-ms 8000'),
  line('kafka-console-consumer --include nothing.* --timeout-ms 5000'),
  line('kafka-console-consumer --topic c1-SELF --include c.-SELF'),
  line('kafka-console-consumer --whitelist c.-SELF --topic c1-SELF'),
  line('kafka-console-consumer'),
  bare('kafka-console-consumer --topic c1-SELF'),
  line('kafka-console-consumer --topic c1-SELF --offset 3'),
  line('kafka-console-consumer --include c.-SELF --partition 3'),
  line('kafka-console-consumer --topic c1-SELF --partition 0 --group g-SELF'),
  line('kafka-console-consumer --topic c1-SELF --partition 0 --from-beginning --offset 1'),
  line('kafka-console-consumer --topic c1-SELF --group g-SELF --consumer-property group.id=h'),
  line(
    'kafka-console-consumer --topic c1-SELF --from-beginning --consumer-property auto.offset.reset=latest',
  ),
  line('kafka-console-consumer --topic c1-SELF --consumer-property auto.offset.reset=never'),
  line('kafka-console-consumer --topic c1-SELF --isolation-level nope'),
  line(
    'kafka-console-consumer --topic c1-SELF --isolation-level read_committed --from-beginning --max-messages 2',
  ),
  line('kafka-console-consumer --topic c1-SELF --max-messages abc'),
  line('kafka-console-consumer --topic c1-SELF --max-messages 0'),
  line('kafka-console-consumer --topic c1-SELF --formatter nope'),
  line(
    'kafka-console-consumer --topic c1-SELF --formatter kafka.tools.NoOpMessageFormatter --partition 0 --offset 0 --max-messages 2',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --formatter kafka.tools.LoggingMessageFormatter --partition 0 --offset 0 --max-messages 2 --property print.key=true',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --formatter kafka.coordinator.group.GroupMetadataManager$OffsetsMessageFormatter --partition 0 --offset 0 --max-messages 2',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --formatter kafka.coordinator.group.GroupMetadataManager$OffsetsMessageFormatter --partition 0 --offset 0 --max-messages 2 --skip-message-on-error',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --offset 0 --max-messages 1 --value-deserializer org.apache.kafka.common.serialization.LongDeserializer',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --offset 0 --max-messages 1 --value-deserializer org.apache.kafka.common.serialization.LongDeserializer --skip-message-on-error',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --offset 1 --max-messages 1 --value-deserializer org.apache.kafka.common.serialization.IntegerDeserializer',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --offset 0 --max-messages 1 --value-deserializer nope',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --offset 0 --max-messages 2 --property value.deserializer=org.apache.kafka.common.serialization.BytesDeserializer --key-deserializer org.apache.kafka.common.serialization.StringDeserializer --property print.key=true',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --offset 0 --max-messages 1 --value-deserializer org.apache.kafka.common.serialization.ByteBufferDeserializer',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --offset 0 --max-messages 1 --value-deserializer org.apache.kafka.common.serialization.VoidDeserializer',
  ),
  line(
    'kafka-console-consumer --topic c1-SELF --partition 0 --offset 0 --max-messages 1 --value-deserializer org.apache.kafka.common.serialization.UUIDDeserializer',
  ),
  line(
    'kafka-console-consumer --topic __consumer_offsets --from-beginning --max-messages 1 --timeout-ms 9000 --formatter kafka.coordinator.group.GroupMetadataManager$OffsetsMessageFormatter',
  ),
  line('kafka-console-consumer --topic bad/name --timeout-ms 2000'),
  bare('kafka-console-consumer'),
  bare('kafka-console-consumer --frob'),
];
