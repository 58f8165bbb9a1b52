/** Whether labels are those of a selector of equalities, `app=kafka,id=1`. */
export const selects = (selector: string, labels: Readonly<Record<string, string>> | undefined): boolean =>
  selector
    .split(',')
    .every((pair) => labels?.[pair.slice(0, pair.indexOf('='))] === pair.slice(pair.indexOf('=') + 1));
