import { ServiceError } from "../../errors.ts";
import { decodePath } from "../../protocols/routes.ts";
import type { ObjectName } from "./access-question.ts";

/** What `x-amz-copy-source` names: `[/]bucket/key[?versionId=…]`, percent-encoded. @throws InvalidArgument */
export function copySource(header = ""): ObjectName {
  const [path = "", query = ""] = header.replace(/^\//, "").split("?versionId=", 2);
  const decoded = decodePath(path);
  const slash = decoded.indexOf("/");
  if (slash < 1)
    throw new ServiceError("InvalidArgument", "Invalid copy source object key", 400, {
      ArgumentName: "x-amz-copy-source",
    });
  return {
    bucket: decoded.slice(0, slash),
    key: decoded.slice(slash + 1),
    versionId: query === "" ? undefined : query,
  };
}
