import { opcodes } from '../protocol/messages.ts';

/** What `cons` calls a client's last request, in the words of FinalRequestProcessor. */
const names: Readonly<Record<number, string>> = {
  [opcodes.ping]: 'PING',
  [opcodes.multi]: 'MULT',
  [opcodes.multiRead]: 'MLTR',
  [opcodes.create]: 'CREA',
  [opcodes.create2]: 'CREA',
  [opcodes.createContainer]: 'CREA',
  [opcodes.createTTL]: 'CREA',
  [opcodes.delete]: 'DELE',
  [opcodes.deleteContainer]: 'DELE',
  [opcodes.setData]: 'SETD',
  [opcodes.reconfig]: 'RECO',
  [opcodes.setACL]: 'SETA',
  [opcodes.closeSession]: 'CLOS',
  [opcodes.sync]: 'SYNC',
  [opcodes.check]: 'CHEC',
  [opcodes.exists]: 'EXIS',
  [opcodes.getData]: 'GETD',
  [opcodes.setWatches]: 'SETW',
  [opcodes.setWatches2]: 'STW2',
  [opcodes.addWatch]: 'ADDW',
  [opcodes.getACL]: 'GETA',
  [opcodes.getChildren]: 'GETC',
  [opcodes.getAllChildrenNumber]: 'GETACN',
  [opcodes.getChildren2]: 'GETC',
  [opcodes.checkWatches]: 'CHKW',
  [opcodes.removeWatches]: 'REMW',
  [opcodes.getEphemerals]: 'GETE',
};

/** Requests that fail before they are carried out: nothing is left of what they were. */
const writes: ReadonlySet<number> = new Set([
  ...[opcodes.create, opcodes.create2, opcodes.createContainer, opcodes.createTTL],
  ...[opcodes.delete, opcodes.deleteContainer, opcodes.setData, opcodes.setACL],
  ...[opcodes.check, opcodes.reconfig],
]);

/** `SESS`: a session was opened. */
export function operationName(type: number | 'session', error: number): string {
  if (type === 'session') return 'SESS';
  return (error !== 0 && writes.has(type) ? undefined : names[type]) ?? 'NA';
}
