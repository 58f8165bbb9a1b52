import type { Fail } from './arithmetic-operators.ts';

/** A number as shells write it: decimal, `0octal`, `0xhex` or `base#digits`. Throws what `fail` returns. */
export function readNumber(text: string, fail: Fail): bigint {
  if (text.length > 100) throw fail('value too great for base', text);
  const based = /^(\d+)#(\w+)$/.exec(text);
  if (based !== null) return inBase(Number(based[1]), based[2]!, text, fail);
  if (/^0[xX][\da-fA-F]+$/.test(text)) return BigInt.asIntN(64, BigInt(text));
  if (/^0\d/.test(text)) return inBase(8, text.slice(1), text, fail);
  if (!/^\d+$/.test(text)) throw fail('value too great for base', text);
  return BigInt.asIntN(64, BigInt(text));
}

function inBase(base: number, digits: string, text: string, fail: Fail): bigint {
  if (base < 2 || base > 64) throw fail('invalid arithmetic base', text);
  const order = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';
  let value = 0n;
  for (const digit of base <= 36 ? digits.toLowerCase() : digits) {
    const worth = order.indexOf(digit);
    if (worth < 0 || worth >= base) throw fail('value too great for base', text);
    value = value * BigInt(base) + BigInt(worth);
  }
  return BigInt.asIntN(64, value);
}
