import { describe, expect, it } from "vitest";
import { services } from "../services/index.ts";

describe("the rules of every service", () => {
  it.each(services.map((service) => [service.signingName, service] as const))(
    "of %s are for operations that it has",
    (_name, { operations, authorization }) => {
      const names = new Set(operations.map(({ name }) => name));
      expect(Object.keys(authorization.rules).filter((name) => !names.has(name))).toEqual([]);
    },
  );
});
