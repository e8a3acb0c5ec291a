import { goes, touches, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** A role or the cluster's OIDC provider is destroyed or replaced: who works under it loses its rights. */
export const identityReplaced: DangerRule = {
  id: "identity-replaced",
  types: ["aws_iam_role", "aws_iam_openid_connect_provider", "aws_iam_user", "aws_iam_instance_profile"],
  check(resource) {
    const { change, before, whole } = resource;
    if (whole.removal || !(goes(resource) || touches(resource, "client_id_list"))) return undefined;
    const kind =
      change.action === "delete" ? "destroy" : change.action === "replace" ? "replace" : "interruption";
    if (change.type === "aws_iam_openid_connect_provider")
      return {
        kind,
        what: "The cluster's OIDC provider changes: no service account can assume its role meanwhile, running pods keep theirs for an hour at most.",
      };
    const name = valueAt(before, "name") ?? "";
    const what = change.type.slice("aws_iam_".length).replace("_", " ");
    return {
      kind,
      what:
        kind === "destroy"
          ? `The ${what} ${name} is destroyed: whoever works under it gets no credentials any more.`
          : `The ${what} ${name} is replaced: whoever works under it has no rights in between, and policies elsewhere that name it must be saved again.`,
    };
  },
};
