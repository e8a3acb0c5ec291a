import { operation } from "../../operation.ts";
import type { RepositoryInput } from "./find-repository.ts";

/** Declares an operation whose input may name another account's registry: its handler's context is that registry's. */
export const registryOperation: typeof operation = (command, handle) =>
  operation(command, (input, ctx) => {
    const { registryId } = input as RepositoryInput;
    return handle(input, registryId ? ctx.in({ account: registryId }) : ctx);
  });
