import type { LoopAttack } from './loop/attack.ts';
import { kubernetesAttacks } from './loop/kubernetes-attacks.ts';

export type { LoopAttack, Target } from './loop/attack.ts';

/** Every way in which a client may try to make the cluster's event loop stand still. */
export const loopAttacks: readonly LoopAttack[] = [...kubernetesAttacks];
