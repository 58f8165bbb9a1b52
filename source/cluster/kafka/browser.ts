import type { SafeText } from '../../text/safe-text.ts';
import type { Payload } from './payload.ts';
import type { ZnodeRow } from './znodes.ts';

/** What the screen shows of Kafka. Each question is answered anew, and changes nothing: no group is joined, and nothing is committed. */
export interface KafkaBrowser {
  brokers(signal: AbortSignal): Promise<readonly BrokerRow[]>;
  topics(signal: AbortSignal): Promise<readonly TopicRow[]>;
  /** Of one topic, or those that one broker leads. @throws LabError: there is no such topic */
  partitions(which: PartitionChoice, signal: AbortSignal): Promise<readonly PartitionRow[]>;
  groups(signal: AbortSignal): Promise<readonly GroupRow[]>;
  /** @throws LabError: there is no such group */
  group(id: string, signal: AbortSignal): Promise<GroupView>;
  /** Messages of one partition from a place on. @throws LabError: there is no such topic or partition, or it has no leader */
  messages(question: MessageQuestion, signal: AbortSignal): Promise<MessagePage>;
  /** Messages of all partitions in the order of their times. @throws LabError: there is no such topic */
  allMessages(question: AllMessagesQuestion, signal: AbortSignal): Promise<AllMessagesPage>;
  /** The children of a znode. @throws LabError: ZooKeeper does not run, or has no such node */
  znodes(path: string, signal: AbortSignal): Promise<readonly ZnodeRow[]>;
  /** True once the brokers are asked with the tools in their pods, because these credentials may not port-forward. */
  readonly usesTools: boolean;
  close(): void;
}

export interface BrokerRow {
  readonly id: number;
  readonly host: SafeText;
  readonly port: number;
  /** Undefined if that is not known. */
  readonly isController: boolean | undefined;
  /** How many partitions it leads, and how many it has a replica of. */
  readonly leaders: number;
  readonly replicas: number;
  /** How many of these replicas are not in sync. */
  readonly outOfSync: number;
  /** Of its replicas in bytes; undefined while it does not tell. */
  readonly size: number | undefined;
}

export interface TopicRow {
  readonly name: SafeText;
  readonly partitions: number;
  readonly replicas: number;
  readonly underReplicated: number;
  readonly leaderless: number;
  /** How many offsets the partitions hold; undefined where that was not asked for, or not answered. */
  readonly messages: number | undefined;
  /** Of the leaders' replicas in bytes. */
  readonly size: number | undefined;
}

export type PartitionChoice = { readonly topic: string } | { readonly leader: number };

export interface PartitionRow {
  readonly topic: SafeText;
  readonly partition: number;
  /** -1: none */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** The first offset, and the one after the last. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly size: number | undefined;
}

export interface GroupRow {
  /** Clean, and still one of its kind: it names the group in further questions. */
  readonly id: SafeText;
  readonly state: SafeText;
  /** `range`; empty while nobody is in it. */
  readonly protocol: SafeText;
  readonly members: number;
  readonly coordinator: number | undefined;
  /** Undefined where it was not asked for. */
  readonly lag: number | undefined;
}

export interface GroupView {
  readonly group: GroupRow;
  /** By topic and partition, then the members that own none. */
  readonly rows: readonly GroupPartitionRow[];
}

export interface GroupPartitionRow {
  readonly topic?: SafeText;
  readonly partition?: number;
  readonly committed?: number;
  readonly end?: number;
  readonly lag?: number;
  /** Who owns it. */
  readonly member?: SafeText;
  readonly host?: SafeText;
  /** The pod that has this address. */
  readonly pod?: SafeText;
  readonly clientId?: SafeText;
}

export interface MessageQuestion {
  readonly topic: string;
  readonly partition: number;
  readonly from: MessagePlace;
  /** How many messages at most. */
  readonly most: number;
  /** Shows only messages whose key, headers or value contain it. */
  readonly containing?: string;
}

/** `before`: the page that ends with this offset, it alone left out. */
export type MessagePlace =
  | { readonly offset: number }
  | { readonly before: number }
  | { readonly time: number }
  | 'start'
  | 'end';

/** An offset in each partition. */
export type PartitionOffsets = ReadonlyMap<number, number>;

/** `offset`: from that one on in each partition; `before`: the page that ends with these offsets, they alone left out. */
export type AllMessagesPlace =
  | { readonly offset: number }
  | { readonly offsets: PartitionOffsets }
  | { readonly before: PartitionOffsets }
  | { readonly time: number }
  | 'start'
  | 'end';

export interface AllMessagesQuestion extends Omit<MessageQuestion, 'partition' | 'from'> {
  readonly from: AllMessagesPlace;
}

/** A page of the messages of a topic, as if they stood in one row: nothing between its ends is left out. */
export interface AllMessagesPage {
  readonly topic: SafeText;
  readonly partitions: number;
  /** In the order of time; of one partition, in that of its offsets. */
  readonly rows: readonly MessageRow[];
  /** Where the page begins in each partition, and where to go on reading. */
  readonly first: PartitionOffsets;
  readonly next: PartitionOffsets;
  /** What each partition has; one that could not be read is missing. */
  readonly ranges: ReadonlyMap<number, { readonly start: number; readonly end: number }>;
  /** How many messages were looked at for `containing`, beyond those that are shown. */
  readonly passedOver: number;
}

export interface MessagePage {
  readonly topic: SafeText;
  readonly partition: number;
  /** How many partitions the topic has. */
  readonly partitions: number;
  readonly rows: readonly MessageRow[];
  /** The first offset of the partition, and the one after its last. */
  readonly start: number;
  readonly end: number;
  /** Where to go on reading. */
  readonly next: number;
  /** How many messages were looked at for `containing`, beyond those that are shown. */
  readonly passedOver: number;
}

export interface MessageRow {
  readonly partition: number;
  readonly offset: number;
  /** ms since the epoch; undefined for what cannot be read. */
  readonly time: number | undefined;
  readonly key: Payload;
  readonly value: Payload;
  readonly headers: readonly { readonly name: SafeText; readonly value: Payload }[];
  /** Why the messages from `offset` to this one cannot be shown. */
  readonly unreadable?: { readonly last: number; readonly why: string };
}
