import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knowsUnknownNames } from '../../../processes/name-service.ts';
import { findOwnHosts, type OwnHosts } from '../../../processes/own-hosts.ts';
import type { InProcessNetwork } from '../../network/in-process-network.ts';
import { HostsAccess } from '../../network/programs/hosts-access.ts';
import { LoopbackRange } from '../../network/programs/loopback-range.ts';
import { MappedAccess } from '../../network/programs/mapped-access.ts';
import type { ProgramAccess, ProgramPod } from '../../network/programs/program-access.ts';
import { makePlainDirectory, removePlain } from '../../paths/plain-directory.ts';

/** A program's way into the pod network, and for it what is put before a command whose first word is `program`. */
export interface ProgramNetwork {
  readonly access: ProgramAccess;
  before(program: string): readonly string[];
}

/** Gives each program of this machine that stands for a container its way into the pod network. */
export interface ProgramNetworks {
  /** `note` gets what the learner should know, for the container's log. */
  join(pod: ProgramPod, note: (text: string) => void): Promise<ProgramNetwork>;
}

/** Only names in files; what is in no file does not exist. */
const filesOnly = 'passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n';

/** With a hosts file of the program's own where this machine allows it, else with mapped addresses. */
export class MachineProgramNetworks implements ProgramNetworks {
  readonly #network: InProcessNetwork;
  readonly #directory: string;
  #own: Promise<{ readonly hosts: OwnHosts; readonly range: LoopbackRange } | undefined> | undefined;
  #next = 0;

  /** `directory`: for hosts files; emptied at the first use. */
  constructor(network: InProcessNetwork, directory: string) {
    this.#network = network;
    this.#directory = directory;
  }

  async join(pod: ProgramPod, note: (text: string) => void): Promise<ProgramNetwork> {
    this.#own ??= this.#prepare();
    const own = await this.#own;
    if (own !== undefined) {
      const file = join(this.#directory, `hosts-${this.#next++}`);
      const onTrouble = (text: string) => note(text);
      const access = await HostsAccess.open({
        network: this.#network,
        range: own.range,
        pod,
        file,
        onTrouble,
      });
      if (access !== undefined) {
        const withFiles = (await knowsUnknownNames())
          ? {}
          : { nameService: join(this.#directory, 'nsswitch.conf') };
        return { access, before: (program) => own.hosts.before({ hosts: file, ...withFiles }, program) };
      }
    }
    return { access: await MappedAccess.open(this.#network, pod), before: () => [] };
  }

  async close(): Promise<void> {
    (await this.#own)?.range.close();
  }

  async #prepare() {
    const hosts = await findOwnHosts();
    if (hosts === undefined) return undefined;
    const range = await LoopbackRange.claim();
    if (range === undefined) return undefined;
    removePlain(this.#directory);
    makePlainDirectory(this.#directory, 0o700);
    writeFileSync(join(this.#directory, 'nsswitch.conf'), filesOnly, { flag: 'wx', mode: 0o644 });
    return { hosts, range };
  }
}
