import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer, isIP, type Server, type Socket } from 'node:net';
import { describeError } from '../../../errors/lab-error.ts';
import { isFileFailure } from '../../../files/file-failure.ts';
import type { InProcessNetwork } from '../in-process-network.ts';
import type { Address } from '../pod-network.ts';
import { hostsText, mostNames } from './hosts-text.ts';
import type { LoopbackRange } from './loopback-range.ts';
import type { ProgramAccess, ProgramPod } from './program-access.ts';

/** The most ports that are opened for one program; a lab has four. */
const mostPorts = 256;

/** Changes come in bursts: a pod that starts is attached, listens and gets a name. */
const gatherMs = 20;

export interface HostsAccessOptions {
  readonly network: InProcessNetwork;
  readonly range: LoopbackRange;
  readonly pod: ProgramPod;
  /** Where the hosts file is written. It is rewritten in place, since the program's own /etc/hosts is this very file. */
  readonly file: string;
  /** Called once for each port that cannot be opened, with the reason. */
  readonly onTrouble: (text: string) => void;
}

/**
 * The names and ports of the cluster for one program: a hosts file that follows cluster DNS, with an address of this machine's loopback
 * for each pod and Service, and on it their real ports. The addresses are this program's own, so that brokers see which pod connects.
 */
export class HostsAccess implements ProgramAccess {
  readonly #options: HostsAccessOptions;
  readonly #addresses = new Map<string, string>();
  readonly #servers = new Map<string, Server>();
  readonly #sockets = new Set<Socket>();
  readonly #troubled = new Set<number>();
  readonly #descriptor: number;
  readonly #unwatch: () => void;
  #written = '';
  #scheduled: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @returns undefined if another program of this machine has one of the ports on all addresses */
  static async open(options: HostsAccessOptions): Promise<HostsAccess | undefined> {
    const access = new HostsAccess(options);
    const failures = await access.#sync();
    if (!failures.some((code) => code === 'EADDRINUSE')) return access;
    access.close();
    return undefined;
  }

  private constructor(options: HostsAccessOptions) {
    this.#options = options;
    this.#descriptor = openSync(options.file, 'wx', 0o644);
    this.#unwatch = options.network.onChange(() => this.#schedule());
  }

  get hostsFile(): string {
    return this.#options.file;
  }

  /** Names are found in the hosts file; only an address needs a mapping. */
  reach(host: string, port: number): Address {
    if (isIP(host) === 0 || !this.#options.network.isAddress(host)) return { host, port };
    return { host: this.#addressFor(host) ?? host, port };
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unwatch();
    for (const server of this.#servers.values()) server.close();
    for (const socket of this.#sockets) socket.destroy();
    for (const address of this.#addresses.values()) this.#options.range.giveBack(address);
    clearTimeout(this.#scheduled);
    closeSync(this.#descriptor);
    rmSync(this.#options.file, { force: true });
  }

  #schedule(): void {
    if (this.#scheduled !== undefined || this.#isClosed) return;
    this.#scheduled = setTimeout(() => {
      this.#scheduled = undefined;
      this.#sync().catch((error: unknown) => {
        // A full disk: the program keeps the names that it has.
        if (!isFileFailure(error)) throw error;
        this.#options.onTrouble(`the names of the cluster cannot be written: ${describeError(error)}`);
      });
    }, gatherMs);
  }

  /** Opens and closes ports as the network has them, and writes the names. Resolves with the codes of ports that did not open. */
  async #sync(): Promise<string[]> {
    const { network, pod } = this.#options;
    const names = new Map<string, string[]>();
    for (const [name, ips] of network.names(pod.namespace, mostNames)) {
      // An address outside of the cluster, which an Endpoints object may name, is not this program's to reach by that name.
      const here = ips.filter((ip) => network.isAddress(ip)).flatMap((ip) => this.#addressFor(ip) ?? []);
      if (here.length > 0) names.set(name, here);
    }
    this.#write(hostsText(pod.hostname, names));
    for (const [ip, address] of this.#addresses) {
      if (network.isAddress(ip)) continue;
      this.#addresses.delete(ip);
      this.#options.range.giveBack(address);
    }
    const wanted = new Set<string>();
    for (const ip of this.#addresses.keys())
      for (const port of network.portsOf(ip)) wanted.add(`${ip}:${port}`);
    for (const [key, server] of this.#servers) {
      if (wanted.has(key)) continue;
      this.#servers.delete(key);
      server.close();
    }
    const opened = [...wanted]
      .filter((key) => !this.#servers.has(key))
      .slice(0, mostPorts - this.#servers.size)
      .map((key) => this.#open(key));
    return (await Promise.all(opened)).filter((code) => code !== undefined);
  }

  #addressFor(ip: string): string | undefined {
    const known = this.#addresses.get(ip);
    if (known !== undefined) return known;
    const address = this.#options.range.take();
    if (address !== undefined) this.#addresses.set(ip, address);
    return address;
  }

  #open(key: string): Promise<string | undefined> {
    const at = key.lastIndexOf(':');
    const ip = key.slice(0, at);
    const port = Number(key.slice(at + 1));
    const server = createServer({ noDelay: true }, (socket) => this.#admit(socket, ip, port));
    this.#servers.set(key, server);
    return new Promise((resolve) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (this.#servers.get(key) === server) this.#servers.delete(key);
        this.#report(port, error);
        resolve(error.code ?? 'UNKNOWN');
      });
      server.listen(port, this.#addressFor(ip), () => {
        // It may have been closed before it was open.
        if (this.#isClosed || this.#servers.get(key) !== server) server.close();
        resolve(undefined);
      });
    });
  }

  #report(port: number, { code, message }: NodeJS.ErrnoException): void {
    if (this.#troubled.has(port) || this.#isClosed) return;
    this.#troubled.add(port);
    const why =
      code === 'EADDRINUSE'
        ? 'another program of this machine listens on it on all addresses'
        : code === 'EACCES'
          ? 'ports below 1024 are for root alone on this machine'
          : message;
    this.#options.onTrouble(`port ${port} of the cluster cannot be reached: ${why}`);
  }

  #admit(socket: Socket, ip: string, port: number): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    try {
      this.#options.network.splice(this.#options.pod.ip, ip, port, socket);
    } catch (error) {
      socket.resetAndDestroy();
      // Network errors have a code, such as ECONNREFUSED.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  /** One write, and never a shorter file: a program that reads at the same time must find whole lines. */
  #write(text: string): void {
    const padded = text.padEnd(this.#written.length, '\n');
    if (padded === this.#written) return;
    writeSync(this.#descriptor, padded, 0);
    this.#written = padded;
  }
}
