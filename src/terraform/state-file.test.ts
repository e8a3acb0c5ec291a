import { expect, it } from "vitest";
import { StateUnreadable, stateHeader } from "./state-file.ts";

const state = {
  version: 4,
  terraform_version: "1.11.4",
  serial: 7,
  lineage: "5f0c",
  resources: [
    { mode: "managed", type: "aws_vpc", name: "main", instances: [{}] },
    { mode: "managed", type: "aws_subnet", name: "each", instances: [{}, {}] },
    { mode: "data", type: "aws_region", name: "here", instances: [{}] },
  ],
};

it("says who a state is, and how many managed resources it holds", () => {
  expect(stateHeader(JSON.stringify(state))).toEqual({
    lineage: "5f0c",
    serial: 7,
    resources: 3,
    engineVersion: "1.11.4",
  });
});

it.each([
  ["", "it is empty"],
  ["\n ", "it is empty"],
  [JSON.stringify(state).slice(0, 60), expect.stringMatching(/^it is no JSON \(.*60 characters\)$/s)],
  ["[]", "it is no JSON object"],
  ["null", "it is no JSON object"],
  [JSON.stringify({ ...state, version: 3 }), "it is of format 3; format 4 is understood here"],
  ["{}", "it is of format (none); format 4 is understood here"],
  [JSON.stringify({ version: 4, serial: 1 }), "it has no lineage and serial"],
])("refuses %j", (text, message) => {
  expect(() => stateHeader(text)).toThrow(StateUnreadable);
  expect(problem(text)).toEqual(message);
});

function problem(text: string): string {
  try {
    stateHeader(text);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
