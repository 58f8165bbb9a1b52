import type { MomentSeen, ObservationName, Observations, TimelineSeen } from './observations.ts';
import type { Impact, ReportPart } from './report-plan.ts';
import type { Task } from './task.ts';

/** The result of a check. `evidence` is the line that decided it, as it was seen, for the screen and the report. */
export type Verdict =
  | { readonly ok: true; readonly evidence: string }
  /** `unjudged`: what was seen decides it neither way. It counts as neither passed nor failed. */
  | {
      readonly ok: false;
      readonly evidence: string;
      readonly hint?: string;
      readonly unjudged?: true;
    };

/**
 * One check of a step: `verify` judges the observations named in `look`, again and again until it holds or `withinMs` has passed.
 * `verify` is a pure function, so that a fabricated observation can prove that the check can fail.
 */
export interface Check<K extends ObservationName = ObservationName> {
  /** Unique within the lab, `share-quarter`. */
  readonly id: string;
  /** What holds when it passes, as a short phrase: `four partitions`. */
  readonly title: string;
  readonly look: readonly K[];
  /** What it judges by, as text: the same for two checks that judge alike. Undefined for one that no lab's data holds. */
  readonly rule?: string;
  /** Of a check that is written as an expression, the text of that and of its evidence. */
  readonly expression?: string;
  /** The topic that it names; without one, it may be about that of the facts. */
  readonly topic?: string;
  readonly withinMs: number;
  /** True if it must hold from then on: it is verified again later, and if it fails then, the step has regressed. */
  readonly lasting?: boolean;
  verify(seen: Pick<Observations, K>, facts: LabFacts): Verdict;
}

/** The names and numbers in the lab's manifests; checks use these instead of literals. */
export interface LabFacts {
  readonly nodes: number;
  readonly brokers: number;
  readonly brokerIds: BrokerIds;
  /** The port at which a broker's pod takes clients. */
  readonly brokerPort: number;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly topic: string;
  readonly namespace: string;
  readonly zookeepers: number;
  /**
   * The first pod of the StatefulSet, `zookeeper-0`, as `brokerPod`; the others have the same name with the next numbers. Of a Deployment,
   * `deploy/zookeeper`, which `kubectl exec` and `logs` take as well: see `zookeeper-pods.ts`.
   */
  readonly zookeeperPod: string;
  /** The Deployments or StatefulSets that the servers run in, in the order of the manifest; undefined if it is a single one. */
  readonly zookeeperDeployments?: readonly DeploymentFacts[];
  readonly zookeeperPort: number;
  /** The first pod of the StatefulSet, `kafka-0`; of Deployments, `deploy/kafka-1`, as `zookeeperPod`: see `broker-pods.ts`. */
  readonly brokerPod: string;
  /** The Deployments or StatefulSets that the brokers run in, in the order of the manifest; undefined if it is a single StatefulSet. */
  readonly brokerDeployments?: readonly BrokerDeployment[];
  /** True if a new pod of a broker begins with an empty disk. */
  readonly emptyDisks?: boolean;
  /** False if the brokers start all at once. */
  readonly startsInOrder: boolean;
  /** Which label the claims of the brokers have; undefined if they have no claims. */
  readonly claimLabels?: string;
  readonly services: readonly ServiceFacts[];
  /** The Deployments of the clients. */
  readonly producerApp: string;
  readonly consumerApp: string;
  /** The labels of their pods, as `kubectl -l` takes them: `app=producer`. */
  readonly producerSelector: string;
  readonly consumerSelector: string;
  readonly clientImage: string;
  /** The consumer group; undefined where only the client knows its name. */
  readonly group?: string;
  /** How the better consumer replaces the first one; by ROLE where undefined. */
  readonly swap?: ConsumerSwap;
}

export interface DeploymentFacts {
  readonly name: string;
  readonly replicas: number;
  /** Of a StatefulSet, its first pod: `kafka-1-0`. A Deployment has none: the names of its pods are those of the moment. */
  readonly firstPod?: string;
}

export interface BrokerDeployment extends DeploymentFacts {
  /** The labels of its pods, as `kubectl -l` takes them: `app=kafka,id=1`. */
  readonly selector: string;
}

/** Where the ids of the brokers come from. */
export type BrokerIds =
  /** The manifest sets them: the id of each pod in turn. */
  | { readonly from: 'manifest'; readonly ids: readonly number[] }
  /** Kafka makes them up, from `first` on. */
  | { readonly from: 'kafka'; readonly first: number }
  /** A script of the manifest makes them in a way that only running it tells. */
  | { readonly from: 'script' };

/** The Services of kafka.yml that select the pods of ZooKeeper, or of Kafka. */
export interface ServiceFacts {
  readonly of: 'ZooKeeper' | 'Kafka';
  /** Any of them will do; the StatefulSet's own name for it where none selects the pods. */
  readonly names: readonly string[];
  readonly headless: boolean;
}

/** How the two consumers differ. */
export type ConsumerSwap =
  /** One program is both; the variable ROLE selects one. */
  | { readonly by: 'role' }
  /** A second program under the same image name: another source that is built, or another command. */
  | { readonly by: 'program' }
  /** The learner edits the source, and it is built again. */
  | { readonly by: 'edit' }
  /** Another image. */
  | { readonly by: 'image'; readonly original: string; readonly better: string };

/** A command of a step. `line` is what a user would type; the session's executor runs it unchanged. */
export interface LabCommand {
  readonly line: string;
  /** The command in the worked report on kind that this one replaces on the embedded cluster. */
  readonly standsFor?: string;
  /** Which of the step's figures shows it. If any command of a step says so, a command that does not is in none. */
  readonly figure?: string;
  /** True for `kubectl logs -f` and the like: it ends when the step's checks are decided. */
  readonly follows?: boolean;
  /** True for a read-only command: it runs again about once a second while a check of its output does not hold. */
  readonly repeats?: boolean;
  /** True for a command that shows the result of an experiment: it runs once the watch has settled. */
  readonly whenSettled?: boolean;
  /** A placeholder in `line`: the name of a ready pod with these labels replaces it. */
  readonly pod?: { readonly word: string; readonly selector: string };
  /** A placeholder in `line`: the id with which the broker of this number (from 0 on) has registered replaces it. */
  readonly brokerId?: { readonly word: string; readonly broker: number };
}

/** What the learner predicts before a step; the counters grade it afterwards. */
export interface Prediction<K extends ObservationName = ObservationName> {
  readonly question: string;
  readonly choices: readonly PredictionChoice[];
  /** The step after which it is graded, if not its own. */
  readonly gradedAfter?: string;
  readonly look: readonly K[];
  /** The id of the right choice, with the line that shows it; undefined if the observations do not decide it. */
  grade(seen: Pick<Observations, K>, facts: LabFacts): PredictionOutcome | undefined;
}

export interface PredictionChoice {
  readonly id: string;
  readonly text: string;
}

export interface PredictionOutcome {
  readonly choice: string;
  readonly evidence: string;
}

export interface Question {
  readonly id: string;
  readonly text: string;
  /** Shown one after another on request. */
  readonly hints: readonly string[];
  /** The model answer, a few sentences; shown beside the learner's own answer, never before it. */
  readonly answer: string;
  /** What of the session shows that the model answer is true, in the order in which it is shown. */
  readonly evidence: readonly EvidenceSource[];
}

/** Where a session has recorded evidence. */
export type EvidenceSource =
  /** The line that decided this check. */
  | { readonly check: string }
  /** The lines that contain `contains` in what this step printed; its command lines count as well. */
  | { readonly step: string; readonly contains: string };

/**
 * Watches the group and the topic during an experiment: waits until `begins` holds, runs the commands, waits until `settles` holds.
 * Neither is judged here: when the time is up, the step continues, and its checks judge the observations.
 */
export interface Watch {
  readonly kind: 'watch';
  readonly says: string;
  readonly withinMs: number;
  begins(now: MomentSeen, facts: LabFacts): boolean;
  settles(seen: TimelineSeen, facts: LabFacts): boolean;
}

/** What a step needs besides its commands. A session can do each of these on every cluster. */
export type StepEffect =
  | { readonly kind: 'fresh-cluster' } // the step's command creates a new cluster: what was seen of the old one is forgotten
  // wait for the window to hold N (or `atLeast`), stop the producer, drain
  | { readonly kind: 'collect-window'; readonly says: string; readonly atLeast?: number }
  | Watch
  | { readonly kind: 'resume-producer' };

export interface Step {
  /** `1.1`: stable, what `--until` takes. */
  readonly id: string;
  readonly title: string;
  /** The worked report's figures that this step reproduces, `Figure 3`. */
  readonly figures: readonly string[];
  /** What the step's words rest on: an https address of documentation or source, or the number of a Kafka proposal, `KIP-429`. */
  readonly sources: readonly string[];
  /** What this step is about: a few sentences of plain text. */
  readonly text: string;
  readonly lookFor: string;
  readonly commands: (context: CommandContext) => readonly LabCommand[];
  /** Done before the commands (`fresh-cluster`, `resume-producer`), around them (`watch`) or after them (`collect-window`). */
  readonly effects?: readonly StepEffect[];
  /** The commands that undo the step, if it changed anything. An object that is already gone is not an error. */
  readonly undo?: (context: CommandContext) => readonly string[];
  readonly checks: readonly Check[];
  readonly hints: readonly string[];
  readonly questions: readonly Question[];
  readonly prediction?: Prediction;
  /** Set if the step makes no sense with these manifests: why, and what to change. It is not run, and its checks are not judged. */
  readonly leftOut?: { readonly why: string; readonly instead: string };
  /** What a client must have for this step; with one that certainly lacks it, the step is not run, and its checks are not judged. */
  readonly needs?: 'group';
  /** Set if the learner is to change a file until the checks hold. */
  readonly task?: Task;
  /** True if later steps depend on this one: when it fails, a run without a screen stops. */
  readonly required?: boolean;
}

/** What the command lines of a step depend on. */
export interface CommandContext {
  readonly cluster: 'embedded' | 'kind' | 'context';
  readonly facts: LabFacts;
}

export interface Lab {
  readonly id: string;
  /** The lab's own version, and the SHA-256 of its files in hexadecimal; undefined for a lab that no folder holds. */
  readonly version?: string | undefined;
  readonly digest?: string | undefined;
  readonly title: string;
  /** One line: what the lab demonstrates. */
  readonly promise: string;
  readonly facts: LabFacts;
  readonly steps: readonly Step[];
  /** The comparison of the two consumers at the end of the lab, each cell from measurements. */
  readonly comparison: readonly ComparisonRow[];
  /** How its report is laid out. */
  readonly report?: readonly ReportPart[] | undefined;
}

/** A row of the comparison: a feature, and for each consumer the checks whose evidence fills the cell. */
export interface ComparisonRow {
  readonly feature: string;
  readonly original: ComparisonCell;
  readonly improved: ComparisonCell;
  readonly impact?: Impact | undefined;
}

/** `says`: the text of a cell for which nothing can be measured. */
export type ComparisonCell = { readonly checks: readonly string[] } | { readonly says: string };
