/** A message of the screen itself. */
export type Message = string | PassingMessage;

/** One that is true only while a step runs, and then goes by itself. */
export interface PassingMessage {
  readonly text: string;
  readonly during: 'run';
}

export function messageText(message: Message): string {
  return typeof message === 'string' ? message : message.text;
}
