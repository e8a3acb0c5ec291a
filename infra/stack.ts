import { AwsProvider } from "@cdktn/provider-aws/lib/provider/index.js";
import { S3Backend, type TerraformElement, TerraformResource, TerraformStack } from "cdktn";
import { type IConstruct, RootConstruct } from "constructs";
import { protectedFromDestruction } from "./deletion-protection.ts";
import { logicalName } from "./logical-name.ts";
import { moduleOf } from "./module.ts";
import { type StateBackend, stateBackend } from "./state-backend.ts";
import { writeTimeouts } from "./timeouts.ts";

export interface EnvironmentStackProps {
  /** `dev`, `staging` or `prod`: the state's key and the `Environment` tag. */
  readonly environment: string;
  /** 12 digits; the provider refuses to touch any other account. */
  readonly accountId: string;
  readonly region: string;
  /** Where the state is kept. @default the account's state bucket, under the environment's name */
  readonly backend?: StateBackend;
  /** Tags for everything, beside Project, Environment and ManagedBy. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether Terraform refuses every plan that destroys what holds data, keys, the cluster or the trail. @default false */
  readonly deletionProtection?: boolean;
}

/** One resource of a synthesized environment, and where it was declared. */
export interface ResourceOrigin {
  /** Terraform's address, e.g. `aws_subnet.private_a`. */
  readonly address: string;
  /** Terraform's resource type, e.g. `aws_subnet`. */
  readonly type: string;
  /** The kind of module that declares it: `vpc`, `eks`, …, or `root`. */
  readonly module: string;
  /** The construct path below the stack, e.g. `vpc/private_a`. */
  readonly path: string;
}

/** What synthesis yields: Terraform's JSON configuration, and every resource in it in the order of declaration. */
export interface SynthesizedStack {
  readonly configuration: TerraformConfiguration;
  readonly resources: readonly ResourceOrigin[];
}

/** Terraform's JSON configuration syntax, as far as this project looks into it. */
export interface TerraformConfiguration {
  readonly terraform: Record<string, unknown>;
  readonly provider: Record<string, Record<string, unknown>[]>;
  readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
  readonly output?: Record<string, { readonly value: unknown; readonly description?: string }>;
}

/** The AWS provider: typed by the 6.x bindings, held to what 5.100 has too. */
export const AWS_PROVIDER_VERSION = ">= 5.100, < 7";
/** The S3 backend's native lock file came with 1.10, of Terraform and of OpenTofu. */
export const TERRAFORM_VERSION = ">= 1.10";

/** The tag that says which run made something: given from outside, and never a difference. */
export const RUN_TAG = "TerraformRun";
/** How often the provider asks again when AWS throttles, and how often the backend does for state and lock: see docs/decisions/0014-retries.md. */
const PROVIDER_RETRIES = 25;
const STATE_RETRIES = 5;

/** The tag that says as which Terraform resource something was declared. */
export const ADDRESS_TAG = "TerraformAddress";

/**
 * One environment: its provider, its state, its tags, and the rule by which its resources are named.
 *
 * @example
 * const stack = new EnvironmentStack({ environment: "dev", accountId: "123456789012", region: "ap-southeast-1" });
 * new Vpc(stack, "vpc", { … });
 * const { configuration, resources } = stack.synthesize();
 */
export class EnvironmentStack extends TerraformStack {
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`: the second field of every ARN. */
  readonly partition: string;
  /** `amazonaws.com`, or `amazonaws.com.cn` in China. */
  readonly dnsSuffix: string;
  /** What everything carries beside its own address; to be repeated where the provider's default tags do not reach, as in launch templates. */
  readonly tags: Readonly<Record<string, string>>;
  readonly provider: AwsProvider;
  readonly #deletionProtection: boolean;
  readonly #declared = new Map<string, TerraformElement>();

  constructor(props: EnvironmentStackProps) {
    // A root of our own: cdktn's App would make an output folder and read process.env, and a declaration does neither.
    super(new RootConstruct(), props.environment);
    this.node.setContext("targetVersions", { terraform: TERRAFORM_VERSION, opentofu: TERRAFORM_VERSION });
    this.environment = props.environment;
    this.#deletionProtection = props.deletionProtection ?? false;
    this.accountId = props.accountId;
    this.region = props.region;
    this.partition = partitionOf(props.region);
    this.dnsSuffix = this.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    this.tags = {
      ...props.tags,
      Project: "retail-forecast",
      Environment: props.environment,
      ManagedBy: "terraform",
    };
    this.provider = this.declareProvider();
    this.declareBackend(
      props.backend ?? stateBackend(props.environment, { account_id: props.accountId, region: props.region }),
    );
    this.requireVersions();
  }

  static override of(construct: IConstruct): EnvironmentStack {
    const stack = TerraformStack.of(construct);
    if (stack instanceof EnvironmentStack) return stack;
    throw new Error(`${construct.node.path} is in a plain TerraformStack; modules need an EnvironmentStack.`);
  }

  /** An ARN as a string, without a reference, so that policies make no cycles. Pass `""` where a service leaves a field empty. */
  arn(service: string, resource: string, { region = this.region, account = this.accountId } = {}): string {
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }

  /** The ARN of something of IAM in this account, e.g. `role/node`. */
  iamArn(resource: string): string {
    return this.arn("iam", resource, { region: "" });
  }

  /** The ARN of a policy that AWS maintains, e.g. `AmazonEKSWorkerNodePolicy` or `service-role/AmazonEBSCSIDriverPolicy`. */
  managedPolicyArn(name: string): string {
    return this.arn("iam", `policy/${name}`, { region: "", account: "aws" });
  }

  /** The whole configuration. Throws when two resources would share an address, or a construct finds itself invalid. */
  synthesize(): SynthesizedStack {
    const problems = this.node.findAll().flatMap((construct) => construct.node.validate());
    if (problems.length > 0) throw new Error([...new Set(problems)].join("\n"));
    const declared = this.node.findAll().filter(isResource);
    const resources = declared.map((resource) => this.originOf(resource));
    for (const [index, resource] of declared.entries())
      tagWithAddress(resource, resources[index]?.address ?? "");
    const configuration = withoutMetadata(this.toTerraform());
    writeTimeouts(configuration.resource ?? {});
    return {
      configuration: this.#deletionProtection ? protectedFromDestruction(configuration) : configuration,
      resources,
    };
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    if (!isResource(element)) return element.node.id;
    const name = logicalName(element.terraformResourceType, element.node.id, moduleOf(element));
    const address = `${element.terraformResourceType}.${name}`;
    const other = this.#declared.get(address);
    if (other !== undefined && other !== element) {
      throw new Error(`Both ${other.node.path} and ${element.node.path} would be ${address}.`);
    }
    this.#declared.set(address, element);
    return name;
  }

  private declareProvider(): AwsProvider {
    return new AwsProvider(this, "aws", {
      region: this.region,
      allowedAccountIds: [this.accountId],
      maxRetries: PROVIDER_RETRIES,
      retryMode: "standard",
      defaultTags: [{ tags: this.tags }],
      ignoreTags: [{ keys: [RUN_TAG] }],
    });
  }

  private declareBackend({ bucket, key, region }: StateBackend): void {
    new S3Backend(this, {
      bucket,
      key,
      region,
      encrypt: true,
      useLockfile: true,
      maxRetries: STATE_RETRIES,
      allowedAccountIds: [this.accountId],
    });
  }

  private requireVersions(): void {
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
    this.addOverride("terraform.required_providers.aws.version", AWS_PROVIDER_VERSION);
  }

  private originOf(resource: TerraformResource): ResourceOrigin {
    const address = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
    const path = resource.node.scopes
      .slice(this.node.scopes.length)
      .map((scope) => scope.node.id)
      .join("/");
    return {
      address,
      type: resource.terraformResourceType,
      module: moduleOf(resource)?.kind ?? "root",
      path,
    };
  }
}

function isResource(construct: IConstruct): construct is TerraformResource {
  return TerraformResource.isTerraformResource(construct);
}

/**
 * Lets a resource carry its own address, where its type has tags: that is how it is found again after a run that broke off before the state
 * knew of it.
 */
function tagWithAddress(resource: TerraformResource, address: string): void {
  if (hasTags(resource)) resource.tags = { ...resource.tagsInput, [ADDRESS_TAG]: address };
}

interface WithTags {
  readonly tagsInput?: Readonly<Record<string, string>>;
  set tags(value: Readonly<Record<string, string>>);
}

/** The bindings give every type whose schema has `tags` this accessor, and no other. */
function hasTags(resource: TerraformResource): resource is TerraformResource & WithTags {
  return "tagsInput" in resource;
}

/** Which of AWS's partitions a region is in. Source: the SDK's own partition table, 2026-11. */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** Drops cdktn's `//` notes: origins are returned apart, and the file is for people to read. */
function withoutMetadata(configuration: Record<string, unknown>): TerraformConfiguration {
  const { "//": _notes, ...rest } = configuration as Record<string, unknown> & TerraformConfiguration;
  for (const byName of Object.values(rest.resource ?? {})) {
    for (const body of Object.values(byName)) delete body["//"];
  }
  return rest as unknown as TerraformConfiguration;
}
