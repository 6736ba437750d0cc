#!/usr/bin/env node
// Brings the copy in a folder up to date, once:
//
//     helpapi-mirror ADDRESS FOLDER --root root.json [--recalls] [--seconds 30]
//
// --recalls: the list of what must no longer be shown, alone. --seconds: that an answer may take. It says in JSON which
// state the copy is in, of which edition it is, and why something was refused; then it ends with 1.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { FileStorage } from "../dist/mirror/files.js";
import { Mirror } from "../dist/mirror/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { root: { type: "string" }, recalls: { type: "boolean" }, seconds: { type: "string", default: "30" } },
});
const [address, folder] = positionals;

async function outcome() {
  const options = { address, root: readFileSync(values.root, "utf8"), storage: new FileStorage(folder) };
  let mirror;
  try {
    mirror = await Mirror.open({ ...options, patience: Number(values.seconds) * 1000 });
  } catch (fault) {
    return { state: "none", edition: null, refusal: fault.name };
  }
  const { refusal } = values.recalls ? await mirror.updateRecalls() : await mirror.update();
  return { state: mirror.state(), edition: mirror.edition, refusal };
}

const { state, edition, refusal } = await outcome();
console.log(JSON.stringify({ state, edition, refusal }));
process.exitCode = refusal ? 1 : 0;
