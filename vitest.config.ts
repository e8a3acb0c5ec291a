import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{infra,src,test,build}/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    testTimeout: 30_000,
    reporters: ["default", "./test/closing-line.ts"],
  },
});
