import type { EvaluationResult, PolicySourceType, Statement } from "@aws-sdk/client-iam";
import type {
  AccessRequest,
  ConditionKeys,
  Decision,
  MatchedStatement,
  NamedPolicy,
  Principal,
} from "../../iam/access.ts";
import { evaluate } from "../../iam/evaluate.ts";
import { positionOf, type TextPosition } from "../../iam/statement-position.ts";
import { page } from "./pages.ts";

/** What IAM is asked to imagine. */
export interface Simulation {
  readonly principal: Principal;
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly resourceAccount: string;
  /** Policy of every one of the resources. */
  readonly resource?: string;
  readonly keys: ConditionKeys;
}

/** One page of results, one for each action: over all resources, and, where those are named, for each of them. */
export function simulate(simulation: Simulation, paging: { Marker?: string; MaxItems?: number }) {
  const numbered = simulation.actions.map((action, index) => ({
    action,
    key: String(index).padStart(6, "0"),
  }));
  const { items, page: about } = page(numbered, ({ key }) => key, paging);
  return { EvaluationResults: items.map(({ action }) => resultOf(simulation, action)), ...about };
}

function resultOf(simulation: Simulation, action: string): EvaluationResult {
  const each = simulation.resources.map((resource) => verdictOn(simulation, action, resource));
  const [only, ...others] = each;
  const isNamed = simulation.resources.some((resource) => resource !== "*");
  // Of several resources the worst counts for the whole.
  const worst =
    each.find(({ decision }) => decision.decision === "explicitDeny") ??
    each.find(({ decision }) => decision.decision === "implicitDeny") ??
    only;
  if (!worst) return { EvalActionName: action, EvalDecision: "implicitDeny" };
  return {
    EvalActionName: action,
    EvalResourceName: others.length === 0 ? worst.resource : "*",
    EvalDecision: worst.decision.decision,
    MatchedStatements: statements(simulation, worst.decision),
    MissingContextValues: isNamed ? [] : [...worst.decision.missingKeys],
    OrganizationsDecisionDetail: { AllowedByOrganizations: true },
    ...boundaryDetail(simulation, worst),
    ResourceSpecificResults: isNamed
      ? each.map((verdict) => ({
          EvalResourceName: verdict.resource,
          EvalResourceDecision: verdict.decision.decision,
          MatchedStatements: statements(simulation, verdict.decision),
          MissingContextValues: [...verdict.decision.missingKeys],
          ...boundaryDetail(simulation, verdict),
        }))
      : undefined,
  };
}

interface Verdict {
  readonly resource: string;
  readonly request: AccessRequest;
  readonly decision: Decision;
}

function verdictOn(simulation: Simulation, action: string, resource: string): Verdict {
  const { principal, identity, boundary, resourceAccount, keys, resource: document } = simulation;
  const request: AccessRequest = {
    principal,
    action,
    resource,
    resourceAccount,
    keys,
    policies: {
      identity,
      boundary,
      resource: document === undefined ? undefined : { name: resourcePolicy, kind: "optional", document },
    },
  };
  return { resource, request, decision: evaluate(request) };
}

const resourcePolicy = "ResourcePolicy";

/** The statements that decided; of those that allow, none when it was the boundary that did not. */
function statements(simulation: Simulation, { decision, matched }: Decision): Statement[] {
  const effect = decision === "explicitDeny" ? "Deny" : "Allow";
  return matched
    .filter((one) => one.effect === effect && (decision !== "implicitDeny" || one.type !== "boundary"))
    .map((one) => describe(one, documentOf(simulation, one)));
}

function documentOf(
  { identity, boundary, resource }: Simulation,
  { policy, type }: MatchedStatement,
): string {
  if (type === "resource") return resource ?? "";
  const policies = type === "boundary" && boundary ? [boundary] : identity;
  return policies.find(({ name }) => name === policy)?.document ?? "";
}

/** IAM answers `IAM Policy` and `Resource Policy`, whatever its model says: the examples in the AWS CLI's reference show it. */
function describe({ policy, type, index }: MatchedStatement, document: string): Statement {
  const place = positionOf(document, index);
  return {
    SourcePolicyId: policy,
    SourcePolicyType: (type === "resource" ? "Resource Policy" : "IAM Policy") as PolicySourceType,
    StartPosition: place && position(place.start),
    EndPosition: place && position(place.end),
  };
}

function position({ line, column }: TextPosition) {
  return { Line: line, Column: column };
}

function boundaryDetail({ boundary }: Simulation, { request }: Verdict) {
  if (!boundary) return {};
  const { decision } = evaluate({
    ...request,
    resourceAccount: undefined,
    policies: { identity: [boundary] },
  });
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: decision === "allowed" } };
}
