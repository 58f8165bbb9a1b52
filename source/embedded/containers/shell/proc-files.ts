import { cpus, freemem, loadavg, totalmem } from 'node:os';
import {
  directoryNode,
  type Entries,
  fileNode,
  linkNode,
  type Node,
  type Owner,
  root,
} from './files/file-node.ts';
import type { Process, ProcessTable } from './processes.ts';

/** `/proc`: the container's processes, and what the kernel tells; made when it is read. */
export function procDirectory(
  processes: ProcessTable,
  hostname: string,
  points: readonly string[],
  owner: Owner,
): Node {
  const text = (make: () => string, by: Owner = root, mode = 0o444): Node =>
    fileNode({ mode, ...by, modified: Date.now() }, () => Buffer.from(make()));
  const directory = (entries: Entries, by: Owner = root): Node =>
    directoryNode({ mode: 0o555, ...by, modified: Date.now() }, entries);
  const fixed = (files: Readonly<Record<string, () => Node>>): Entries => ({
    get: (name) => (Object.hasOwn(files, name) ? files[name]?.() : undefined),
    keys: () => Object.keys(files),
  });
  const kernel: Readonly<Record<string, () => Node>> = {
    cpuinfo: () =>
      text(() =>
        cpus()
          .map(
            (cpu, index) =>
              `processor\t: ${index}\nmodel name\t: ${cpu.model}\ncpu MHz\t\t: ${cpu.speed}\n\n`,
          )
          .join(''),
      ),
    filesystems: () => text(() => 'nodev\ttmpfs\nnodev\toverlay\n\text4\n'),
    loadavg: () =>
      text(
        () =>
          `${loadavg()
            .map((one) => one.toFixed(2))
            .join(' ')} 1/${processes.all().length} ${processes.all().at(-1)?.pid ?? 1}\n`,
      ),
    meminfo: () =>
      text(
        () =>
          `MemTotal:       ${Math.floor(totalmem() / 1024)} kB\nMemFree:        ${Math.floor(freemem() / 1024)} kB\nMemAvailable:   ${Math.floor(freemem() / 1024)} kB\n`,
      ),
    mounts: () =>
      text(() =>
        [
          'overlay / overlay rw 0 0',
          'proc /proc proc rw 0 0',
          'tmpfs /dev tmpfs rw 0 0',
          ...points.map((at) => `/dev/sda1 ${at} ext4 rw 0 0`),
        ]
          .map((line) => `${line}\n`)
          .join(''),
      ),
    sys: () =>
      directory(
        fixed({
          kernel: () =>
            directory(
              fixed({
                hostname: () => text(() => `${hostname}\n`),
                osrelease: () => text(() => '6.1.0-embedded\n'),
                ostype: () => text(() => 'Linux\n'),
              }),
            ),
        }),
      ),
    uptime: () => text(() => `${process.uptime().toFixed(2)} 0.00\n`),
    version: () => text(() => 'Linux version 6.1.0-embedded (kafka-lab) #1 SMP\n'),
  };
  const ofProcess = (one: Process): Node => {
    const name = (one.argv[0] ?? '').split('/').at(-1) ?? '';
    const line = (key: string, value: string | number): string => `${key}:\t${value}\n`;
    return directory(
      fixed({
        cgroup: () => text(() => '0::/\n'),
        cmdline: () => text(() => one.argv.map((word) => `${word}\0`).join(''), owner),
        comm: () => text(() => `${name.slice(0, 15)}\n`, owner),
        cwd: () => linkNode(owner, one.cwd, one.started),
        environ: () =>
          text(
            () =>
              Object.entries(one.env)
                .map(([key, value]) => `${key}=${value}\0`)
                .join(''),
            owner,
            0o400,
          ),
        exe: () =>
          linkNode(owner, one.argv[0]?.startsWith('/') ? one.argv[0] : `/usr/bin/${name}`, one.started),
        fd: () =>
          directory(
            fixed(
              Object.fromEntries(
                [0, 1, 2].map((number) => [
                  String(number),
                  () =>
                    linkNode(
                      owner,
                      one.terminal === undefined ? `pipe:[${one.pid}${number}]` : '/dev/pts/0',
                      one.started,
                    ),
                ]),
              ),
            ),
            owner,
          ),
        limits: () =>
          text(
            () =>
              'Limit                     Soft Limit           Hard Limit           Units\nMax open files            1048576              1048576              files\n',
            owner,
          ),
        mounts: () => kernel.mounts!(),
        stat: () => text(() => `${one.pid} (${name}) S ${one.parent} ${one.pid} ${one.pid} 0 -1 0\n`, owner),
        status: () =>
          text(
            () =>
              line('Name', name) +
              line('State', 'S (sleeping)') +
              line('Pid', one.pid) +
              line('PPid', one.parent) +
              line('Uid', [owner.uid, owner.uid, owner.uid, owner.uid].join('\t')) +
              line('Gid', [owner.gid, owner.gid, owner.gid, owner.gid].join('\t')) +
              line('Threads', 1),
            owner,
          ),
      }),
      owner,
    );
  };
  return directory({
    get: (name) => {
      if (Object.hasOwn(kernel, name)) return kernel[name]?.();
      const found = /^\d{1,10}$/.test(name) ? processes.find(Number(name)) : undefined;
      return found && ofProcess(found);
    },
    keys: () => [...processes.all().map(({ pid }) => String(pid)), ...Object.keys(kernel)],
  });
}
