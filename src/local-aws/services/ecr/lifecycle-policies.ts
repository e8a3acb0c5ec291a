import {
  DeleteLifecyclePolicyCommand,
  GetLifecyclePolicyCommand,
  LifecyclePolicyNotFoundException,
  PutLifecyclePolicyCommand,
} from "@aws-sdk/client-ecr";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { findRepository } from "./find-repository.ts";
import { checkLifecyclePolicy } from "./lifecycle-rules.ts";
import { registryOperation } from "./registry-operation.ts";
import type { Repository } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html */
export const putLifecyclePolicy = registryOperation(PutLifecyclePolicyCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  const { lifecyclePolicyText = "" } = input;
  checkLifecyclePolicy(lifecyclePolicyText);
  repository.lifecyclePolicy = lifecyclePolicyText;
  return { registryId: ctx.account, repositoryName: repository.name, lifecyclePolicyText };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetLifecyclePolicy.html */
export const getLifecyclePolicy = registryOperation(GetLifecyclePolicyCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  return {
    registryId: ctx.account,
    repositoryName: repository.name,
    lifecyclePolicyText: policyOf(repository, ctx),
    // Nothing was evaluated yet: ECR tells the beginning of time.
    lastEvaluatedAt: new Date(0),
  };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteLifecyclePolicy.html */
export const deleteLifecyclePolicy = registryOperation(DeleteLifecyclePolicyCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  const lifecyclePolicyText = policyOf(repository, ctx);
  repository.lifecyclePolicy = undefined;
  return { registryId: ctx.account, repositoryName: repository.name, lifecyclePolicyText };
});

function policyOf({ name, lifecyclePolicy }: Repository, { account }: Context): string {
  if (lifecyclePolicy === undefined)
    throw exception(
      LifecyclePolicyNotFoundException,
      `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${account}'`,
    );
  return lifecyclePolicy;
}
