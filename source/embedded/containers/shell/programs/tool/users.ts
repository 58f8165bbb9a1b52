import { appuser } from '../../image-user.ts';
import type { ProgramContext } from '../../program.ts';

/** The names of users in the image. */
export function userName(context: ProgramContext, uid: number): string {
  const user = context.container.user ?? appuser;
  return uid === user.uid ? user.name : uid === 0 ? 'root' : String(uid);
}

export const groupName = userName;

/** The number of a user or group by name or number; undefined for an unknown one. */
export function userNumber(context: ProgramContext, text: string): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const user = context.container.user ?? appuser;
  return text === 'root' ? 0 : text === user.name ? user.uid : undefined;
}
