#!/usr/bin/env node
// Answers questions as the server would: `helpapi-answer BUNDLE`, with a JSON object a line on standard input:
//
//     {"path": "help", "question": {"age": 15}, "now": "2026-11-28T09:00:00Z"}
//
// `path` is help or services. For each a line comes back: {"body": "…"}, the answer as the server writes it, or
// {"refused": ["age"], "codes": ["blank"]}, the parameters at fault, where null stands for the question as a whole, and
// what is wrong with each.
import { readFileSync } from "node:fs";

import { help, Refused, services } from "../dist/index.js";

const answers = { help, services };
const bundle = JSON.parse(readFileSync(process.argv[2], "utf8"));

for await (const line of lines(process.stdin)) {
  if (!line) continue;
  const { path, question, now } = JSON.parse(line);
  let said;
  try {
    said = { body: JSON.stringify(answers[path](bundle, question, now)) };
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    said = { refused: fault.faults.map(({ parameter }) => parameter), codes: fault.faults.map(({ code }) => code) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

/** Not those of node:readline, which ends a line at U+2028 too, and JSON may have one in a text. */
async function* lines(input) {
  let rest = "";
  for await (const piece of input.setEncoding("utf8")) {
    const found = (rest + piece).split("\n");
    rest = found.pop();
    yield* found;
  }
  yield rest;
}
