import type { Owner } from './files/file-node.ts';

/** The user that an image's programs run as. */
export interface ImageUser extends Owner {
  readonly name: string;
  readonly home: string;
}

/** Of Confluent's images. */
export const appuser: ImageUser = { name: 'appuser', uid: 1000, gid: 1000, home: '/home/appuser' };
export const rootUser: ImageUser = { name: 'root', uid: 0, gid: 0, home: '/root' };
