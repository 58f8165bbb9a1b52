/** Marks and comments for answers, by person and question: see `givenKey`. */
export type GivenMarks = ReadonlyMap<string, { readonly marks?: number; readonly comment?: string }>;

export const givenKey = (person: string, question: string): string => `${person}\n${question}`;
