const DENIED = /AccessDenied|UnauthorizedOperation|AuthFailure|NotAuthorized|^Forbidden/;

/** What to note of a read that AWS refused or did not answer, such as `iam:GetRole is not allowed`; nothing for an error of our own. */
export function permissionMissing(error: unknown, permission: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { $metadata, code } = error as Error & { $metadata?: { httpStatusCode?: number }; code?: string };
  if (/^(Credentials|Token)ProviderError$/.test(error.name)) return "there are no credentials for AWS's SDK";
  if (DENIED.test(error.name) || $metadata?.httpStatusCode === 403) return `${permission} is not allowed`;
  if ($metadata || code || error.name === "TimeoutError")
    return `${permission} was not answered: ${error.message || error.name}`;
  return undefined;
}
