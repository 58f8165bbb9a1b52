import { crc32 } from 'node:zlib';

const sumPattern = /,"sum":"([0-9a-f]{8})"\}$/;

/** The text of a JSON object with a CRC-32 of the preceding text as its last member, `sum`. It stays JSON. */
export function withSum(json: string): string {
  const body = json.slice(0, -1);
  return `${body},"sum":"${sumOf(body)}"}`;
}

/** Whether a text matches its sum; `absent` if it has none, as written by older versions. */
export function checkSum(text: string): 'right' | 'wrong' | 'absent' {
  const match = sumPattern.exec(text.slice(-32));
  if (match === null) return 'absent';
  return sumOf(text.slice(0, -match[0].length)) === match[1] ? 'right' : 'wrong';
}

/** The same sum of a JSON object that is written piece by piece: all but its last brace is added, and `end` is what follows it. */
export class RunningSum {
  #sum = 0;

  add(text: string): void {
    this.#sum = crc32(text, this.#sum);
  }

  end(): string {
    return `,"sum":"${hex(this.#sum)}"}`;
  }
}

function sumOf(text: string): string {
  return hex(crc32(text));
}

function hex(sum: number): string {
  return sum.toString(16).padStart(8, '0');
}
