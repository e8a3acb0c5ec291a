import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{infra,src,test,build,docs}/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    testTimeout: 30_000,
    globalSetup: "test/end-to-end/deployed-place.ts",
    // Which Node the SDKs of next year will want is no news for whoever runs these tests.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    reporters: ["default", "./test/closing-line.ts"],
  },
});
