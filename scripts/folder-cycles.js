/**
 * The groups of folders that import each other, directly or indirectly: each as the sorted list of its folders. A folder that imports
 * from a folder inside it, and is imported by it, is such a group. `imports`: the imports of each file; paths with `/`.
 */
export function findFolderCycles(imports) {
  const reachable = new Map();
  for (const [file, targets] of Object.entries(imports)) {
    const from = folderOf(file);
    for (const target of targets) {
      const to = folderOf(target);
      if (from === to) continue;
      if (!reachable.has(from)) reachable.set(from, new Set());
      reachable.get(from).add(to);
    }
  }
  const folders = [...reachable.keys()].sort();
  const seen = new Set();
  const cycles = [];
  for (const folder of folders) {
    if (seen.has(folder)) continue;
    const fromHere = allReachable(reachable, folder);
    if (!fromHere.has(folder)) continue;
    const cycle = [...fromHere].filter((other) => allReachable(reachable, other).has(folder)).sort();
    for (const member of cycle) seen.add(member);
    cycles.push(cycle);
  }
  return cycles;
}

function allReachable(reachable, start) {
  const found = new Set();
  const waiting = [start];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop())
    for (const next of reachable.get(folder) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      waiting.push(next);
    }
  return found;
}

function folderOf(file) {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '.' : file.slice(0, slash);
}
