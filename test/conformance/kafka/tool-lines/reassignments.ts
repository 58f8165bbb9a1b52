import { bare, type Line, line } from './line.ts';

/** `kafka-reassign-partitions`, from a topic on broker 0 to broker 1. */
export const reassignmentLines: readonly Line[] = [
  line('kafka-topics --create --topic m1-SELF --replica-assignment 0,0'),
  line(
    'kafka-reassign-partitions --generate --topics-to-move-json-file FILES/topics-SELF.json --broker-list 2',
  ),
  line(
    'kafka-reassign-partitions --generate --topics-to-move-json-file FILES/topics-SELF.json --broker-list 9',
  ),
  line(
    'kafka-reassign-partitions --generate --topics-to-move-json-file FILES/topics-SELF.json --broker-list 2,2',
  ),
  line('kafka-reassign-partitions --list'),
  line('kafka-reassign-partitions --verify --reassignment-json-file FILES/move-SELF.json'),
  line('kafka-reassign-partitions --execute --reassignment-json-file FILES/move-SELF.json'),
  line('kafka-reassign-partitions --verify --reassignment-json-file FILES/move-SELF.json'),
  line(
    'kafka-reassign-partitions --verify --preserve-throttles --reassignment-json-file FILES/move-SELF.json',
  ),
  line('kafka-reassign-partitions --cancel --reassignment-json-file FILES/move-SELF.json'),
  line(
    'kafka-reassign-partitions --cancel --preserve-throttles --reassignment-json-file FILES/move-SELF.json',
  ),
  line('kafka-topics --describe --topic m1-SELF'),
  line('kafka-reassign-partitions --execute --reassignment-json-file FILES/move-nobroker-SELF.json'),
  line('kafka-reassign-partitions --execute --reassignment-json-file FILES/move-notopic.json'),
  line('kafka-reassign-partitions --execute --reassignment-json-file FILES/move-twice-SELF.json'),
  line('kafka-reassign-partitions --execute --reassignment-json-file FILES/move-empty.json'),
  line('kafka-reassign-partitions --execute --reassignment-json-file FILES/v2.json'),
  line('kafka-reassign-partitions --execute --reassignment-json-file FILES/move-SELF.json --broker-list 0'),
  line('kafka-reassign-partitions --list --verify'),
  line('kafka-reassign-partitions --execute'),
  line('kafka-reassign-partitions --generate'),
  line('kafka-reassign-partitions'),
  bare('kafka-reassign-partitions --list'),
  bare('kafka-reassign-partitions'),
];
