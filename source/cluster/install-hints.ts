import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The package manager of this system. */
export type PackageManager = 'brew' | 'winget' | 'apt-get' | 'dnf' | 'pacman' | 'none';

const commands: Readonly<
  Record<string, Partial<Record<PackageManager, string>> & { readonly page: string }>
> = {
  docker: {
    brew: 'brew install --cask docker',
    winget: 'winget install Docker.DockerDesktop',
    'apt-get': 'sudo apt-get install docker.io',
    dnf: 'sudo dnf install moby-engine',
    pacman: 'sudo pacman -S docker',
    page: 'docs.docker.com/engine/install',
  },
  podman: {
    brew: 'brew install podman',
    winget: 'winget install RedHat.Podman',
    'apt-get': 'sudo apt-get install podman',
    dnf: 'sudo dnf install podman',
    pacman: 'sudo pacman -S podman',
    page: 'podman.io/docs/installation',
  },
  nerdctl: { pacman: 'sudo pacman -S nerdctl', page: 'github.com/containerd/nerdctl' },
  kind: {
    brew: 'brew install kind',
    winget: 'winget install Kubernetes.kind',
    page: 'kind.sigs.k8s.io/docs/user/quick-start',
  },
  kubectl: {
    brew: 'brew install kubectl',
    winget: 'winget install Kubernetes.kubectl',
    dnf: 'sudo dnf install kubernetes-client',
    pacman: 'sudo pacman -S kubectl',
    page: 'kubernetes.io/docs/tasks/tools',
  },
};

/** How to install a program on this system: the command of its package manager, else the page that explains it. */
export function installHint(name: string, manager: PackageManager = packageManager()): string {
  const known = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (known === undefined) return `install \`${name}\``;
  const command = known[manager];
  return command === undefined
    ? `install it: ${known.page}`
    : `install it: \`${command}\` (or ${known.page})`;
}

export function packageManager(
  platform: NodeJS.Platform = process.platform,
  path: string = process.env.PATH ?? '',
): PackageManager {
  if (platform === 'win32') return 'winget';
  const candidates =
    platform === 'darwin' ? (['brew'] as const) : (['apt-get', 'dnf', 'pacman', 'brew'] as const);
  const has = (name: string): boolean =>
    path.split(delimiter).some((directory) => {
      try {
        accessSync(join(directory, name), constants.X_OK);
        return directory !== '';
      } catch (error) {
        if ((error as NodeJS.ErrnoException).errno === undefined) throw error;
        return false;
      }
    });
  return candidates.find(has) ?? 'none';
}
