/**
 * Whether pods with these labels are selected by `app=x,role=y`: the labels of a Deployment's selector, as `kubectl -l` takes them. An empty
 * selector selects nothing here.
 */
export function isSelected(labels: Readonly<Record<string, string>> | undefined, selector: string): boolean {
  return (
    selector !== '' &&
    selector.split(',').every((pair) => {
      const at = pair.indexOf('=');
      return labels !== undefined && labels[pair.slice(0, at)] === pair.slice(at + 1);
    })
  );
}
