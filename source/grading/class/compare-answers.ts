/** Shorter answers are alike by themselves. */
const fewestWords = 8;
/** So much of the words of two answers must be in both. */
const alike = 0.85;
/** Of more people, only answers that are wholly the same are found. */
const mostCompared = 200;

/** Which of the answers to one question are the same but for a few words: for each, the others, by index. */
export function sameAnswers(answers: readonly (string | undefined)[]): number[][] {
  const words = answers.map((text) => (text === undefined ? [] : wordsOf(text)));
  const sets = words.map((list) => new Set(list));
  const whole = new Map<string, number[]>();
  for (const [index, list] of words.entries())
    if (list.length >= fewestWords) {
      const key = list.join(' ');
      whole.set(key, [...(whole.get(key) ?? []), index]);
    }
  return words.map((list, index) => {
    if (list.length < fewestWords) return [];
    if (answers.length > mostCompared)
      return (whole.get(list.join(' ')) ?? []).filter((other) => other !== index).slice(0, mostCompared);
    return words.flatMap((other, at) =>
      at !== index && other.length >= fewestWords && likeness(sets[index]!, sets[at]!) >= alike ? [at] : [],
    );
  });
}

/** Whether a text is a model answer but for a few words. */
export function isModelAnswer(text: string, model: string): boolean {
  const [own, other] = [wordsOf(text), wordsOf(model)];
  return own.length >= fewestWords && likeness(new Set(own), new Set(other)) >= alike;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let both = 0;
  for (const word of one) if (other.has(word)) both += 1;
  return both / Math.max(1, one.size + other.size - both);
}
