import {
  allPartitions,
  capital,
  counted,
  inWords,
  listed,
  ordinal,
  shareInWords,
} from '../model/number-words.ts';
import { count, list, percent } from '../model/text-format.ts';
import { seconds } from '../model/timeline.ts';

/** A function that expressions may call, as CEL declares it, and as the documentation describes it. */
export interface LabFunction {
  readonly signature: string;
  readonly says: string;
  readonly example: string;
  readonly result: string;
  /** Gets numbers, texts and lists as JavaScript has them; its result is converted back. */
  readonly call: (...args: never[]) => unknown;
}

const mostInRange = 10_000;

/** What CEL itself lacks for the texts of a lab. docs/writing-a-lab.md has this table. */
export const labFunctions: readonly LabFunction[] = [
  {
    signature: 'inWords(int): string',
    says: 'a number in words up to twelve, then in digits; 0 is `no`',
    example: 'inWords(4)',
    result: 'four',
    call: inWords,
  },
  {
    signature: 'counted(int, string): string',
    says: 'a number in words with its noun, in the plural where there is not one',
    example: "counted(4, 'partition')",
    result: 'four partitions',
    call: counted,
  },
  {
    signature: 'capital(string): string',
    says: 'the text with a capital first letter',
    example: "capital('four brokers')",
    result: 'Four brokers',
    call: capital,
  },
  {
    signature: 'ordinal(int): string',
    says: 'the ordinal number, in words up to `twelfth`',
    example: 'ordinal(5)',
    result: 'fifth',
    call: ordinal,
  },
  {
    signature: 'shareInWords(int, int): string',
    says: 'a part of a whole as a share',
    example: 'shareInWords(1, 4)',
    result: 'a quarter',
    call: shareInWords,
  },
  {
    signature: 'allPartitions(int): string',
    says: 'all of so many partitions',
    example: 'allPartitions(2)',
    result: 'both partitions',
    call: allPartitions,
  },
  {
    signature: 'listed(list): string',
    says: 'the items as a sentence lists them',
    example: "listed(['a', 'b', 'c'])",
    result: 'a, b and c',
    call: listed,
  },
  {
    signature: 'list(list): string',
    says: 'the items between commas; `none` if there are none',
    example: 'list([1, 2])',
    result: '1, 2',
    call: list,
  },
  {
    signature: 'count(int): string',
    says: 'a number with its thousands separated',
    example: 'count(46301)',
    result: '46,301',
    call: count,
  },
  {
    signature: 'percent(double): string',
    says: 'a share as a percentage with two digits',
    example: 'percent(0.25)',
    result: '25.00 %',
    call: percent,
  },
  {
    signature: 'seconds(int): string',
    says: 'milliseconds as seconds',
    example: 'seconds(5213)',
    result: '5.2 s',
    call: seconds,
  },
  {
    signature: 'range(int): list',
    says: 'the whole numbers from 0 up to, but not including, this one',
    example: 'range(3)',
    result: '[0, 1, 2]',
    call: (n: number) => {
      if (n > mostInRange) throw new RangeError(`range(${n}) is longer than ${mostInRange}`);
      return Array.from({ length: Math.max(0, n) }, (_, index) => index);
    },
  },
  {
    signature: 'distinct(list): list',
    says: 'the items without repetitions; numbers in ascending order',
    example: 'distinct([2, 1, 2])',
    result: '[1, 2]',
    call: (items: (string | number)[]) =>
      items.every((item) => typeof item === 'number')
        ? [...new Set(items)].sort((a, b) => a - b)
        : [...new Set(items)],
  },
  {
    signature: 'min(list): int',
    says: 'the least of these numbers',
    example: 'min([3, 4])',
    result: '3',
    call: (numbers: number[]) => Math.min(...numbers),
  },
  {
    signature: 'max(list): int',
    says: 'the greatest of these numbers',
    example: 'max([3, 4])',
    result: '4',
    call: (numbers: number[]) => Math.max(...numbers),
  },
  {
    signature: 'sum(list): int',
    says: 'the sum of these numbers',
    example: 'sum([3, 4])',
    result: '7',
    call: (numbers: number[]) => numbers.reduce((total, each) => total + each, 0),
  },
  {
    signature: 'lines(string): list',
    says: 'the lines of a text that are not blank, without blanks around them',
    example: "lines('a\\n\\n b')",
    result: '["a", "b"]',
    call: (text: string) =>
      text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
  },
];
