import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** The bundle takes its CSS in as text; so do the tests. */
const cssAsText = {
  name: "css-as-text",
  enforce: "pre" as const,
  load(id: string) {
    return id.includes("/src/styles/") && id.endsWith(".css") ? `export default ${JSON.stringify(readFileSync(id, "utf8"))}` : undefined;
  },
};

export default defineConfig({
  test: {
    projects: [
      { plugins: [cssAsText], test: { name: "unit", include: ["test/unit/**/*.test.ts"], environment: "happy-dom" } },
      { test: { name: "browser", include: ["test/browser/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false } },
    ],
  },
});
