import { expect, test } from "vitest";
import { services } from "../services/index.ts";
import { consistency } from "./consistency.ts";
import { globbed } from "./language.ts";

test.each(Object.entries(consistency))(
  "what lags in %s is there, and reads",
  (name, { reads, prompt = [], unseen = [] }) => {
    const { operations = [] } = services.find(({ signingName }) => signingName === name) ?? {};
    const matching = (pattern: string) => operations.filter((one) => globbed(pattern).test(one.name));
    for (const pattern of [...reads, ...prompt, ...unseen])
      expect(matching(pattern).length, pattern).toBeGreaterThan(0);
    for (const pattern of [...reads, ...prompt])
      for (const { name: operation, readOnly } of matching(pattern)) expect(readOnly, operation).toBe(true);
  },
);
