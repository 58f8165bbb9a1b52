/** Where an attack goes. Everything is on loopback. */
export interface Target {
  /** The API server, such as `https://127.0.0.1:40123`. */
  readonly url: string;
  /** Its bearer token. */
  readonly token: string;
  /** `127.0.0.1:PORT` of the bootstrap broker. */
  readonly bootstrap: string;
  /** `127.0.0.1:PORT` of ZooKeeper. */
  readonly zookeeper: string;
}

/** One attempt to block the cluster's event loop. It ends by itself and deletes the objects that it created. */
export interface LoopAttack {
  readonly name: string;
  /** `scale` multiplies the amount sent: 1 in a proof, 0.1 in a test. Rejects only if the target is unreachable. */
  run(target: Target, scale: number): Promise<void>;
}
