import { expect, it } from "vitest";
import { changedSince, type RefreshedState } from "./changed-since.ts";

const block = "aws_s3_bucket_public_access_block.data";
const group = "aws_eks_node_group.main";

const state = (values: Readonly<Record<string, Readonly<Record<string, unknown>>>>): RefreshedState => ({
  values: {
    root_module: {
      resources: Object.entries(values).map(([address, values]) => ({ address, mode: "managed", values })),
    },
  },
});

const configuration = {
  resource: {
    aws_s3_bucket_public_access_block: { data: { block_public_acls: true } },
    aws_eks_node_group: {
      main: {
        scaling_config: [{ desired_size: 2, max_size: 4 }],
        lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
      },
    },
  },
};

const then = state({
  [block]: { block_public_acls: true, id: "data" },
  [group]: { scaling_config: [{ desired_size: 2, max_size: 4 }], status: "ACTIVE" },
});
const since = (values: Parameters<typeof state>[0]) => changedSince(then, state(values), configuration);
const [blockThen, groupThen] = (then.values?.root_module?.resources ?? []).map(({ values }) => values);

it("finds nothing between two readings that agree, whatever the state says", () => {
  expect(changedSince(then, then, configuration)).toEqual([]);
  expect(changedSince(undefined, undefined, configuration)).toEqual([]);
});

it("finds what is gone and what is there again", () => {
  expect(since({ [group]: groupThen ?? {} })).toEqual([
    { address: block, change: "gone", attributes: [], matters: true },
  ]);
  expect(changedSince(state({}), state({ [block]: {} }), configuration)).toMatchObject([
    { address: block, change: "back", matters: true },
  ]);
});

it("finds a declared attribute that somebody set by hand", () => {
  expect(
    since({ [block]: { block_public_acls: false, id: "data" }, [group]: groupThen ?? {} }),
  ).toMatchObject([
    {
      address: block,
      change: "changed",
      attributes: [{ path: "block_public_acls", before: true, after: false }],
      matters: true,
    },
  ]);
});

it("is not stopped by what AWS or an autoscaler does by itself", () => {
  const scaled = { scaling_config: [{ desired_size: 3, max_size: 4 }], status: "UPDATING" };
  expect(since({ [block]: blockThen ?? {}, [group]: scaled })).toMatchObject([
    { address: group, change: "changed", matters: false },
  ]);
  const resized = { scaling_config: [{ desired_size: 3, max_size: 9 }], status: "UPDATING" };
  expect(since({ [block]: blockThen ?? {}, [group]: resized })).toMatchObject([
    { attributes: [{ path: "scaling_config[0].max_size" }], matters: true },
  ]);
});

it("lets everything count of what nothing declares any more: it is to go", () => {
  const change = changedSince(
    state({ "aws_vpc.old": { id: "a" } }),
    state({ "aws_vpc.old": { id: "b" } }),
    {},
  );
  expect(change).toMatchObject([{ address: "aws_vpc.old", matters: true }]);
});

it("shows no sensitive value", () => {
  const secret = (value: string): RefreshedState => ({
    values: {
      root_module: {
        resources: [
          {
            address: block,
            mode: "managed",
            values: { password: value },
            sensitive_values: { password: true },
          },
        ],
      },
    },
  });
  expect(JSON.stringify(changedSince(secret("hunter1"), secret("hunter2"), {}))).not.toContain("hunter");
});
