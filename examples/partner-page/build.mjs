// Makes the whole site in one folder. API: the address of your API server. ROOT: the root of trust that is built in.
import { createHash } from "node:crypto";
import { cp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const { API = "http://127.0.0.1:8000", ROOT = "root.json", OUT = "dist" } = process.env;
const api = new URL(API).origin;
const root = await readFile(ROOT, "utf8").catch(() => {
  console.error(`There is no ${ROOT}. Pin your root of trust first: the README says how.`);
  process.exit(1);
});
const bundled = { bundle: true, minify: true, target: "es2022", outdir: OUT, loader: { ".css": "text" } };

await rm(OUT, { recursive: true, force: true });
await cp("site", OUT, { recursive: true });
const html = await readFile("site/index.html", "utf8");
await writeFile(join(OUT, "index.html"), html.replaceAll("http://127.0.0.1:8000", api));
await build({ ...bundled, loader: {}, entryPoints: ["site/page.css"], allowOverwrite: true });
await build({ ...bundled, entryPoints: ["src/page.ts", "src/help-now.ts"], define: { ROOT: JSON.stringify(JSON.parse(root)) } });

const isKept = (name) => /\.(html|css|js|png|svg|webmanifest)$/.test(name) && name !== "help-now.js";
const files = (await readdir(OUT, { recursive: true })).filter(isKept).sort();
const digest = createHash("sha256");
for (const name of files) digest.update(name).update(await readFile(join(OUT, name)));
const version = digest.digest("hex").slice(0, 12);
await build({
  ...bundled,
  entryPoints: ["src/worker.ts"],
  define: { FILES: JSON.stringify(["./", ...files]), VERSION: JSON.stringify(version) },
});

for (const name of ["page.js", "help-now.js"]) {
  const bytes = await readFile(join(OUT, name));
  const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  console.log(`${name}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} compressed, integrity="${integrity}"`);
}
