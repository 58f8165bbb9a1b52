/** The names of the builtins, for `type`: a module of its own, since the table of builtins has `type` in it. */
export const builtinNames: ReadonlySet<string> = new Set(
  `: . [ alias builtin break cd command continue declare dirs disown echo eval exec exit export false fg getopts hash help history jobs
  kill let local mapfile popd printf pushd pwd read readarray readonly return set shift shopt source test times trap true type typeset
  ulimit umask unalias unset wait`.split(/\s+/),
);
