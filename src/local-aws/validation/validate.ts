import type { Operation } from "../operation.ts";
import { keyOf, type Service } from "../service.ts";
import { type Checker, checker } from "./check.ts";
import { type Constraints, constraints } from "./constraints.ts";
import { documented } from "./documented.ts";
import type { Problem } from "./problem.ts";
import { checkTags } from "./tags.ts";
import { refusal } from "./wording/refusal.ts";

const checkers = new Map<string, Checker>();

/**
 * Checks a request's input against the model and AWS's documented constraints, before a handler sees it. Waits only for a service's
 * first request, with which its constraints are loaded.
 *
 * @throws ServiceError that names all that is wrong, in the service's words
 */
export function validateInput(
  service: Service,
  operation: Operation,
  input: unknown,
): Promise<void> | undefined {
  const check = checkers.get(keyOf(service));
  if (!check) return load(keyOf(service)).then((loaded) => validate(loaded, service, operation, input));
  validate(check, service, operation, input);
  return undefined;
}

function validate(check: Checker, service: Service, operation: Operation, input: unknown): void {
  const [first, ...others] = check(operation.input, input);
  if (first) throw refusal(service, operation.input, [first, ...others] as [Problem, ...Problem[]]);
  checkTags(service.signingName, operation, input);
}

async function load(key: string): Promise<Checker> {
  const loaded = (await constraints[key]?.())?.default as Constraints | undefined;
  const made = checker(merged(loaded ?? { structs: {}, shapes: {} }, documented[key]));
  checkers.set(key, made);
  return made;
}

function merged(model: Constraints, beyond: Constraints | undefined): Constraints {
  if (!beyond) return model;
  const structs = { ...model.structs };
  for (const [name, members] of Object.entries(beyond.structs))
    structs[name] = { ...structs[name], ...members };
  return { structs, shapes: { ...model.shapes, ...beyond.shapes } };
}
