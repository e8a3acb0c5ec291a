import { ServiceError } from "../errors.ts";
import { describeCommand, type HttpBinding, type Operation } from "../operation.ts";
import type { WireRequest } from "../wire.ts";
import type { Routed, Router } from "./protocol.ts";
import { membersOf } from "./scalar.ts";

interface Route {
  readonly name: string;
  readonly operation: Operation | undefined;
  readonly method: string;
  readonly segments: readonly string[];
  readonly greedy: boolean;
  readonly literals: readonly [string, string][];
  /** Query parameters and headers without which the operation is another one (`uploadId`, `x-amz-copy-source`). */
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
  /** Labels that stand outside the path: S3's bucket, which comes out of host or path before. */
  readonly outerLabels: readonly string[];
  /** Every query parameter that the operation knows. */
  readonly knownQuery: ReadonlySet<string>;
  readonly weight: number;
}

/** Routes by method, path pattern, and the query parameters and headers that the model requires; the most particular wins. */
export function restRouter(operations: readonly Operation[], model?: () => Promise<object>): Router {
  let routes: Map<string, Route[]> | undefined;
  let everything: Promise<Map<string, Route[]>> | undefined;
  return (request, given = {}) => {
    const query = new URLSearchParams(request.query);
    const segments = request.path.split("/").slice(1);
    routes ??= byMethod(operations.map((one) => toRoute(one.name, one.http, one, one)));
    const found = match(routes, request, segments, query, given);
    // A sub-resource that is not there (`?inventory`) must not be taken for the plain operation beside it.
    if (found?.operation && !mayBeAnother(found, query))
      return { operation: found.operation, labels: { ...given, ...labels(found, segments) } };
    everything ??= wholeModel(operations, model);
    return everything.then((all) => inWholeModel(all, request, segments, query, given));
  };
}

function inWholeModel(
  routes: Map<string, Route[]>,
  request: WireRequest,
  segments: string[],
  query: URLSearchParams,
  given: Record<string, string>,
): Routed {
  const exact = match(routes, request, segments, query, given);
  if (exact?.operation)
    return { operation: exact.operation, labels: { ...given, ...labels(exact, segments) } };
  return { missing: exact?.name ?? `${request.method} ${request.path}` };
}

function toRoute(
  name: string,
  http: HttpBinding | undefined,
  operation: Operation | undefined,
  shape: Pick<Operation, "input">,
): Route {
  if (!http) throw new TypeError(`${name} has no HTTP binding`);
  const segments = http.path.split("/").slice(1);
  const literals = Object.entries(http.literals);
  const { requiredQuery, requiredHeaders, outerLabels, knownQuery } = bindingsOf(shape, http.path);
  const fixed = segments.filter((segment) => !segment.startsWith("{")).length;
  return {
    name,
    operation,
    method: http.method,
    segments,
    greedy: http.path.endsWith("+}"),
    literals,
    requiredQuery,
    requiredHeaders,
    outerLabels,
    knownQuery: new Set([...knownQuery, ...Object.keys(http.literals), "x-id"]),
    weight: 10 * (literals.length + requiredQuery.length + requiredHeaders.length) + fixed,
  };
}

type BoundNames = Record<"requiredQuery" | "requiredHeaders" | "outerLabels" | "knownQuery", string[]>;

function bindingsOf({ input }: Pick<Operation, "input">, path: string): BoundNames {
  const names: BoundNames = { requiredQuery: [], requiredHeaders: [], outerLabels: [], knownQuery: [] };
  if (!input.isStructSchema()) return names;
  const required = (input.getSchema() as unknown as { 6?: number })[6] ?? 0;
  membersOf(input).forEach(([name, member], i) => {
    const { httpQuery, httpHeader, httpLabel } = member.getMergedTraits() as {
      httpQuery?: string;
      httpHeader?: string;
      httpLabel?: 1;
    };
    if (httpQuery) names.knownQuery.push(httpQuery);
    if (httpQuery && i < required) names.requiredQuery.push(httpQuery);
    if (httpHeader && i < required) names.requiredHeaders.push(httpHeader.toLowerCase());
    if (httpLabel && !path.includes(`{${name}`)) names.outerLabels.push(name);
  });
  return names;
}

function byMethod(routes: Route[]): Map<string, Route[]> {
  const table = new Map<string, Route[]>();
  for (const route of routes.sort((a, b) => b.weight - a.weight)) {
    const list = table.get(route.method) ?? [];
    list.push(route);
    table.set(route.method, list);
  }
  return table;
}

function match(
  table: Map<string, Route[]>,
  request: WireRequest,
  segments: string[],
  query: URLSearchParams,
  given: Record<string, string>,
): Route | undefined {
  const outer = Object.keys(given).length;
  return table
    .get(request.method)
    ?.find(
      (route) =>
        route.outerLabels.length === outer &&
        matchesPath(route, segments) &&
        route.literals.every(
          ([key, value]) => query.has(key) && (value === "" || query.get(key) === value),
        ) &&
        route.requiredQuery.every((key) => query.has(key)) &&
        route.requiredHeaders.every((name) => request.headers[name] !== undefined),
    );
}

function matchesPath({ segments: pattern, greedy }: Route, segments: string[]): boolean {
  if (greedy ? segments.length < pattern.length : segments.length !== pattern.length) return false;
  return pattern.every((part, i) => {
    if (!part.startsWith("{")) return part === segments[i];
    // A greedy label may begin with a slash, as keys of S3 may; it is never empty.
    return greedy && i === pattern.length - 1
      ? segments.length > i + 1 || segments[i] !== ""
      : segments[i] !== "";
  });
}

/** The query parameters of presigned URLs, of both versions of signatures. */
const signature = /^(?:x-amz-.*|AWSAccessKeyId|Signature|Expires)$/i;

/** True when the query holds a parameter (`?inventory`) that the found operation does not know; a signature's are everyone's. */
function mayBeAnother({ knownQuery }: Route, query: URLSearchParams): boolean {
  for (const key of query.keys()) if (!knownQuery.has(key) && !signature.test(key)) return true;
  return false;
}

function labels({ segments: pattern, greedy }: Route, segments: string[]): Record<string, string> {
  const found: Record<string, string> = {};
  pattern.forEach((part, i) => {
    if (!part.startsWith("{")) return;
    const raw = greedy && i === pattern.length - 1 ? segments.slice(i).join("/") : (segments[i] ?? "");
    found[part.replace(/[{}+]/g, "")] = decodePath(raw);
  });
  return found;
}

/** Text of a path's part. @throws ServiceError `InvalidURI` when its percent-encoding is broken */
export function decodePath(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ServiceError("InvalidURI", "Couldn't parse the specified URI.", 400);
  }
}

async function wholeModel(
  operations: readonly Operation[],
  model: (() => Promise<object>) | undefined,
): Promise<Map<string, Route[]>> {
  const own = new Map(operations.map((operation) => [operation.name, operation]));
  const commands = Object.entries((await model?.()) ?? {}).filter(
    ([name, value]) => /^\w+Command$/.test(name) && typeof value === "function",
  );
  const routes = commands.map(([, command]) => {
    const described = describeCommand(command as new (input: object) => object);
    return toRoute(described.name, described.http, own.get(described.name), described);
  });
  return byMethod(routes);
}
