import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { BuiltImages } from './containers/built-images.ts';
import { kafkaRepository } from './containers/kafka-image/kafka-image.ts';
import { NodeImages } from './containers/node-images.ts';
import { zookeeperRepository } from './containers/zookeeper-image/zookeeper-image.ts';
import { KafkaFabric } from './kafka/broker/fabric.ts';
import { startApiServer } from './kubernetes/api/server.ts';
import { startControllers } from './kubernetes/controllers/start.ts';
import { createStore } from './kubernetes/store/memory-store.ts';
import { LoopbackDoors } from './network/doors.ts';
import { NetworkGateway } from './network/gateway.ts';
import { InProcessNetwork } from './network/in-process-network.ts';
import { type ClusterRecord, publishRecord, releaseOwnership, takeOwnership } from './ownership.ts';

export interface EmbeddedOptions {
  readonly name: string;
  /** Kubeconfig, images, data, state: all that this cluster keeps. */
  readonly directory: string;
  readonly dist: string;
  readonly detached: boolean;
  readonly log: (line: string) => void;
}

export interface EmbeddedParts {
  readonly record: ClusterRecord;
  close(): Promise<void>;
}
