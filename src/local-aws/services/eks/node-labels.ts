import { InvalidParameterException } from "@aws-sdk/client-eks";
import { exception } from "../../errors.ts";

/** What the keys of labels may not be under. Source: EKS's own refusal, in eksctl's issue 4007. */
const reservedPrefixes = ["kubernetes.io/", "k8s.io/", "eks.amazonaws.com/"];

/** Refuses labels that Kubernetes or EKS give nodes themselves. @throws InvalidParameterException */
export function checkLabels(labels: Readonly<Record<string, string>> = {}): void {
  const reserved = Object.keys(labels).some((key) => reservedPrefixes.some((prefix) => key.includes(prefix)));
  if (reserved)
    throw exception(
      InvalidParameterException,
      `Label cannot contain reserved prefixes [${reservedPrefixes.join(", ")}]`,
    );
}
