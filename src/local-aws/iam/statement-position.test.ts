import { describe, expect, it } from "vitest";
import { positionOf } from "./statement-position.ts";

describe("the place of a statement", () => {
  it("is what the AWS CLI's example of simulate-custom-policy shows", () => {
    const text =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}';
    expect(positionOf(text, 0)).toEqual({ start: { line: 1, column: 38 }, end: { line: 1, column: 167 } });
  });

  it("is found in a list, whatever texts stand in it", () => {
    const first = { Sid: 'a"}]{\\', Condition: { Null: { a: ["true"] } } };
    const text = JSON.stringify({ Id: '"Statement": [{', Statement: [first, { Sid: "Statement" }] }, null, 2);
    const lines = text.split("\n");
    const at = (line: number, character: string) => ({
      line,
      column: (lines[line - 1] ?? "").indexOf(character) + 2,
    });
    expect(positionOf(text, 0)?.start).toEqual(at(4, "{"));
    expect(positionOf(text, 1)).toEqual({ start: at(14, "{"), end: at(16, "}") });
  });

  it("is nowhere when there is no such statement", () => {
    expect(positionOf('{"Statement":[{}]}', 1)).toBeUndefined();
    expect(positionOf("{}", 0)).toBeUndefined();
  });
});
