// What a mirror asks, takes and shows. The server, its keys and its content are made up here.
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import test from "node:test";

import { digestOf, MemoryStorage, Mirror, normalForm, WebStorage } from "../dist/mirror/index.js";

const ADDRESS = "https://help.example.org";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-11-28T09:00:00Z");
const sha = (text) => createHash("sha256").update(text).digest("hex");
const base64url = (text) => Buffer.from(text).toString("base64url");
const moment = (milliseconds) => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

function made() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const bytes = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  return { privateKey, public: bytes.toString("hex"), id: sha(bytes) };
}

const [ONE, TWO, ONLINE, NEXT_ONLINE] = [made(), made(), made(), made()];

/** Members in order, as TUF has them signed. */
const canonical = (value) =>
  value && typeof value === "object" && !Array.isArray(value)
    ? `{${Object.keys(value).sort().map((name) => `"${name}":${canonical(value[name])}`).join()}}`
    : Array.isArray(value) ? `[${value.map(canonical).join()}]` : JSON.stringify(value);

function root(version = 1, online = ONLINE, signers = [ONE, TWO]) {
  const key = (one) => [one.id, { keytype: "ed25519", keyval: { public: one.public }, scheme: "ed25519" }];
  const role = (threshold, ...keys) => ({ keyids: keys.map((one) => one.id), threshold });
  const signed = {
    _type: "root", consistent_snapshot: true, expires: moment(NOW + 400 * DAY), spec_version: "1.0.31", version,
    keys: Object.fromEntries([ONE, TWO, online].map(key)),
    roles: { root: role(2, ONE, TWO), timestamp: role(1, online), snapshot: role(1, online), targets: role(1, online) },
  };
  const signatures = signers.map((one) => ({
    keyid: one.id, sig: sign(null, Buffer.from(canonical(signed)), one.privateKey).toString("hex"),
  }));
  return JSON.stringify({ signatures, signed });
}

function jws(payload, typ, key = ONLINE) {
  const told = [{ alg: "Ed25519", kid: key.id, typ }, payload].map((part) => base64url(JSON.stringify(part))).join(".");
  return `${told}.${sign(null, Buffer.from(told), key.privateKey).toString("base64url")}`;
}

function service(uid, value, edition = 1) {
  const channels = [{ uid: `${uid}-way`, kind: "phone", value, uri: `tel:${value}`, instructions: null }];
  const conditions = [{ code: "way-only-for", text: `Call ${value}: Only for women.` }];
  const document = { uid, slug: uid, channels, conditions };
  return {
    kind: "service", uid, slug: uid, version: 1, edition, published_at: moment(NOW - 30 * DAY), document,
    translations: { cy: { ...document, language: "cy" } },
    order: [1, 1, uid], reason_code: null, reason: null, replacement: null,
  };
}

const tombstone = (uid, edition) => {
  return { ...service(uid, "", edition), document: null, translations: {}, order: [], reason_code: "closed" };
};

/** A server of one edition. `asked`: every request, with its status. */
class Server {
  asked = [];
  answers = new Map();

  constructor() {
    this.publish(1, [service("a", "020 7946 0001"), service("b", "020 7946 0002")]);
  }

  publish(edition, entries, { at = NOW, recalls = [], key = ONLINE, sequence = edition + 10 } = {}) {
    const reference = { public_url: ADDRESS };
    const contents = sha(entries.map((one) => sha(JSON.stringify(one))).sort().join("\n"));
    const referenceDigest = sha(JSON.stringify(reference));
    const body = JSON.stringify({
      format: 1, edition, sequence, contents, reference_digest: referenceDigest, hide_contacts_after_days: 90,
      entries, reference, recalls,
    });
    const times = (days) => ({ issued_at: moment(at), expires_at: moment(at + days * DAY) });
    const part = { kind: null, url: `https://elsewhere.example/api/v1/bundles/${edition}`, sha256: sha(body) };
    const statement = {
      edition, sequence, ...times(7), contents, reference: referenceDigest,
      parts: [{ ...part, length: Buffer.byteLength(body) }], hide_contacts_after_days: 90,
    };
    const signed = jws(statement, "helpapi-statement+jws", key);
    this.answers.set("/api/v1/bundle", JSON.stringify({ jws: signed }));
    this.answers.set(`/api/v1/bundles/${edition}`, body);
    for (let since = 0; since <= edition; since++) {
      const results = entries.filter((one) => one.edition > since);
      const page = { edition, sequence, jws: signed, count: results.length, next: null, previous: null, results };
      this.answers.set(`/api/v1/changes?since=${since}`, JSON.stringify(page));
    }
    const list = jws({ sequence, ...times(1), recalls }, "helpapi-recalls+jws", key);
    this.answers.set("/api/v1/recalls", JSON.stringify({ jws: list }));
  }

  fetch = async (url, { headers, credentials, redirect }) => {
    assert.ok(url.startsWith(`${ADDRESS}/api/v1/`), url);
    assert.deepEqual([credentials, redirect], ["omit", "error"]);
    const path = url.slice(ADDRESS.length);
    const body = this.answers.get(path);
    const etag = `"${sha(body ?? "")}"`;
    const status = body === undefined ? 404 : headers["If-None-Match"] === etag ? 304 : 200;
    this.asked.push(`${status} ${path}`);
    return new Response(status === 200 ? body : null, { status, headers: { ETag: etag } });
  };
}

async function mirrored(options = {}) {
  const server = new Server();
  const clock = { now: NOW };
  const storage = new MemoryStorage();
  const open = (more) =>
    Mirror.open({ address: ADDRESS, root: root(), storage, fetch: server.fetch, now: () => clock.now, ...options, ...more });
  const mirror = await open();
  return { server, clock, storage, open, mirror };
}

const documentIn = { en: (entry) => entry.document, cy: (entry) => entry.translations.cy };
const listed = (bundle, member, language) =>
  bundle.entries.flatMap((entry) => (documentIn[language](entry)?.[member] ?? []).map((one) => one.value ?? one.text));

/** The numbers of a copy, which are the same in each language, as are those in its conditions. */
const ways = (bundle) => {
  for (const member of ["channels", "conditions"]) {
    assert.deepEqual(listed(bundle, member, "cy"), listed(bundle, member, "en"));
  }
  return listed(bundle, "channels", "en").map((value) => value ?? null);
};

test("from nothing it asks three times, and nobody but the one server", async () => {
  const { server, mirror } = await mirrored();
  assert.equal(mirror.state(), "none");
  assert.equal(await mirror.bundle(), null);

  assert.deepEqual(await mirror.update(), { changed: true, reached: true, refusal: null });

  assert.deepEqual(server.asked, ["404 /api/v1/trust/2.root.json", "200 /api/v1/bundle", "200 /api/v1/bundles/1"]);
  assert.deepEqual(ways(await mirror.bundle()), ["020 7946 0001", "020 7946 0002"]);
});

test("a change is one request, and nothing new a 304", async () => {
  const { server, mirror } = await mirrored();
  await mirror.update();
  server.publish(2, [service("a", "020 7946 0001"), tombstone("b", 2), service("c", "020 7946 0003", 2)]);
  server.asked.length = 0;

  assert.equal((await mirror.update()).changed, true);
  assert.deepEqual(server.asked, ["200 /api/v1/changes?since=1"]);
  assert.deepEqual(ways(await mirror.bundle()), ["020 7946 0001", "020 7946 0003"]);

  await mirror.update();
  server.asked.length = 0;
  assert.deepEqual(await mirror.update(), { changed: false, reached: true, refusal: null });
  assert.deepEqual(server.asked, ["304 /api/v1/changes?since=2"]);
});

test("the bundle is the same object until something changes, so that what is read of it is kept", async () => {
  const { server, mirror } = await mirrored();
  await mirror.update();
  const before = await mirror.bundle();
  await mirror.update();
  assert.equal(await mirror.bundle(), before);

  server.publish(2, [service("a", "020 7946 0009", 2), service("b", "020 7946 0002")]);
  await mirror.update();
  assert.notEqual(await mirror.bundle(), before);
  assert.equal((await mirror.bundle()).reference, before.reference);
});

test("a copy ages by itself, and at last shows ways without a number", async () => {
  const { server, clock, mirror } = await mirrored();
  await mirror.update();
  server.answers.clear();
  const states = [0, 6.9, 7, 89.9, 90].map((days) => mirror.state(NOW + days * DAY));
  assert.deepEqual(states, ["fresh", "fresh", "out-of-date", "out-of-date", "contacts-hidden"]);

  clock.now = NOW + 91 * DAY;
  assert.equal((await mirror.update()).reached, false);
  assert.deepEqual(ways(await mirror.bundle()), [null, null]);
  assert.ok(!JSON.stringify(await mirror.bundle()).includes("7946"));
});

test("an answer that is held back for long is refused as expired", async () => {
  const { clock, mirror } = await mirrored();
  await mirror.update();
  clock.now = NOW + 8 * DAY;

  assert.equal((await mirror.update()).refusal, "expired");
  assert.equal(mirror.state(), "out-of-date");
});

test("what is recalled is gone: by its value however it is written, and by its uid until it is put right", async () => {
  const { server, clock, mirror } = await mirrored();
  await mirror.update();
  const recall = { service: "a", kind: "phone", reason: "withdrawn", since: "2026-11-28T08:59:00.5+00:00" };
  const recalls = [
    { ...recall, channel: "elsewhere", digest: await digestOf("phone", "+44 (0)20 7946 0001") },
    { ...recall, channel: "b-way", digest: null },
  ];
  server.publish(1, [service("a", "020 7946 0001"), service("b", "020 7946 0002")], { recalls, sequence: 12 });

  assert.equal((await mirror.updateRecalls()).changed, true);
  assert.deepEqual(ways(await mirror.bundle()), []);
  assert.ok(!JSON.stringify(await mirror.bundle()).includes("7946"));
  assert.equal(await mirror.isRecalled("phone", "(020) 7946-0001"), true);
  assert.equal(await mirror.isRecalled("phone", "020 7946 0002"), false);

  const corrected = { ...service("b", "020 7946 0008", 2), published_at: moment(NOW) };
  server.publish(2, [service("a", "020 7946 0001"), corrected], { recalls, sequence: 13 });
  clock.now += 1;
  await mirror.update();
  assert.deepEqual(ways(await mirror.bundle()), ["020 7946 0008"]);
});

test("recalls are kept, and go on being followed when nobody answers", async () => {
  const { server, mirror, open } = await mirrored();
  await mirror.update();
  const digest = await digestOf("phone", "020 7946 0002");
  const recalls = [{ channel: "x", service: "b", kind: "phone", digest, reason: "withdrawn", since: moment(NOW) }];
  server.publish(1, [], { recalls });
  await mirror.updateRecalls();

  const again = await open({ fetch: async () => { throw new TypeError("offline"); } });
  assert.deepEqual(await again.updateRecalls(), { changed: false, reached: false, refusal: null });
  assert.deepEqual(ways(await again.bundle()), ["020 7946 0001"]);
});

test("it never goes back, nor to what is no longer vouched for", async () => {
  const { server, clock, mirror } = await mirrored();
  server.publish(5, [service("a", "020 7946 0005")]);
  await mirror.update();
  server.publish(5, [service("a", "020 7946 0001")], { sequence: 14 });
  assert.equal((await mirror.update()).refusal, "rollback");
  assert.equal((await mirror.updateRecalls()).refusal, null);

  server.publish(6, [service("a", "020 7946 0006", 6)], { at: NOW - 8 * DAY });
  assert.equal((await mirror.update()).refusal, "expired");
  assert.deepEqual([mirror.edition, ways(await mirror.bundle())], [5, ["020 7946 0005"]]);
  assert.equal(clock.now, NOW);
});

test("a new key is looked for in the next root, and the former one is then nobody's", async () => {
  const { server, mirror, open } = await mirrored();
  await mirror.update();
  server.answers.set("/api/v1/trust/2.root.json", root(2, NEXT_ONLINE));
  server.publish(2, [service("a", "020 7946 0003", 2), service("b", "020 7946 0002")], { key: NEXT_ONLINE });
  assert.equal((await mirror.update()).refusal, null);

  server.publish(3, [service("a", "020 7946 0004", 3), service("b", "020 7946 0002")], { key: ONLINE });
  assert.equal((await mirror.update()).refusal, "unknown-key");
  const again = await open(); // from the root that it was made with, by the one that it kept
  assert.deepEqual([again.edition, (await again.update()).refusal], [2, "unknown-key"]);
});

test("a root that too few have signed is refused", async () => {
  await assert.rejects(Mirror.open({ address: ADDRESS, root: root(1, ONLINE, [ONE, ONE]) }), { name: "bad-signature" });
});

test("a damaged copy is as none, and is taken anew", async () => {
  const { storage, mirror, open } = await mirrored();
  await mirror.update();
  await storage.set("copy", (await storage.get("copy")).replace("7946 0001", "7946 0666"));

  const again = await open();
  assert.equal(again.state(), "none");
  await again.update();
  assert.deepEqual(ways(await again.bundle()), ["020 7946 0001", "020 7946 0002"]);
});

test("a full disk loses nothing that is at hand", async () => {
  const full = new WebStorage({ getItem: () => null, setItem: () => { throw new Error("QuotaExceededError"); } });
  const { mirror } = await mirrored({ storage: full });

  await mirror.update();

  assert.deepEqual([mirror.state(), mirror.isKept], ["fresh", false]);
});

test("however often it is asked at once, it goes one step after another", async () => {
  const { server, mirror } = await mirrored();

  await Promise.all([mirror.update(), mirror.update(), mirror.updateRecalls(), mirror.update()]);

  assert.deepEqual(server.asked.filter((one) => one.endsWith("/bundles/1")), ["200 /api/v1/bundles/1"]);
  assert.equal(mirror.state(), "fresh");
});

test("it follows until it is told to stop", async () => {
  const { server, mirror } = await mirrored();
  await mirror.update();
  const told = await new Promise((resolve) => {
    const stop = mirror.follow((outcome) => { stop(); resolve(outcome); }, 10, 1000);
  });

  assert.equal(told.refusal, null);
  const asked = server.asked.length;
  await new Promise((done) => setTimeout(done, 50));
  assert.equal(server.asked.length, asked);
});

for (const [kind, value, normal] of [
  ["phone", "+44 808 157 0123", "08081570123"],
  ["phone", "0044 (0)20 7946 0123", "02079460123"],
  ["text", "020 7946 0123", "02079460123"],
  ["phone", "+353 20 910 0123", "353209100123"],
  ["whatsapp", "+44 20 7946 0123", "02079460123"],
  ["telegram", "@Example", "@example"],
  ["web", "https://www.Example.org/Help/", "example.org/help"],
  ["email", "mailto:Help@Example.org", "help@example.org"],
]) {
  test(`${kind} ${value} is recalled as ${normal}`, () => assert.equal(normalForm(kind, value), normal));
}
