import type { Verb } from './verb/verb.ts';
import { apply } from './verbs/apply.ts';
import { apiResources, clusterInfo, version } from './verbs/cluster.ts';
import { cp } from './verbs/cp.ts';
import { createConfigMap, createDeployment, createFromFile, createNamespace } from './verbs/create.ts';
import { createCronJob, createJob } from './verbs/create-job.ts';
import { deleteVerb } from './verbs/delete.ts';
import { describe } from './verbs/describe.ts';
import { diff } from './verbs/diff.ts';
import { exec } from './verbs/exec.ts';
import { expose } from './verbs/expose.ts';
import { get } from './verbs/get.ts';
import { annotate, label } from './verbs/label.ts';
import { logs } from './verbs/logs.ts';
import { patch } from './verbs/patch.ts';
import { portForward } from './verbs/port-forward.ts';
import { rolloutRestart, rolloutStatus } from './verbs/rollout.ts';
import { rolloutHistory, rolloutUndo } from './verbs/rollout-history.ts';
import { run } from './verbs/run.ts';
import { scale } from './verbs/scale.ts';
import { setEnv, setImage } from './verbs/set.ts';
import { wait } from './verbs/wait.ts';

/** In kubectl's own order, which is that of its suggestions. */
export const verbs: readonly Verb[] = [
  createFromFile,
  createNamespace,
  createDeployment,
  createConfigMap,
  createJob,
  createCronJob,
  expose,
  run,
  setImage,
  setEnv,
  get,
  deleteVerb,
  rolloutHistory,
  rolloutStatus,
  rolloutRestart,
  rolloutUndo,
  scale,
  clusterInfo,
  describe,
  logs,
  cp,
  exec,
  portForward,
  diff,
  apply,
  patch,
  wait,
  label,
  annotate,
  version,
  apiResources,
];

/** Verbs of two words. */
export const groupNames: readonly string[] = ['create', 'rollout', 'set'];

/** What kubectl has and the built-in one has not. */
export const leftOutVerbs: readonly string[] = [
  'alpha',
  'api-versions',
  'attach',
  'auth',
  'autoscale',
  'certificate',
  'completion',
  'config',
  'cordon',
  'debug',
  'drain',
  'edit',
  'events',
  'explain',
  'kustomize',
  'options',
  'plugin',
  'proxy',
  'replace',
  'taint',
  'top',
  'uncordon',
  'rollout pause',
  'rollout resume',
  'set resources',
  'set selector',
  'set serviceaccount',
  'set subject',
];
