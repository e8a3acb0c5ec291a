import {
  DeleteRegistryPolicyCommand,
  DeleteRepositoryPolicyCommand,
  GetRegistryPolicyCommand,
  GetRepositoryPolicyCommand,
  PutRegistryPolicyCommand,
  RegistryPolicyNotFoundException,
  RepositoryPolicyNotFoundException,
  SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findRepository } from "./find-repository.ts";
import { checkedPolicy } from "./policy-text.ts";
import { registryOperation } from "./registry-operation.ts";
import { ecrSlot, type Repository } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html */
export const setRepositoryPolicy = registryOperation(SetRepositoryPolicyCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  repository.policy = checkedPolicy(input.policyText, "repository", ctx);
  return { registryId: ctx.account, repositoryName: repository.name, policyText: repository.policy };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetRepositoryPolicy.html */
export const getRepositoryPolicy = registryOperation(GetRepositoryPolicyCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  return { registryId: ctx.account, repositoryName: repository.name, policyText: policyOf(repository, ctx) };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepositoryPolicy.html */
export const deleteRepositoryPolicy = registryOperation(DeleteRepositoryPolicyCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  const policyText = policyOf(repository, ctx);
  repository.policy = undefined;
  return { registryId: ctx.account, repositoryName: repository.name, policyText };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryPolicy.html */
export const putRegistryPolicy = operation(PutRegistryPolicyCommand, ({ policyText }, ctx) => {
  const state = ctx.state(ecrSlot);
  state.policy = checkedPolicy(policyText, "registry", ctx);
  return { registryId: ctx.account, policyText: state.policy };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetRegistryPolicy.html */
export const getRegistryPolicy = operation(GetRegistryPolicyCommand, (_input, ctx) => ({
  registryId: ctx.account,
  policyText: registryPolicy(ctx),
}));

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRegistryPolicy.html */
export const deleteRegistryPolicy = operation(DeleteRegistryPolicyCommand, (_input, ctx) => {
  const policyText = registryPolicy(ctx);
  ctx.state(ecrSlot).policy = undefined;
  return { registryId: ctx.account, policyText };
});

function policyOf({ name, policy }: Repository, { account }: Context): string {
  if (policy === undefined)
    throw exception(
      RepositoryPolicyNotFoundException,
      `Repository policy does not exist for the repository with name '${name}' in the registry with id '${account}'`,
    );
  return policy;
}

function registryPolicy(ctx: Context): string {
  const { policy } = ctx.state(ecrSlot);
  if (policy === undefined)
    throw exception(
      RegistryPolicyNotFoundException,
      `Registry policy does not exist in the registry with id '${ctx.account}'`,
    );
  return policy;
}
