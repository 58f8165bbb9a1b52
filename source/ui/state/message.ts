/** A message of the screen itself. */
export type Message = string | PassingMessage;

/** One that goes by itself: it is true only while a step runs, or until the uppermost view is loaded. */
export interface PassingMessage {
  readonly text: string;
  readonly during: 'run' | 'loading';
}

export function messageText(message: Message): string {
  return typeof message === 'string' ? message : message.text;
}
