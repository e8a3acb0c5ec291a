/** The three buckets. */
export type BucketKind = "data" | "artifacts" | "logs";

/**
 * What things are called in AWS. Names that the seed fixes without an environment in them (buckets, repositories, roles) are dev's;
 * every other environment puts its own name into them, so that all of them fit into one account:
 *
 * | | dev | staging |
 * |---|---|---|
 * | cluster | `retail-mlops-dev` | `retail-mlops-staging` |
 * | bucket | `retail-mlops-data-<account>-<region>` | `retail-mlops-data-staging-<account>-<region>` |
 * | role | `sagemaker-exec-role` | `sagemaker-exec-role-staging` |
 * | repository | `retail-forecast-train` | `retail-forecast-train-staging` |
 */
export class Names {
  /** `retail-mlops-<environment>`: the cluster, the VPC, the trail, the beginning of aliases and of roles that have no fixed name. */
  readonly base: string;
  /** `""` in dev, else `-<environment>`. */
  readonly suffix: string;
  readonly #accountId: string;

  constructor(environment: string, accountId: string) {
    this.base = `retail-mlops-${environment}`;
    this.suffix = environment === "dev" ? "" : `-${environment}`;
    this.#accountId = accountId;
  }

  /** A replica has the name of its source, with its own region in it. */
  bucket(kind: BucketKind, region: string): string {
    return `retail-mlops-${kind}${this.suffix}-${this.#accountId}-${region}`;
  }

  repository(purpose: "train" | "infer"): string {
    return `retail-forecast-${purpose}${this.suffix}`;
  }

  /** A role whose name is fixed, e.g. `sagemaker-exec-role`. */
  role(fixedName: string): string {
    return `${fixedName}${this.suffix}`;
  }
}
