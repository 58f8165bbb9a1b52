import type { LabManifest, StepManifest } from './lab-schema.ts';

/** A step as its file has it, its Markdown made plain; expressions are not evaluated yet. */
export interface StepSource {
  /** `steps/list-nodes.md` */
  readonly file: string;
  readonly manifest: StepManifest;
  readonly text: string;
  /** The texts of the files that its task names. */
  readonly task?: { readonly starts?: string | undefined; readonly solution: string } | undefined;
}

/** A lab folder that was read and checked. It is JSON: the bundle holds those of the labs that ship. */
export interface LabSource {
  readonly manifest: LabManifest;
  readonly steps: readonly StepSource[];
  /** SHA-256 of all files of the folder that were read, in hexadecimal. */
  readonly digest: string;
}
