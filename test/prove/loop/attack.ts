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

/** One attempt to make the cluster's event loop stand still. It ends by itself and takes away the objects that it made. */
export interface LoopAttack {
  readonly name: string;
  /** `scale` multiplies what is sent: 1 is what a proof uses, 0.1 what a test uses. Rejects only if the target is unreachable. */
  run(target: Target, scale: number): Promise<void>;
}
