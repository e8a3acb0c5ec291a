import { InvalidParameterException, RepositoryNotFoundException } from "@aws-sdk/client-ecr";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { ecrSlot, type Repository } from "./state.ts";

/** The members by which operations of ECR name a repository. */
export interface RepositoryInput {
  readonly registryId?: string;
  readonly repositoryName?: string;
}

/** The repository of this name in the context's registry. @throws RepositoryNotFoundException */
export function findRepository({ repositoryName = "" }: RepositoryInput, ctx: Context): Repository {
  const repository = ctx.state(ecrSlot).repositories.get(repositoryName);
  if (!repository)
    throw exception(
      RepositoryNotFoundException,
      `The repository with name '${repositoryName}' does not exist in the registry with id '${ctx.account}'`,
    );
  return repository;
}

/** @throws RepositoryNotFoundException, InvalidParameterException when it is no repository's ARN */
export function findRepositoryByArn(arn = "", ctx: Context): Repository {
  const [, , service, region, account, ...rest] = arn.split(":");
  const name = /^repository\/(.+)$/.exec(rest.join(":"))?.[1];
  if (service !== "ecr" || region !== ctx.region || name === undefined)
    throw exception(
      InvalidParameterException,
      `Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN ${arn}'`,
    );
  return findRepository({ repositoryName: name }, ctx.in({ account }));
}
