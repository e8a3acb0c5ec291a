import type { Statement } from "../../policy.ts";
import type { EnvironmentStack } from "../../stack.ts";

/** Lets CloudWatch Logs use a key for the log groups of these names (`*` allowed, at least one), and for no other. */
export function logsKeyStatements(stack: EnvironmentStack, logGroupNames: readonly string[]): Statement[] {
  return [
    {
      Sid: "LogGroups",
      Principal: { Service: `logs.${stack.region}.${stack.dnsSuffix}` },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": logGroupNames.map((name) =>
            stack.arn("logs", `log-group:${name}`),
          ),
        },
      },
    },
  ];
}
