// Every operation, answered and refused, through the client that Hey API generates.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as api from "../generated/hey/index.ts";
import { client } from "../generated/hey/client.gen.ts";

client.setConfig({ baseUrl: process.env.HELPAPI_URL ?? "" });

type Answer<Data, Fault> = { data: Data | undefined; error: Fault | undefined; response?: Response };

function good<Data extends { emergency: api.Emergency }>(answer: Answer<Data, unknown>, status = 200): Data {
  assert.equal(answer.response?.status, status);
  assert.ok(answer.data);
  assert.equal(answer.data.emergency.ways[0]?.value, "999");
  return answer.data;
}

function refused<Fault extends api.Problem>(answer: Answer<unknown, Fault>, status: number): Fault {
  assert.equal(answer.response?.status, status);
  assert.ok(answer.error);
  assert.equal(answer.error.status, status);
  return answer.error;
}

const misspelt = { lnag: "en" } as object;
const nowhere = { path: { name: "no-such-name" } };
const named = (name: string) => ({ path: { name } });

test("getRoot", async () => {
  assert.match(good(await api.getRoot()).links.services, /services$/);
  refused(await api.getRoot({ query: misspelt }), 400);
});

test("getHelp", async () => {
  const help = good(await api.getHelp({ query: { age: 15, audience: "friend", type: ["image-removal", "police-report"] } }));
  assert.equal(help.needs[0]?.services[0]?.use, "pass-on");
  assert.equal(refused(await api.getHelp({ query: { age: 121 } }), 400).errors[0]?.parameter, "age");
});

test("askHelp", async () => {
  assert.equal(good(await api.askHelp({ body: { age: 19, age_in_image: 16 } })).reader.age_in_image, 16);
  refused(await api.askHelp({ body: { age: 16, age_in_image: 19 } }), 400);
});

test("listServices", async () => {
  assert.equal(good(await api.listServices({ query: { page_size: 2 } })).results.length, 2);
  const gone = refused(await api.listServices({ query: { page: 1, edition: 999 } }), 410);
  assert.ok("restart" in gone && gone.restart);
});

test("askServices", async () => {
  assert.equal(good(await api.askServices({ body: { page_size: 2 } })).next, null);
  refused(await api.askServices({ body: { page: 1000 } }), 404);
});

test("getService", async () => {
  assert.equal(good(await api.getService(named("childline"))).result.slug, "childline");
  refused(await api.getService(nowhere), 404);
});

test("listOrganisations", async () => {
  assert.ok(good(await api.listOrganisations()).count);
  refused(await api.listOrganisations({ query: { page: 0 } }), 400);
});

test("getOrganisation", async () => {
  assert.equal(good(await api.getOrganisation(named("samaritans"))).result.slug, "samaritans");
  refused(await api.getOrganisation(nowhere), 404);
});

test("listAdvice", async () => {
  assert.equal(good(await api.listAdvice()).results[0]?.slug, "sextortion");
  refused(await api.listAdvice({ query: misspelt }), 400);
});

test("getAdvice", async () => {
  assert.ok(good(await api.getAdvice(named("sextortion"))).result.emergency_text);
  refused(await api.getAdvice(nowhere), 404);
});

test("listRegions", async () => {
  assert.equal(good(await api.listRegions({ query: { kind: "country" } })).count, 4);
  refused(await api.listRegions({ query: { outcode: "EH1", q: "edinburgh" } }), 400);
});

test("getRegion", async () => {
  assert.equal(good(await api.getRegion(named("edinburgh"))).result.code, "S12000036");
  refused(await api.getRegion(nowhere), 404);
});

test("listCodeLists", async () => {
  assert.ok(good(await api.listCodeLists()).results[0]?.codes[0]?.label);
  refused(await api.listCodeLists({ query: misspelt }), 400);
});

test("getCodeList", async () => {
  assert.equal(good(await api.getCodeList(named("phases"))).result.name, "phases");
  refused(await api.getCodeList(nowhere), 404);
});

test("getBundle", async () => {
  const bundle = good(await api.getBundle());
  assert.match(bundle.parts[0]?.url ?? "", new RegExp(`/${bundle.edition}-`));
  refused(await api.getBundle({ query: misspelt }), 400);
});

test("listChanges", async () => {
  const changes = good(await api.listChanges({ query: { since: 0, page_size: 1 } }));
  assert.equal(changes.results[0]?.edition, changes.edition);
  refused(await api.listChanges({ query: { since: -1 } }), 400);
});

test("getRecalls", async () => {
  assert.deepEqual(good(await api.getRecalls()).results, []);
  refused(await api.getRecalls({ query: misspelt }), 400);
});

// What every client reports: of one network the same is taken however often, also after too many others.
const reported = "f2279953-afe4-56a0-a4f7-d3e3735cbd14";
const nobody = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

test("reportProblem", async () => {
  const told = await api.reportProblem({ body: { uid: reported, problem: "closed" } });
  assert.match(good(told, 202).text, /^Thank you/);
  refused(await api.reportProblem({ body: { uid: nobody, problem: "closed" } }), 400);
});

test("400", async () => {
  refused(await api.listServices({ query: { page: 0 } }), 400);
});

test("404", async () => {
  refused(await api.getCodeList(nowhere), 404);
});

test("406", async () => {
  refused(await api.getHelp({ headers: { Accept: "text/html" } }), 406);
});

test("410", async () => {
  const withdrawn = await api.getService({ ...named("samaritans"), baseUrl: process.env.TROUBLED_URL });
  const said = refused(withdrawn, 410);
  assert.ok("reason" in said && said.reason_code === "other" && said.reason === "It has been taken down." && said.replacement === null);
  const gone = refused(await api.listServices({ query: { page: 1, edition: 999 } }), 410);
  assert.ok("restart" in gone && gone.restart);
});

test("413", async () => {
  refused(await api.askHelp({ body: { region: "é".repeat(6000) } }), 413);
});

test("414", async () => {
  refused(await api.listServices({ query: { q: "a".repeat(5000) } }), 414);
});

test("415", async () => {
  refused(await api.askHelp({ body: {}, headers: { "Content-Type": "text/plain" } }), 415);
});

test("429", async () => {
  const { results } = good(await api.listServices({ query: { page_size: 50 } }));
  let told = await api.reportProblem({ body: { uid: reported, problem: "closed" } });
  for (const { uid } of results) told = await api.reportProblem({ body: { uid, problem: "closed" } });
  refused(told, 429);
});

test("500", async () => {
  refused(await api.listRegions({ baseUrl: process.env.TROUBLED_URL }), 500);
});

test("503", async () => {
  refused(await api.getHelp({ baseUrl: process.env.EMPTY_URL }), 503);
});
