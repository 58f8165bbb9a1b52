import { FileError } from '../../container-files.ts';
import type { Program } from '../../program.ts';
import { attempting, complain, ToolError, tool } from '../tool/tool.ts';
import { userNumber } from '../tool/users.ts';
import { walk } from '../tool/walk.ts';
import { changedMode } from './mode.ts';

/** Programs that change modes and owners. */

/** `chmod [-R] MODE FILE...`; a mode may begin with a minus. */
export const chmod: Program = async (context) => {
  const words = context.argv.slice(1);
  const at = words.findIndex(
    (word) => !/^-[Rvcf]+$/.test(word) && word !== '--recursive' && word !== '--verbose',
  );
  const flags = words.slice(0, at < 0 ? words.length : at).join('');
  const [mode, ...operands] = at < 0 ? [] : words.slice(at);
  if (mode === undefined || operands.length === 0) {
    await complain(context, mode === undefined ? 'missing operand' : `missing operand after '${mode}'`);
    return 1;
  }
  const { files } = context.container;
  let code = 0;
  for (const name of operands) {
    const isFine = await attempting(
      context,
      (reason) => `cannot access '${name}': ${reason}`,
      async () => {
        const isDeep = /R|--recursive/.test(flags);
        for await (const found of walk(context, name, { mostDepth: isDeep ? 200 : 0, follows: !isDeep })) {
          try {
            files.setMode(found.path, changedMode(mode, found.about.mode, found.about.kind === 'directory'));
          } catch (error) {
            if (error instanceof ToolError) throw error;
            if (!(error instanceof FileError)) throw error;
            await complain(context, `changing permissions of '${found.name}': ${error.message}`);
            code = 1;
          }
        }
      },
    ).catch(async (error: unknown) => {
      if (!(error instanceof ToolError)) throw error;
      await complain(context, error.message);
      return false;
    });
    if (!isFine) code = 1;
  }
  return code;
};

function owning(what: 'owner' | 'group'): Program {
  return tool(
    { options: ['R|recursive', 'v|verbose', 'c', 'f', 'h|no-dereference', '|from:', '|reference:'] },
    async (context, options, operands) => {
      const [owner, ...names] = operands;
      if (owner === undefined || names.length === 0)
        throw new ToolError(owner === undefined ? 'missing operand' : `missing operand after '${owner}'`);
      const [user = '', group] = what === 'group' ? ['', owner] : owner.split(/[:.]/);
      const uid = user === '' ? undefined : userNumber(context, user);
      const gid = group === undefined || group === '' ? undefined : userNumber(context, group);
      if (user !== '' && uid === undefined) throw new ToolError(`invalid user: '${owner}'`);
      if (group !== undefined && group !== '' && gid === undefined)
        throw new ToolError(`invalid group: '${owner}'`);
      let code = 0;
      for (const name of names) {
        const isThere = await attempting(
          context,
          (reason) => `cannot access '${name}': ${reason}`,
          async () => {
            for await (const found of walk(context, name, { mostDepth: options.has('R') ? 200 : 0 })) {
              const isFine = await attempting(
                context,
                (reason) =>
                  `changing ${what === 'owner' ? 'ownership' : 'group'} of '${found.name}': ${reason}`,
                () =>
                  context.container.files.setOwner(found.path, {
                    ...(uid === undefined ? {} : { uid }),
                    ...(gid === undefined ? {} : { gid }),
                  }),
              );
              if (!isFine) code = 1;
            }
          },
        );
        if (!isThere) code = 1;
      }
      return code;
    },
  );
}
export const chown = owning('owner');
export const chgrp = owning('group');
