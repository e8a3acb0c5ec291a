import { expect, test } from "vitest";
import { stateAddresses, stateResources } from "./state-addresses.ts";

test("addresses are written as the engine writes them", () => {
  const state = {
    version: 4,
    resources: [
      { mode: "managed", type: "aws_vpc", name: "vpc", instances: [{}] },
      { mode: "data", type: "aws_region", name: "here", instances: [{}] },
      {
        module: "module.net",
        mode: "managed",
        type: "aws_subnet",
        name: "s",
        instances: [{ index_key: 0 }, { index_key: 1 }],
      },
      { mode: "managed", type: "aws_s3_object", name: "o", instances: [{ index_key: 'a"${b}' }] },
      { mode: "managed", type: "aws_eip", name: "replaced", instances: [{}, { deposed: "ab12" }] },
    ],
  };
  expect(stateAddresses(state)).toEqual([
    "aws_vpc.vpc",
    "data.aws_region.here",
    "module.net.aws_subnet.s[0]",
    "module.net.aws_subnet.s[1]",
    'aws_s3_object.o["a\\"$${b}"]',
    "aws_eip.replaced",
  ]);
});

test("a state of another format is refused", () => {
  expect(() => stateAddresses({ version: 5 })).toThrow("format 5");
});

test("resources come with their attributes, half-made and deposed ones too, data sources not", () => {
  const attributes = { id: "eipalloc-1" };
  const state = {
    version: 4,
    resources: [
      { mode: "data", type: "aws_region", name: "here", instances: [{ attributes: {} }] },
      {
        mode: "managed",
        type: "aws_eip",
        name: "nat",
        instances: [
          { index_key: "a", status: "tainted", attributes },
          { index_key: "a", deposed: "ab12", attributes: { id: "eipalloc-0" } },
        ],
      },
    ],
  };
  expect(stateResources(state)).toEqual([
    { address: 'aws_eip.nat["a"]', type: "aws_eip", attributes },
    { address: 'aws_eip.nat["a"]', type: "aws_eip", attributes: { id: "eipalloc-0" } },
  ]);
});

test("resources come without what the state marks as sensitive", () => {
  const attributes = { id: "db-1", password: "hunter2", login: [{ token: "hunter2" }] };
  const sensitive_attributes = [
    [{ type: "get_attr", value: "password" }],
    [
      { type: "get_attr", value: "login" },
      { type: "index", value: { value: 0, type: "number" } },
    ],
  ];
  const instances = [{ attributes, sensitive_attributes }];
  const resources = [{ mode: "managed", type: "aws_db_instance", name: "main", instances }];
  expect(stateResources({ version: 4, resources })).toEqual([
    { address: "aws_db_instance.main", type: "aws_db_instance", attributes: { id: "db-1" } },
  ]);
});
