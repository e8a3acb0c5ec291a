import { expect, it } from "vitest";
import { neutralEnv } from "./neutral-env.mjs";

it("keeps what programs are found with, and nothing that changes answers or colours", () => {
  const own = {
    AWS_PROFILE: "mine",
    TF_VAR_account_id: "1",
    INFRA_CACHE_DIR: "/mine",
    CI: "1",
    NO_COLOR: "1",
    MAKEFLAGS: "-j",
  };
  const env = neutralEnv({ ...own, PATH: "/bin", TF_PLUGIN_MIRROR: "/mirror" });
  expect(env).toMatchObject({ PATH: "/bin", TF_PLUGIN_MIRROR: "/mirror", TERM: "xterm-256color" });
  expect(Object.keys(env).filter((name) => name in own)).toEqual([]);
});
