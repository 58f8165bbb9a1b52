import type { Feature, LeftOutCalls } from './left-out-calls.ts';

/** Every request that a client may send to ZooKeeper 3.6, by its number (`ZooDefs.OpCode`). */
export const zooKeeperRequests: Readonly<Record<string, number>> = {
  create: 1,
  delete: 2,
  exists: 3,
  getData: 4,
  setData: 5,
  getACL: 6,
  setACL: 7,
  getChildren: 8,
  sync: 9,
  ping: 11,
  getChildren2: 12,
  check: 13,
  multi: 14,
  create2: 15,
  reconfig: 16,
  checkWatches: 17,
  removeWatches: 18,
  createContainer: 19,
  deleteContainer: 20,
  createTTL: 21,
  multiRead: 22,
  auth: 100,
  setWatches: 101,
  sasl: 102,
  getEphemerals: 103,
  getAllChildrenNumber: 104,
  setWatches2: 105,
  addWatch: 106,
  closeSession: -11,
};

/** The four-letter words of ZooKeeper 3.6 (`FourLetterCommands`). */
export const fourLetterWords: readonly string[] = [
  ...['conf', 'cons', 'crst', 'dirs', 'dump', 'envi', 'gtmk', 'hash', 'isro', 'mntr'],
  ...['ruok', 'srst', 'srvr', 'stat', 'stmk', 'wchc', 'wchp', 'wchs'],
];

export const leftOutOfZooKeeper: readonly LeftOutCalls[] = [];

export const wordsLeftOutOfZooKeeper: readonly LeftOutCalls[] = [];

export const featuresLeftOutOfZooKeeper: readonly Feature[] = [
  { what: 'TLS', meets: 'There is a plain client port only.' },
  { what: 'SASL', meets: 'The token of a client is answered with none, as by a server without SASL.' },
  { what: 'Reconfiguration', meets: '`reconfig` gets RECONFIGDISABLED, as from ZooKeeper 3.6 by default.' },
  { what: 'Read-only mode', meets: 'A server without a quorum serves nobody.' },
  {
    what: 'Hierarchical quorums',
    meets: 'A server with `group` or `weight` settings ends, and says so.',
  },
  {
    what: 'Digests, traces and most of the metrics',
    meets:
      '`hash` lists nothing, as with `zookeeper.digest.enabled=false`; `stmk` keeps the mask, but nothing is traced; of the 500 lines of `mntr`, there are those of the server, its connections and a leader.',
  },
  { what: 'AdminServer', meets: 'There is no HTTP port; the four-letter words say the same.' },
];
