import type { ContainerSpec } from '../container.ts';
import { canonicalHostName } from './canonical-host-name.ts';
import type { ContainerFiles } from './container-files.ts';
import type { Owner } from './files/file-node.ts';
import { type ImageUser, rootUser } from './image-user.ts';
import { procDirectory } from './proc-files.ts';
import type { ProcessTable } from './processes.ts';
import type { ProgramTable } from './program.ts';

/** What the files of an image are made from. */
export interface ImageContents {
  readonly pod: ContainerSpec['pod'];
  readonly user: ImageUser;
  readonly programs: ProgramTable;
  readonly processes: ProcessTable;
}

const directories =
  '/boot /dev/fd /etc /home /media /mnt /opt /run /run/lock /srv /sys /usr/bin /usr/include /usr/lib /usr/lib64 /usr/libexec /usr/local/bin /usr/local/sbin /usr/sbin /usr/share /var/cache /var/lib /var/log /var/run'.split(
    ' ',
  );
const links = {
  '/bin': 'usr/bin',
  '/sbin': 'usr/sbin',
  '/lib': 'usr/lib',
  '/lib64': 'usr/lib64',
};

/** Puts what every image has: the usual directories, users, kubelet's files, `/proc`, and the programs. */
export function putBaseFiles(files: ContainerFiles, { pod, user, programs, processes }: ImageContents): void {
  for (const path of directories) files.put(path, { directory: true });
  for (const [path, link] of Object.entries(links)) files.put(path, { link });
  for (const path of ['/tmp', '/var/tmp', '/dev/shm']) files.put(path, { directory: true, mode: 0o1777 });
  files.put('/root', { directory: true, mode: 0o700 });
  if (user.uid !== 0) files.put(user.home, { directory: true, mode: 0o700, owner: user });
  const users = user.uid === 0 ? [rootUser] : [rootUser, user];
  files.put('/etc/passwd', {
    text: users
      .map(
        ({ name, uid, gid, home }) =>
          `${name}:x:${uid}:${gid}:${uid === 0 ? 'root' : ''}:${home}:/bin/bash\n`,
      )
      .join(''),
  });
  files.put('/etc/group', { text: users.map(({ name, gid }) => `${name}:x:${gid}:\n`).join('') });
  files.put('/etc/shells', { text: '/bin/sh\n/bin/bash\n' });
  files.put('/etc/nsswitch.conf', { text: 'passwd: files\ngroup: files\nhosts: files dns\n' });
  files.put('/etc/hostname', { text: `${pod.hostname}\n` });
  const names = [...new Set([canonicalHostName(pod), pod.hostname])];
  files.put('/etc/hosts', { text: `127.0.0.1\tlocalhost\n${pod.ip}\t${names.join('\t')}\n` });
  files.put('/etc/resolv.conf', {
    text: `search ${pod.namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`,
  });
  files.put('/proc', { node: procDirectory(processes, pod.hostname, files.points, user) });
  putPrograms(files, programs, user);
}

/** A file for each program, so that it is found, listed and executable. */
function putPrograms(files: ContainerFiles, programs: ProgramTable, user: Owner): void {
  for (const key of programs.keys()) {
    const name = key.slice(key.lastIndexOf('/') + 1);
    const path = key.startsWith('/') ? key : `/usr/bin/${key}`;
    const isOwn = path.startsWith('/etc/');
    const text = `#!/bin/sh\n# ${name} is a program of the embedded image: the cluster's process runs it.\n`;
    files.put(path, { text, mode: 0o755, ...(isOwn ? { owner: user } : {}) });
  }
}
