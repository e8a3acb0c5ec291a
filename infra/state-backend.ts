/** Where an environment's state is kept. */
export interface StateBackend {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

/** The state of an environment: one bucket per account, one key per environment, in the environment's region. */
export function stateBackend(
  environment: string,
  { account_id, region }: { readonly account_id: string; readonly region: string },
): StateBackend {
  return {
    bucket: `terraform-state-retail-mlops-${account_id}`,
    key: `${environment}/terraform.tfstate`,
    region,
  };
}
