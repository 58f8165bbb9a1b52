import { setTimeout as delay } from 'node:timers/promises';
import { ApiStatusError } from '../cluster/api/api-errors.ts';
import { execInPod } from '../cluster/api/exec.ts';
import { LabError } from '../errors/lab-error.ts';
import { brokerObject, brokerPod, podPath } from './cluster-objects.ts';
import type { ClusterPlan } from './read-options.ts';
import type { TestBroker } from './test-cluster.ts';
import { type Reach, untilBrokersAnswer } from './until-brokers-answer.ts';
import { untilRegistration } from './until-registration.ts';

const lookedEveryMs = 10;

export interface Control extends Reach {
  readonly plan: ClusterPlan;
}

type State = 'running' | 'paused' | 'down';

/** A broker's pod, through the Kubernetes API. */
export class BrokerControl implements TestBroker {
  readonly id: number;
  readonly address: string;
  readonly #control: Control;
  readonly #path: string;
  #state: State = 'running';

  constructor(control: Control, id: number, address: string) {
    this.id = id;
    this.address = address;
    this.#control = control;
    this.#path = podPath(brokerPod(id));
  }

  async kill(): Promise<void> {
    this.#require('kill', 'running', 'paused');
    await this.#signal('KILL');
    await this.#remove(0);
  }

  async stop(): Promise<void> {
    this.#require('stop', 'running');
    await this.#remove(undefined);
  }

  async start(): Promise<void> {
    this.#require('start', 'down');
    const { api, plan } = this.#control;
    const { path, body } = brokerObject(this.id, plan.brokers, plan.config);
    const limit = AbortSignal.timeout(plan.timeoutMs);
    // A broker ends with NodeExists while ZooKeeper still has its last registration, as a killed one's until the session expires.
    await untilRegistration(api, this.id, false, limit);
    await api.json({ method: 'POST', path, body, signal: limit });
    this.#state = 'running';
    await untilRegistration(api, this.id, true, limit);
    await untilBrokersAnswer(this.#control, [this.id], limit);
  }

  async pause(): Promise<void> {
    this.#require('pause', 'running');
    await this.#signal('STOP');
    this.#state = 'paused';
  }

  async resume(): Promise<void> {
    this.#require('resume', 'paused');
    await this.#signal('CONT');
    this.#state = 'running';
  }

  #require(call: string, ...states: readonly State[]): void {
    if (states.includes(this.#state)) return;
    throw new LabError('usage', `${call}: broker \`${this.id}\` is ${this.#state}`, {
      hint: `only a broker that is ${states.join(' or ')} can be asked to`,
    });
  }

  async #signal(name: 'KILL' | 'STOP' | 'CONT'): Promise<void> {
    const target = { namespace: 'default', pod: brokerPod(this.id), container: 'kafka' };
    const command = ['kill', `-${name}`, '1'];
    await execInPod(this.#control.api, { ...target, command }, { onOutput: () => {} });
  }

  /** `seconds`: how long it may take to end by itself; undefined: as long as a pod may. */
  async #remove(seconds: number | undefined): Promise<void> {
    const { api } = this.#control;
    const query = seconds === undefined ? {} : { gracePeriodSeconds: seconds };
    await api.json({ method: 'DELETE', path: this.#path, query });
    while (await this.#exists()) await delay(lookedEveryMs);
    this.#state = 'down';
  }

  async #exists(): Promise<boolean> {
    try {
      await this.#control.api.json({ path: this.#path });
      return true;
    } catch (error) {
      if (error instanceof ApiStatusError && error.code === 404) return false;
      throw error;
    }
  }
}
