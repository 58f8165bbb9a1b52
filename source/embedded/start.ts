import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, LabError } from '../errors/lab-error.ts';
import { readMark, writeMark } from '../processes/cluster-mark.ts';
import { endLeftPrograms, forgetOwner, writeOwner } from '../processes/cluster-owner.ts';
import type { ClusterRecord } from '../processes/cluster-record.ts';
import { HeldBytes } from './bounds/held-bytes.ts';
import { busyboxImage, busyboxTags } from './containers/busybox-image/busybox-image.ts';
import { BuiltImages } from './containers/images/built-images.ts';
import { confluentTags, isUnknownTag } from './containers/images/confluent-tags.ts';
import { NodeImages } from './containers/images/node-images.ts';
import { kafkaImage } from './containers/kafka-image/kafka-image.ts';
import { nodeImage, nodeTags } from './containers/node-image/node-image.ts';
import { MachineProgramNetworks } from './containers/process/program-networks.ts';
import { zookeeperImage } from './containers/zookeeper-image/zookeeper-image.ts';
import { watchDirectory } from './directory-watch.ts';
import { DiskErrorReporter } from './disk-error-reporter.ts';
import { BrokerDirectories } from './integrity/broker-directories.ts';
import { checkStoredData } from './integrity/check-stored-data.ts';
import { describeDamage } from './integrity/damage.ts';
import { removeInventory, writeInventory } from './integrity/inventory.ts';
import { setRecordsAside } from './integrity/set-records-aside.ts';
import { ClusterRegistry } from './kafka/broker/cluster/cluster-registry.ts';
import { keepOwnFiles } from './keep-own-files.ts';
import { version } from './kubernetes/api/discovery.ts';
import { startControlPlane } from './kubernetes/control-plane.ts';
import { openStore } from './kubernetes/open-store.ts';
import { createServerCertificate } from './kubernetes/server/certificate.ts';
import { startApiServer } from './kubernetes/server/server.ts';
import { NetworkGateway } from './network/gateway.ts';
import { InProcessNetwork } from './network/in-process-network.ts';
import { LoopbackListeners } from './network/loopback-listeners.ts';
import { movedPorts, readPorts, writePorts } from './network/saved-ports.ts';
import { takeOwnership } from './ownership.ts';
import { directoryStatus, lookAt } from './paths/directory-identity.ts';
import { guardDirectory } from './paths/guarded-directory.ts';
import { PathError } from './paths/path-error.ts';
import { makePlainDirectory, removePlain } from './paths/plain-directory.ts';
import { PeerDirectory } from './zookeeper/quorum/peer-directory.ts';

export interface EmbeddedOptions {
  readonly name: string;
  /** Kubeconfig, images, data, state: all files of this cluster. */
  readonly directory: string;
  readonly dist: string;
  readonly detached: boolean;
  /** Continues with existing data; otherwise it is deleted first. */
  readonly keep: boolean;
  /**
   * For a test, which creates its objects in an order in which none has to wait for another, and needs nothing of what the pods would do
   * when they terminate.
   */
  readonly temporary?: boolean;
  readonly log: (line: string) => void;
  /** Called once this process owns the directory. */
  readonly onOwned?: () => void;
  /** Called when an authorised process asks the cluster to stop. */
  readonly onEnd: () => void;
  /** Called when the directory was removed or replaced. */
  readonly onGone: () => void;
  /** Called when another cluster has taken the directory. */
  readonly onTaken: () => void;
  /** Reports urgent messages to the user; they are also in the log. */
  readonly notice?: (text: string) => void;
}

export interface EmbeddedParts {
  readonly record: ClusterRecord;
  /** Damage in the kept data, a line each. */
  readonly damages: readonly string[];
  /** Other notices about this start, a line each. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Starts the parts of the cluster in order of dependency: outside listeners, network, images, store, controllers, API server. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedParts> {
  const { name, directory, dist, detached, keep, log } = options;
  const tell = options.notice ?? log;
  const disk = new DiskErrorReporter(tell);
  const ownership = await takeOwnership(directory, options.onEnd);
  options.onOwned?.();
  const closers: (() => Promise<void> | void)[] = [() => ownership.release()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  let isStarted = false;
  // Writes nothing into a directory that replaced the cluster's own, or that another cluster has taken.
  const isHere = () => directoryStatus(ownership.directory) !== 'gone' && !ownership.isTaken();
  try {
    closers.push(guardDirectory(directory));
    closers.push(watchDirectory(() => lookAt(ownership.directory), options.onGone));
    const left = await endLeftPrograms(directory);
    if (left > 0) log(`ended ${left} programs that the last cluster here had left behind`);
    const owner = writeOwner(directory);
    closers.push(() => {
      if (isHere()) forgetOwner(directory);
    });
    const place = join(directory, 'data');
    const hasData = existsSync(place);
    if (!keep && hasData && readMark(directory) === undefined) throw notOurs(directory);
    const damages = keep
      ? checkStoredData({ directory, now: Date.now(), note: log }).map(describeDamage)
      : [];
    for (const line of damages) log(line);
    if (!keep) {
      writeMark(directory, 'fresh');
      removePlain(place);
      removeInventory(directory);
    }
    closers.push(() => {
      // A failed start must not write an inventory.
      if (isStarted && isHere()) recordWhatIsLeft(directory, log);
    });
    makePlainDirectory(place, 0o700);
    // From here on the data may differ from any inventory.
    writeMark(directory, 'running', ownership.owner);
    // The cluster's directory may be behind a link; links below it must not lead out.
    const data = realpathSync(place);
    closers.push(guardDirectory(data));

    const portsFile = join(data, 'ports.json');
    const kept = readPorts(portsFile);
    const outside = await LoopbackListeners.reserve(kept);
    const notes = movedPorts(kept, { kafka: outside.bootstrapPort, zookeeper: outside.zookeeperPort });
    if (keep && !hasData && damages.length === 0)
      notes.push(`no data of an earlier cluster is in \`${directory}\`: this one starts empty`);
    for (const line of notes) log(line);
    closers.push(() => outside.close());
    writePorts(portsFile, { kafka: outside.bootstrapPort, zookeeper: outside.zookeeperPort });
    const held = new HeldBytes(log);
    const network = new InProcessNetwork();
    const gateway = new NetworkGateway(network);
    closers.push(() => gateway.close());
    const networks = new MachineProgramNetworks(network, join(directory, 'hosts'));
    closers.push(() => networks.close());
    const brokerDirectories = new BrokerDirectories(data);
    const registry = new ClusterRegistry({
      directory: join(data, 'kafka'),
      held,
      onDirectory: (place, owner) => brokerDirectories.note(place, owner),
      setAside: (lost) => tell(setRecordsAside(directory, data, lost, Date.now())),
      onStorageFailure: (brokerId, { cause }) => disk.report(`broker ${brokerId} halts`, cause),
    });
    closers.push(() => registry.close());

    const bootId = randomUUID();
    const peers = new PeerDirectory();
    const preload = join(dist, 'pod-preload.cjs');
    const images = new NodeImages(
      new BuiltImages({
        directory: join(directory, 'images'),
        preload,
        shim: join(dist, 'foreign-shim.cjs'),
        networks,
        owner,
        gateway,
      }),
      [
        {
          repository: 'confluentinc/cp-kafka',
          tags: confluentTags,
          lacks: isUnknownTag,
          image: (reference) =>
            kafkaImage(reference, { outside, registry, scratchDirectory: join(data, 'scratch') }),
        },
        {
          repository: 'confluentinc/cp-zookeeper',
          tags: confluentTags,
          lacks: isUnknownTag,
          image: (reference) => zookeeperImage(reference, { outside, bootId, held, peers }),
        },
        { repository: 'busybox', tags: busyboxTags, image: busyboxImage },
        {
          repository: 'node',
          tags: nodeTags,
          image: (reference) => nodeImage(reference, { preload, gateway, owner }),
        },
      ],
    );
    const store = openStore(data, Date.now(), (error) => {
      if (error === undefined) disk.over();
      else disk.report('changes to Kubernetes objects are not kept', error);
    });
    closers.push(() => store.close());
    const certificate = createServerCertificate(name);
    const plane = startControlPlane({
      store,
      clusterName: name,
      version: version.gitVersion,
      authority: certificate.authority,
      images,
      network,
      directory: data,
      log,
      ...(options.temporary === true ? { quietMs: 0, shutDownMs: 0 } : {}),
    });
    closers.push(() => plane.close());
    const api = await startApiServer({
      store,
      agent: plane.agent,
      directory,
      name,
      certificate,
      log,
      held,
      yamlWorker: join(dist, 'yaml-worker.cjs'),
      cannotKeep: () => (store.trouble === undefined ? undefined : describeError(store.trouble)),
    });
    closers.push(() => api.close());

    ownership.assert();
    const record: ClusterRecord = {
      name,
      pid: process.pid,
      startedAt: Date.now(),
      url: api.url,
      kubeconfig: api.kubeconfig,
      bootstrap: `127.0.0.1:${outside.bootstrapPort}`,
      zookeeper: `127.0.0.1:${outside.zookeeperPort}`,
      nodes: store.list('nodes').items.map((node) => node.metadata.name),
      detached,
      kept: keep,
      owner: ownership.owner,
    };
    ownership.publish(record);
    closers.push(keepOwnFiles(ownership, record, { log, onTaken: options.onTaken }));
    isStarted = true;
    return { record, damages, notes, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Data is deleted only if kafka-lab created it; the parent process marks the directory first. */
function notOurs(directory: string): LabError {
  return new LabError('machine-lacks', `\`${join(directory, 'data')}\` is not known to be kafka-lab’s`, {
    hint: 'move it away, or choose another cluster with --name',
  });
}

/** The next start with `--keep` quarantines a link in place of a data directory. */
function recordWhatIsLeft(directory: string, log: (line: string) => void): void {
  try {
    writeInventory(directory);
    writeMark(directory, 'in-order');
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    log(`the inventory cannot be written: ${error.message}`);
  }
}
