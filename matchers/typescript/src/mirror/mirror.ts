/** Keeps a copy of everything public right by itself: provably ours, whole and fresh, and never an older one. */

import type { Bundle, Entry, Recall } from "../bundle.js";
import { verifyEd25519, type Bytes, type Verify } from "./bytes.js";
import { entriesOf } from "./contents.js";
import { bundleOf, changed, fileOf, proven, whole, type Copy } from "./copy.js";
import { held, pathOf, Server, type Answer, type Fetch } from "./fetching.js";
import { isRecalled, withoutContacts, withoutRecalled } from "./recalls.js";
import { Refusal, Unreached, type RefusalName } from "./refusal.js";
import { recallsOf, statementOf, type RecallList, type Signed, type Statement } from "./statement.js";
import { MemoryStorage, type Storage } from "./storage.js";
import { LARGEST, Trust } from "./trust.js";

const LARGEST_PAGE = 4_194_304; // bytes of a page of changes
const LARGEST_BUNDLE = 67_108_864;
const MOST_PAGES = 100; // a bundle is smaller than more of them
const CHANGES = "/api/v1/changes?";
const DAY = 86_400_000;
const ROOTS_EVERY = 3_600_000; // milliseconds after which the server is asked again whether there is a next root
const PATIENCE = 30_000; // milliseconds that an answer may take

/** `none`: show only the emergency notice. `out-of-date`: say so. `contacts-hidden`: no numbers, only advice. */
export type State = "none" | "fresh" | "out-of-date" | "contacts-hidden";

export interface Outcome {
  /** Whether what is to be shown may have become another. */
  changed: boolean;
  /** Whether the server answered. */
  reached: boolean;
  /** Why what it answered was not taken. */
  refusal: RefusalName | null;
}

export interface Options {
  /** Of the API, for example `https://help.example.org`. Nobody else is ever asked. */
  address: string;
  /** The root.json that the app was made with, as text or parsed. */
  root: string | object;
  storage?: Storage;
  fetch?: Fetch;
  /** The present moment, in milliseconds. */
  now?: () => number;
  /** Whether a signature is an Ed25519 key's, for browsers that cannot tell themselves. */
  verify?: Verify;
  patience?: number;
}

interface Kept {
  list: RecallList;
  etag: string | null;
}

export class Mirror {
  /** False: what is held could not be kept for the next visit. */
  isKept = true;
  private copy: Copy | null = null;
  private recalled: Kept | null = null;
  private polled: { since: number; etag: string | null } | null = null;
  private askedForRoots = -Infinity;
  private hasJustAsked = false;
  private made = new Map<boolean, Promise<Bundle>>();
  private underWay: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly server: Server,
    private readonly trust: Trust,
    private readonly storage: Storage,
    private readonly verify: Verify,
    private readonly clock: () => number,
  ) {}

  /** A mirror with the copy that it kept, if that is still whole. Asks nobody. Throws where the root is none. */
  static async open(options: Options): Promise<Mirror> {
    const { address, root, verify = verifyEd25519, storage = new MemoryStorage() } = options;
    const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
    const server = new Server(address, fetch, options.patience ?? PATIENCE);
    const trust = new Trust(typeof root === "string" ? root : JSON.stringify(root), verify);
    const mirror = new Mirror(server, trust, storage, verify, options.now ?? Date.now);
    await mirror.load();
    return mirror;
  }

  get edition(): number | null {
    return this.copy?.statement.edition ?? null;
  }

  get sequence(): number | null {
    return this.copy?.statement.sequence ?? null;
  }

  /** When the server last vouched for the copy, as far as is known here. */
  get issuedAt(): Date | null {
    return this.copy && new Date(this.copy.statement.issuedAt);
  }

  state(now = this.clock()): State {
    if (!this.copy) return "none";
    const { issuedAt, expiresAt, hideContactsAfterDays } = this.copy.statement;
    if (now >= issuedAt + hideContactsAfterDays * DAY) return "contacts-hidden";
    return now >= expiresAt ? "out-of-date" : "fresh";
  }

  /** What to answer from, without what is recalled; null: there is no copy. The same object until something changes. */
  async bundle(now = this.clock()): Promise<Bundle | null> {
    if (!this.copy) return null;
    const isHidden = this.state(now) === "contacts-hidden";
    let found = this.made.get(isHidden);
    if (!found) this.made.set(isHidden, (found = this.make(this.copy, isHidden)));
    return found;
  }

  /** What must not be shown, by the newest list that there is. */
  get recalls(): readonly Recall[] {
    const [list, copy] = [this.recalled?.list, this.copy];
    return list && !(copy && list.sequence < copy.recallsOf) ? list.recalls : (copy?.recalls ?? []);
  }

  /** Whether a number or address that an app has from anywhere must not be shown. */
  isRecalled(kind: string, value: string): Promise<boolean> {
    return isRecalled(this.recalls, kind, value);
  }

  /** Take what is new: three requests where there is no copy, and mostly one where there is. */
  update(): Promise<Outcome> {
    return this.inTurn(async () => {
      if (!this.copy) return this.takeBundle();
      try {
        return await this.takeChanges(this.copy);
      } catch (fault) {
        if (fault instanceof TooLongAgo) return this.takeBundle();
        if (fault instanceof Refusal && fault.name === "mixed") return this.takeBundleInstead(fault);
        throw fault;
      }
    });
  }

  /** Take the newest list of what must not be shown: one request. */
  updateRecalls(): Promise<Outcome> {
    return this.inTurn(() => this.takeRecalls());
  }

  /**
   * Ask again and again, until the function that comes back is called. `every`, `recallsEvery`: in milliseconds.
   *
   * Recalls are asked for more often: from a withdrawal to an app that hides the number must pass less than a minute.
   */
  follow(told: (outcome: Outcome) => void, every = 60_000, recallsEvery = 20_000): () => void {
    const timers = new Map<number, ReturnType<typeof setTimeout>>();
    const again = (wait: number, ask: () => Promise<Outcome>, place: number): void => {
      const ring = async (): Promise<void> => {
        const outcome = await ask();
        if (timers.has(place)) told(outcome);
        if (timers.has(place)) again(wait, ask, place);
      };
      timers.set(place, setTimeout(ring, wait * (0.9 + Math.random() * 0.1)));
    };
    again(every, () => this.update(), 0);
    again(recallsEvery, () => this.updateRecalls(), 1);
    return () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    };
  }

  /** One thing after another. `take`: says whether what is to be shown may have become another. */
  private inTurn(take: () => Promise<boolean>): Promise<Outcome> {
    const mine = this.underWay.then(async (): Promise<Outcome> => {
      this.hasJustAsked = false;
      try {
        await this.followRoots();
        return { changed: await take(), reached: true, refusal: null };
      } catch (fault) {
        if (fault instanceof Refusal) return { changed: false, reached: true, refusal: fault.name };
        if (fault instanceof Unreached) return { changed: false, reached: false, refusal: null };
        throw fault;
      }
    });
    this.underWay = mine.catch(() => undefined);
    return mine;
  }

  /** The changes were not all that changed: the bundle is whole. */
  private async takeBundleInstead(mixed: Refusal): Promise<boolean> {
    try {
      return await this.takeBundle();
    } catch (fault) {
      throw fault instanceof Unreached ? mixed : fault;
    }
  }

  private async takeBundle(): Promise<boolean> {
    const { jws } = held(await this.server.get("/api/v1/bundle", LARGEST));
    const statement = await this.believed(jws);
    const files: unknown[] = [];
    let left = LARGEST_BUNDLE;
    for (const part of statement.parts) {
      if ((left -= part.length) < 0) throw new Refusal("too-large", "no bundle is so large");
      const answer = await this.server.get(pathOf(part.url), part.length);
      if (answer.status !== 200) throw new Unreached(`a part of the bundle: ${answer.status}`);
      files.push(await fileOf(answer.bytes, part, statement));
    }
    await this.keep(await whole(statement, files));
    return true;
  }

  private async takeChanges(copy: Copy): Promise<boolean> {
    const since = copy.statement.edition;
    const etag = this.polled?.since === since ? this.polled.etag : null;
    const answer = await this.server.get(`${CHANGES}since=${since}`, LARGEST_PAGE, etag);
    if (answer.status === 304 && etag) return false;
    const first = pageOf(answer);
    const statement = await this.believed(first.jws);
    const changes = await this.allChanges(first, statement);
    if (!isOlder(statement, copy.statement)) await this.keep(await changed(copy, changes, statement));
    if (this.edition === since) await this.store("polled", (this.polled = { since, etag: answer.etag }));
    return this.copy?.statement.contents !== copy.statement.contents;
  }

  private async allChanges(first: Record<string, unknown>, { sequence }: Statement): Promise<Entry[]> {
    const found: Entry[] = [];
    let page = first;
    for (let number = 0; number < MOST_PAGES; number++) {
      if (page.sequence !== sequence) throw new Refusal("mixed", "an edition came between two pages");
      found.push(...entriesOf(page.results));
      if (page.next === null || page.next === undefined) return found;
      const path = typeof page.next === "string" ? pathOf(page.next) : "";
      if (!path.startsWith(CHANGES)) throw new Refusal("malformed", "changes: next");
      page = pageOf(await this.server.get(path, LARGEST_PAGE));
    }
    throw new Refusal("mixed", "so many pages are more than a bundle");
  }

  private async takeRecalls(): Promise<boolean> {
    const etag = this.recalled?.etag ?? null;
    const answer = await this.server.get("/api/v1/recalls", LARGEST, etag);
    if (answer.status === 304 && etag) return false;
    const { jws } = held(answer);
    const list = await recallsOf(jws, (id) => this.key(id), this.verify);
    this.mustBeForward(list, this.recalled?.list ?? null);
    if (this.recalled && isOlder(list, this.recalled.list)) return false;
    const before = JSON.stringify(this.recalls);
    await this.store("recalls", (this.recalled = { list, etag: answer.etag }));
    const isChanged = JSON.stringify(this.recalls) !== before;
    if (isChanged) this.made.clear();
    return isChanged;
  }

  /** A statement that may be gone by: ours, not over, and not of before what is held. */
  private async believed(jws: unknown): Promise<Statement> {
    const statement = await statementOf(jws, (id) => this.key(id), this.verify);
    this.mustBeForward(statement, this.copy?.statement ?? null);
    return statement;
  }

  private mustBeForward(signed: Signed, held: Signed | null): void {
    if (this.clock() >= signed.expiresAt) throw new Refusal("expired", "no longer vouched for");
    if (held && signed.sequence < held.sequence) throw new Refusal("rollback", "older than what is held");
  }

  /** A key by its name. One that is not known may be that of the next root. */
  private async key(id: string): Promise<Bytes | undefined> {
    if (!this.trust.key(id)) await this.followRoots(true);
    return this.trust.key(id);
  }

  /** Take each next root, when it is time to ask for one. */
  private async followRoots(isUrgent = false): Promise<void> {
    const since = this.clock() - this.askedForRoots;
    if (isUrgent ? !this.hasJustAsked : since < 0 || since >= ROOTS_EVERY) {
      const before = this.trust.followed.length;
      try {
        await this.trust.walk(this.server);
        [this.askedForRoots, this.hasJustAsked] = [this.clock(), true];
      } finally {
        if (this.trust.followed.length > before) await this.store("roots", this.trust.followed);
      }
    }
    if (this.clock() >= this.trust.newest.expires) throw new Refusal("expired", "the root of trust is over");
  }

  private async keep(copy: Copy): Promise<void> {
    if (copy.entries !== this.copy?.entries || copy.reference !== this.copy.reference) this.made.clear();
    this.copy = copy;
    await this.store("copy", copy);
  }

  private async make(copy: Copy, isHidden: boolean): Promise<Bundle> {
    const recalls = [...this.recalls];
    const entries = await withoutRecalled(copy.entries, recalls);
    return bundleOf(copy, isHidden ? withoutContacts(entries) : entries, recalls);
  }

  /** What was kept. A copy that is no longer whole is as if it had never been. */
  private async load(): Promise<void> {
    await this.trust.begin((await this.kept("roots")) ?? []);
    try {
      const copy: Copy | null = await this.kept("copy");
      this.copy = copy && (await proven({ ...copy, entries: entriesOf(copy.entries) }));
      this.recalled = await this.kept("recalls");
      this.polled = await this.kept("polled");
    } catch (fault) {
      if (!(fault instanceof Refusal || fault instanceof TypeError)) throw fault;
    }
  }

  private async kept(name: string): Promise<any> {
    try {
      return JSON.parse((await this.storage.get(name)) ?? "null");
    } catch {
      return null;
    }
  }

  /** What cannot be kept, as on a full disk, is good for as long as the app is open. */
  private async store(name: string, value: unknown): Promise<void> {
    try {
      await this.storage.set(name, JSON.stringify(value));
    } catch {
      this.isKept = false;
    }
  }
}

class TooLongAgo extends Error {}

const isOlder = (one: Signed, other: Signed): boolean =>
  one.sequence === other.sequence && one.issuedAt < other.issuedAt;

/** A page of changes; where they are no longer told, the bundle has to be taken. */
function pageOf(answer: Answer): Record<string, unknown> {
  if (answer.status === 410) throw new TooLongAgo();
  return held(answer);
}
