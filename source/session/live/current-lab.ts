import type { ComparisonRow, Lab, LabFacts, Step } from '../../lab/model/step.ts';

/**
 * The lab of a session. When a manifest has changed on disk, its facts change in place, so that whoever holds them goes by the new ones; its
 * steps are others, with the same ids.
 */
export class CurrentLab implements Lab {
  readonly facts: LabFacts;
  #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.facts = { ...lab.facts };
  }

  get id(): string {
    return this.#lab.id;
  }

  get version(): string | undefined {
    return this.#lab.version;
  }

  get digest(): string | undefined {
    return this.#lab.digest;
  }

  get title(): string {
    return this.#lab.title;
  }

  get promise(): string {
    return this.#lab.promise;
  }

  get steps(): readonly Step[] {
    return this.#lab.steps;
  }

  get comparison(): readonly ComparisonRow[] {
    return this.#lab.comparison;
  }

  /** The step with this id as it is now. */
  step(id: string): Step | undefined {
    return this.steps.find((step) => step.id === id);
  }

  /** Returns whether anything that the lab knows of its manifests is different. */
  replace(lab: Lab): boolean {
    if (JSON.stringify(lab.facts) === JSON.stringify(this.facts)) return false;
    this.#lab = lab;
    const facts: Record<string, unknown> = this.facts as Partial<LabFacts>;
    for (const key of Object.keys(facts)) if (!(key in lab.facts)) delete facts[key];
    Object.assign(facts, lab.facts);
    return true;
  }
}
