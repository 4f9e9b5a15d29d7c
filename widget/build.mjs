/** Bundles src/main.ts into dist/magnesium-chat.js. `--check` proves that the committed file is what the sources give. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const TARGET = ["es2023", "chrome123", "firefox120", "safari17.5"];
const OUT = "dist/magnesium-chat.js";
const MOST_GZIP_BYTES = 30_000;

const css = {
  name: "css-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: TARGET });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const checking = process.argv.includes("--check");
const { outputFiles } = await build({
  entryPoints: ["src/main.ts"],
  outfile: OUT,
  bundle: true,
  minify: true,
  format: "esm",
  target: TARGET,
  charset: "utf8",
  legalComments: "eof",
  conditions: ["production"],
  plugins: [css],
  write: false,
});
const made = outputFiles[0].contents;
const gzip = gzipSync(made, { level: 9 }).length;
const problems = [];
if (gzip > MOST_GZIP_BYTES) problems.push(`${gzip} bytes gzip, the limit is ${MOST_GZIP_BYTES}`);
const code = Buffer.from(made).toString();
for (const banned of [/\beval\s*\(/, /\bnew Function\b/, /\bdocument\.write\b/, /<script/i, /<style/i]) {
  if (banned.test(code)) problems.push(`contains ${banned}`);
}
if (checking) {
  const committed = await readFile(OUT).catch(() => Buffer.alloc(0));
  if (!committed.equals(made)) problems.push(`${OUT} is not what the sources give: run npm run build`);
} else if (!problems.length) {
  const { mkdir, writeFile } = await import("node:fs/promises");
  await mkdir("dist", { recursive: true });
  await writeFile(OUT, made);
}
for (const problem of problems) console.error(`${OUT}: ${problem}`);
console.log(`${OUT}: ${made.length} bytes, ${gzip} gzip`);
console.log(`integrity="sha384-${createHash("sha384").update(made).digest("base64")}"`);
process.exitCode = problems.length ? 1 : 0;
