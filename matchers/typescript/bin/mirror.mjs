#!/usr/bin/env node
// Brings the copy in a folder up to date, once: `helpapi-mirror ADDRESS FOLDER ROOT.json [NOW]`. Says in JSON which
// state it is in, of which edition it is, and why an update was refused. NOW: another moment than the present one.
import { readFileSync } from "node:fs";

import { FileStorage } from "../dist/mirror/files.js";
import { Mirror } from "../dist/mirror/index.js";

const [address, folder, root, moment] = process.argv.slice(2);
const now = moment ? () => Date.parse(moment) : Date.now;
const mirror = await Mirror.open({ address, root: readFileSync(root, "utf8"), storage: new FileStorage(folder), now });
const { changed, reached, refusal } = await mirror.update();
const { edition, sequence } = mirror;
console.log(JSON.stringify({ state: mirror.state(), edition, sequence, refusal, changed, reached }));
