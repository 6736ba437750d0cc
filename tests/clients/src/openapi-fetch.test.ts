// Every operation, answered and refused, through openapi-fetch with the types of openapi-typescript.
import assert from "node:assert/strict";
import { test } from "node:test";
import createClient from "openapi-fetch";
import type { components, paths } from "../generated/openapi-typescript.ts";

type Problem = components["schemas"]["Problem"];
// Only JSON is asked for: help is given in plain sentences, too.
const api = createClient<paths, `application/${string}`>({ baseUrl: process.env.HELPAPI_URL ?? "" });

function good<Data extends { emergency: components["schemas"]["Emergency"] }>(
  answer: { data?: Data; response: Response }, status = 200,
): Data {
  assert.equal(answer.response.status, status);
  assert.ok(answer.data);
  assert.equal(answer.data.emergency.ways[0]?.value, "999");
  return answer.data;
}

function refused(answer: { error?: Problem; response: Response }, status: number): Problem {
  assert.equal(answer.response.status, status);
  assert.ok(answer.error);
  assert.equal(answer.error.status, status);
  assert.equal(answer.error.emergency.ways[0]?.value, "999");
  return answer.error;
}

// What the types would not let through, as somebody's JavaScript may send it.
const misspelt = { lnag: "en" } as object;
const nowhere = { path: { name: "no-such-name" } };

test("getRoot", async () => {
  assert.match(good(await api.GET("/api/v1")).links.help, /help$/);
  refused(await api.GET("/api/v1", { params: { query: misspelt } }), 400);
});

test("getHelp", async () => {
  const query = { age: 15, region: "scotland", type: ["image-removal" as const] };
  const help = good(await api.GET("/api/v1/help", { params: { query } }));
  assert.equal(help.reader.age, 15);
  assert.ok(help.needs[0]?.services[0]?.ways[0]?.label);
  assert.ok(help.phases[0]?.steps[0]?.text);
  const problem = refused(await api.GET("/api/v1/help", { params: { query: { age: 121 } } }), 400);
  assert.equal(problem.errors[0]?.parameter, "age");
  refused(await api.GET("/api/v1/help", { params: { query: { topic: "no-such-topic" } } }), 400);
  // @ts-expect-error The compiler knows the codes that a question may use.
  refused(await api.GET("/api/v1/help", { params: { query: { type: ["no-such-type"] } } }), 400);
});

test("askHelp", async () => {
  assert.equal(good(await api.POST("/api/v1/help", { body: { age: 15, audience: "parent-carer", situation: ["paid"] } })).reader.age, 15);
  refused(await api.POST("/api/v1/help", { body: misspelt }), 400);
  refused(await api.POST("/api/v1/help", { body: {}, headers: { "Content-Type": "text/plain" } }), 415);
});

test("listServices", async () => {
  const first = good(await api.GET("/api/v1/services", { params: { query: { page_size: 1 } } }));
  assert.equal(first.results.length, 1);
  assert.ok(first.next);
  refused(await api.GET("/api/v1/services", { params: { query: { page_size: 101 } } }), 400);
  refused(await api.GET("/api/v1/services", { params: { query: { page: 1000 } } }), 404);
  refused(await api.GET("/api/v1/services", { params: { query: { page: 1, edition: 999 } } }), 410);
});

test("askServices", async () => {
  const found = good(await api.POST("/api/v1/services", { body: { q: "childline", page_size: 1 } }));
  assert.match(found.results[0]?.name ?? "", /Childline/);
  refused(await api.POST("/api/v1/services", { body: { age: -1 } }), 400);
  refused(await api.POST("/api/v1/services", { body: { q: "é".repeat(6000) } }), 413);
});

test("getService", async () => {
  const { result } = good(await api.GET("/api/v1/services/{name}", { params: { path: { name: "childline" } } }));
  const age: number | null = result.age.maximum;
  assert.equal(typeof age, "number");
  refused(await api.GET("/api/v1/services/{name}", { params: nowhere }), 404);
});

test("listOrganisations", async () => {
  assert.ok(good(await api.GET("/api/v1/organisations")).results[0]?.services);
  refused(await api.GET("/api/v1/organisations", { params: { query: misspelt } }), 400);
});

test("getOrganisation", async () => {
  const named = { params: { path: { name: "samaritans" } } };
  assert.equal(good(await api.GET("/api/v1/organisations/{name}", named)).result.slug, "samaritans");
  refused(await api.GET("/api/v1/organisations/{name}", { params: nowhere }), 404);
});

test("listAdvice", async () => {
  assert.equal(good(await api.GET("/api/v1/advice")).results[0]?.slug, "sextortion");
  refused(await api.GET("/api/v1/advice", { params: { query: misspelt } }), 400);
});

test("getAdvice", async () => {
  const named = { params: { path: { name: "sextortion" } } };
  assert.equal(good(await api.GET("/api/v1/advice/{name}", named)).result.steps.items[0]?.number, 1);
  refused(await api.GET("/api/v1/advice/{name}", { params: nowhere }), 404);
});

test("listRegions", async () => {
  const found = good(await api.GET("/api/v1/regions", { params: { query: { outcode: "TD15" } } }));
  assert.equal(found.outcode?.outcode, "TD15");
  refused(await api.GET("/api/v1/regions", { params: { query: { outcode: "TD15 1AA" } } }), 400);
});

test("getRegion", async () => {
  const named = { params: { path: { name: "edinburgh" } } };
  assert.equal(good(await api.GET("/api/v1/regions/{name}", named)).result.code, "S12000036");
  refused(await api.GET("/api/v1/regions/{name}", { params: nowhere }), 404);
});

test("listCodeLists", async () => {
  assert.ok(good(await api.GET("/api/v1/codes")).results[0]?.codes[0]?.label);
  refused(await api.GET("/api/v1/codes", { params: { query: misspelt } }), 400);
});

test("getCodeList", async () => {
  const named = { params: { path: { name: "service-types" } } };
  assert.equal(good(await api.GET("/api/v1/codes/{name}", named)).result.name, "service-types");
  refused(await api.GET("/api/v1/codes/{name}", { params: nowhere }), 404);
});

test("getBundle", async () => {
  const bundle = good(await api.GET("/api/v1/bundle"));
  assert.match(bundle.parts[0]?.url ?? "", new RegExp(`/${bundle.edition}-`));
  refused(await api.GET("/api/v1/bundle", { params: { query: misspelt } }), 400);
});

test("listChanges", async () => {
  const changes = good(await api.GET("/api/v1/changes", { params: { query: { since: 0, page_size: 1 } } }));
  assert.equal(changes.results[0]?.edition, changes.edition);
  refused(await api.GET("/api/v1/changes", { params: { query: { since: -1 } } }), 400);
});

test("getRecalls", async () => {
  assert.deepEqual(good(await api.GET("/api/v1/recalls")).results, []);
  refused(await api.GET("/api/v1/recalls", { params: { query: misspelt } }), 400);
});

const on = (address: string | undefined) => createClient<paths>({ baseUrl: address ?? "" });
const help = "/api/v1/help" as const;

// What every client reports: of one network the same is taken however often, also after too many others.
const report = (uid: string) => api.POST("/api/v1/reports", { body: { uid, problem: "closed" } });
const reported = "f2279953-afe4-56a0-a4f7-d3e3735cbd14";

test("reportProblem", async () => {
  assert.match(good(await report(reported), 202).text, /^Thank you/);
  refused(await report("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), 400);
});

test("400", async () => {
  refused(await api.GET("/api/v1/services", { params: { query: { page: 0 } } }), 400);
});

test("404", async () => {
  refused(await api.GET("/api/v1/codes/{name}", { params: nowhere }), 404);
});

test("406", async () => {
  refused(await api.GET(help, { headers: { Accept: "text/html" } }), 406);
});

test("410", async () => {
  const troubled = on(process.env.TROUBLED_URL);
  const withdrawn = await troubled.GET("/api/v1/services/{name}", { params: { path: { name: "samaritans" } } });
  const said = refused(withdrawn, 410) as components["schemas"]["Withdrawn"];
  assert.equal(said.reason_code, "other");
  assert.equal(said.reason, "It has been taken down.");
  assert.equal(said.replacement, null);
  const gone = await api.GET("/api/v1/services", { params: { query: { page: 1, edition: 999 } } });
  assert.ok((refused(gone, 410) as components["schemas"]["EditionGone"]).restart);
});

test("413", async () => {
  refused(await api.POST(help, { body: { region: "é".repeat(6000) } }), 413);
});

test("414", async () => {
  refused(await api.GET("/api/v1/services", { params: { query: { q: "a".repeat(5000) } } }), 414);
});

test("415", async () => {
  refused(await api.POST(help, { body: {}, headers: { "Content-Type": "text/plain" } }), 415);
});

test("429", async () => {
  const { results } = good(await api.GET("/api/v1/services", { params: { query: { page_size: 50 } } }));
  let told = await report(reported);
  for (const { uid } of results) told = await report(uid);
  refused(told, 429);
});

test("500", async () => {
  refused(await on(process.env.TROUBLED_URL).GET("/api/v1/regions"), 500);
});

test("503", async () => {
  refused(await on(process.env.EMPTY_URL).GET(help), 503);
});
