/** A message of the screen itself. */
export type Message = string | PassingMessage;

/** One that goes by itself: it is true only while a step runs, until a view opens, or until the uppermost one is loaded. */
export interface PassingMessage {
  readonly text: string;
  readonly during: 'run' | 'opening' | 'loading';
}

export function messageText(message: Message): string {
  return typeof message === 'string' ? message : message.text;
}
