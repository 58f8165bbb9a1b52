import type { KafkaBrowser } from '../../cluster/kafka/browser.ts';
import type { Outcome } from '../../ui/views/view.ts';
import { type CommandDetailOptions, commandDetail } from '../views/command-detail.ts';
import type { KafkaCommands } from './kafka-commands.ts';
import type { NamesSeen } from './names-seen.ts';

/** What the views of Kafka share. */
export interface KafkaContext extends Pick<CommandDetailOptions, 'runner' | 'directory'> {
  readonly browser: KafkaBrowser;
  readonly commands: KafkaCommands;
  /** Runs a command that changes something, and records it. */
  readonly typed: (line: string) => Promise<{ readonly exitCode: number; readonly output: string }>;
  /** What can be typed after the names of the views. */
  readonly seen: NamesSeen;
  readonly onUnexpected: (error: unknown) => void;
}

/** How often a view is read again: the tools in pods are Java programs, whose answers are kept for ten seconds. */
export const everyMs =
  ({ browser }: KafkaContext, usual = 2_000): (() => number) =>
  () =>
    browser.usesTools ? 10_000 : usual;

/** What stands in the title where the answers come from the tools. */
export const toolsNote = ({ browser }: KafkaContext): { note?: string } =>
  browser.usesTools ? { note: 'port-forward denied: by the tools, every 10 s' } : {};

/** What a command line prints, over the view. */
export function showCommand({ runner, directory }: KafkaContext, title: string, command: string): Outcome {
  return { kind: 'detail', detail: commandDetail({ runner, directory, title, command }) };
}
