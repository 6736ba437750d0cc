#!/usr/bin/env node
// Answers questions as the server would: `helpapi-answer BUNDLE`, with a JSON object a line on standard input:
// {"path": "/api/v1/help", "question": {…}, "now": "…Z"}. A line comes back for each: the body, or what is refused.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { help, Refused, services } from "../dist/index.js";

const answers = { "/api/v1/help": help, "/api/v1/services": services };
const bundle = JSON.parse(readFileSync(process.argv[2], "utf8"));

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (!line) continue;
  const { path, question, now } = JSON.parse(line);
  let body;
  try {
    body = answers[path](bundle, question, now);
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    body = { refused: fault.parameter, code: fault.code };
  }
  process.stdout.write(`${JSON.stringify(body)}\n`);
}
