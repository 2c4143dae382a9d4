// Bundles the extension into one file; with --dev it knows this checkout's server, with --test the unit tests.
import { build } from "esbuild";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const dev = process.argv.includes("--dev");
const test = process.argv.includes("--test");
const server = process.platform === "win32" ? "../../.venv/Scripts/centaur.exe" : "../../.venv/bin/centaur";
const checkout = dev ? [fileURLToPath(new URL(server, import.meta.url))] : [];
const tests = readdirSync("test").filter((name) => name.endsWith(".test.ts"));

await build({
  entryPoints: test ? tests.map((name) => `test/${name}`) : ["src/extension.ts"],
  outdir: test ? "dist/test" : "dist",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  minify: !dev && !test,
  sourcemap: dev ? "linked" : false,
  define: { CHECKOUT_SERVER: JSON.stringify(checkout) },
});
