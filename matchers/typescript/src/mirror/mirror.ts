/** Keeps a copy of everything public right by itself: provably ours, whole and fresh, and never an older one. */

import type { Bundle, Entry, Recall } from "../bundle.js";
import { verifyEd25519, type Bytes, type Verify } from "./bytes.js";
import { contentsOf, entriesOf } from "./contents.js";
import { bundleOf, heldOf, proven, type Copy, type Held } from "./copy.js";
import { Server, textOfAnswer, type Fetch } from "./fetching.js";
import { isRecalled, withoutContacts, withoutRecalled } from "./recalls.js";
import { objectOf, Refusal, Unreached, type RefusalName } from "./refusal.js";
import { recallsOf, statementOf, type RecallList, type Signed, type Statement } from "./statement.js";
import { MemoryStorage, type Storage } from "./storage.js";
import { LARGEST, Trust } from "./trust.js";

const LARGEST_PAGE = 4_194_304; // bytes of a page of changes
const LARGEST_BUNDLE = 67_108_864;
const MOST_PAGES = 1000;
const DAY = 86_400_000;
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
  /** Of the API, for example `https://help.example.org`. Nothing else is ever asked. */
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

const NOTHING_NEW: Outcome = { changed: false, reached: true, refusal: null };

export class Mirror {
  /** False: the copy could not be kept for the next visit. */
  isKept = true;
  private copy: Copy | null = null;
  private recallList: (RecallList & { jws: string }) | null = null;
  private polled: { since: number; etag: string } | null = null;
  private recallsTag: string | null = null;
  private made = new Map<string, Promise<Bundle>>();
  private underWay: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly server: Server,
    private readonly trust: Trust,
    private readonly storage: Storage,
    private readonly verify: Verify,
    private readonly clock: () => number,
  ) {}

  /** A mirror with the copy that it kept, if that is still whole. Asks nobody. */
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
    const [copy, state] = [this.copy, this.state(now)];
    if (!copy) return null;
    const isHidden = state === "contacts-hidden";
    let found = this.made.get(String(isHidden));
    if (!found) this.made.set(String(isHidden), (found = this.make(copy, isHidden)));
    return found;
  }

  get recalls(): readonly Recall[] {
    return this.recallList?.recalls ?? this.copy?.recalls ?? [];
  }

  /** Whether a number or address that an app has from anywhere must not be shown. */
  isRecalled(kind: string, value: string): Promise<boolean> {
    return isRecalled(this.recalls, kind, value);
  }

  /** Ask what is new: of everything, and of recalls. One after another, however often it is called. */
  async update(): Promise<Outcome> {
    const content = await this.updateContent();
    if (!this.copy) return content;
    const recalls = await this.updateRecalls();
    return {
      changed: content.changed || recalls.changed,
      reached: content.reached && recalls.reached,
      refusal: content.refusal ?? recalls.refusal,
    };
  }

  /** One request where there is a copy, unless it cannot be brought up to date from changes. */
  updateContent(): Promise<Outcome> {
    return this.inTurn(() => (this.copy ? this.takeChanges(this.copy) : this.takeBundle()));
  }

  /** One request. */
  updateRecalls(): Promise<Outcome> {
    return this.inTurn(() => this.takeRecalls());
  }

  /**
   * Ask again and again, until the function that comes back is called. `every`, `recallsEvery`: in milliseconds.
   *
   * Recalls are asked for more often: from a withdrawal to an app that hides the number must pass less than a minute.
   */
  follow(told: (outcome: Outcome) => void, every = 60_000, recallsEvery = 20_000): () => void {
    let timers: ReturnType<typeof setTimeout>[] = [];
    const again = (place: number, wait: number, ask: () => Promise<Outcome>): void => {
      const soon = wait * (0.9 + Math.random() * 0.1);
      timers[place] = setTimeout(async () => {
        told(await ask());
        if (timers.length) again(place, wait, ask);
      }, soon);
    };
    again(0, every, () => this.updateContent());
    again(1, recallsEvery, () => this.updateRecalls());
    return () => {
      timers.forEach(clearTimeout);
      timers = [];
    };
  }

  private async inTurn(take: () => Promise<boolean>): Promise<Outcome> {
    const before = this.underWay;
    const mine = before.then(async (): Promise<Outcome> => {
      try {
        const changed = await take();
        return { ...NOTHING_NEW, changed };
      } catch (fault) {
        if (fault instanceof Refusal) return { ...NOTHING_NEW, refusal: fault.name };
        if (fault instanceof Unreached) return { ...NOTHING_NEW, reached: false };
        throw fault;
      }
    });
    this.underWay = mine.catch(() => undefined);
    return mine;
  }

  private async takeBundle(): Promise<boolean> {
    const answer = await this.server.get("/api/v1/bundle", LARGEST);
    const { jws } = objectOf(textOfAnswer(answer), "pointer");
    const statement = await this.believed(jws);
    return this.takeParts(jws as string, statement);
  }

  private async takeParts(jws: string, statement: Statement): Promise<boolean> {
    const held: Held[] = [];
    for (const part of statement.parts) {
      if (part.length > LARGEST_BUNDLE) throw new Refusal("too-large", "a part of the bundle");
      const { bytes } = await this.server.get(part.url, part.length);
      held.push(await heldOf(bytes, part, statement));
    }
    const [first] = held;
    if (!first) throw new Refusal("malformed", "statement: no parts");
    const entries = held.flatMap((one) => one.entries);
    await this.keep(await proven(jws, statement, { ...first, entries }));
    return true;
  }

  private async takeChanges(copy: Copy): Promise<boolean> {
    const since = copy.statement.edition;
    const etag = this.polled?.since === since ? this.polled.etag : null;
    const answer = await this.server.get(`/api/v1/changes?since=${since}`, LARGEST_PAGE, etag, [200, 304, 410]);
    if (answer.status === 304) return false;
    if (answer.status === 410) return this.takeBundle();
    const first = objectOf(textOfAnswer(answer), "changes");
    const statement = await this.believed(first.jws);
    const changed = await this.takeChanged(copy, statement, first);
    if (answer.etag && this.copy?.statement.edition === since) {
      this.polled = { since, etag: answer.etag };
      await this.store("polled", this.polled);
    }
    return changed;
  }

  private async takeChanged(copy: Copy, statement: Statement, first: Record<string, unknown>): Promise<boolean> {
    if (isOlder(statement, copy.statement)) return false; // of an hour before, from another node
    const jws = first.jws as string;
    if (statement.reference !== copy.statement.reference) return this.takeParts(jws, statement);
    const changes = await this.changesOf(first, statement);
    if (changes === null) return this.takeBundle();
    const entries = changes.length ? replaced(copy.entries, changes) : copy.entries;
    if ((await contentsOf(entries)) !== statement.contents) return this.takeParts(jws, statement);
    await this.keep({ ...copy, jws, statement, entries });
    return changes.length > 0;
  }

  /** All that has changed; null where an edition came between two pages. */
  private async changesOf(first: Record<string, unknown>, { sequence }: Statement): Promise<Entry[] | null> {
    const found: Entry[] = [];
    let page = first;
    for (let number = 1; number <= MOST_PAGES; number++) {
      if (page.sequence !== sequence) return null;
      found.push(...entriesOf(page.results));
      if (page.next === null || page.next === undefined) return found;
      if (typeof page.next !== "string") throw new Refusal("malformed", "changes: next");
      page = objectOf(textOfAnswer(await this.server.get(page.next, LARGEST_PAGE, null, [200])), "changes");
    }
    throw new Refusal("too-large", "pages without end");
  }

  private async takeRecalls(): Promise<boolean> {
    const answer = await this.server.get("/api/v1/recalls", LARGEST, this.recallsTag);
    if (answer.status === 304) return false;
    const { jws } = objectOf(textOfAnswer(answer), "recalls");
    const list = await recallsOf(jws, (id) => this.key(id), this.verify);
    this.mustBeForward(list, this.recallList);
    if (this.recallList && isOlder(list, this.recallList)) return false;
    const changed = JSON.stringify(list.recalls) !== JSON.stringify(this.recalls);
    this.recallList = { ...list, jws: jws as string };
    this.recallsTag = answer.etag;
    if (changed) this.made.clear();
    await this.store("recalls", { jws, etag: answer.etag });
    return changed;
  }

  /** A statement that may be gone by: ours, not over, and not of before what is held. */
  private async believed(jws: unknown): Promise<Statement> {
    const statement = await statementOf(jws, (id) => this.key(id), this.verify);
    this.mustBeForward(statement, this.copy?.statement ?? null);
    return statement;
  }

  private mustBeForward(signed: Signed, held: Signed | null): void {
    if (held && signed.sequence < held.sequence) throw new Refusal("rollback", "older than what is held");
    if (this.clock() >= signed.expiresAt) throw new Refusal("expired", "no longer vouched for");
  }

  /** The key of a name; where it is not known, or the root is over, as the roots that follow say. */
  private async key(id: string): Promise<Bytes | undefined> {
    const isOver = (): boolean => this.clock() >= this.trust.newest.expires;
    if (!this.trust.key(id) || isOver()) {
      const before = this.trust.followed.length;
      try {
        await this.trust.walk(this.server);
      } finally {
        if (this.trust.followed.length > before) await this.store("roots", this.trust.followed);
      }
    }
    if (isOver()) throw new Refusal("expired", "the root of trust is over");
    return this.trust.key(id);
  }

  private async keep(copy: Copy): Promise<void> {
    if (copy.entries !== this.copy?.entries || copy.reference !== this.copy.reference) this.made.clear();
    this.copy = copy;
    const { jws, entries, reference, recalls } = copy;
    await this.store("copy", { jws, entries, reference, recalls });
  }

  private async make(copy: Copy, isHidden: boolean): Promise<Bundle> {
    const recalls = [...this.recalls];
    const entries = await withoutRecalled(copy.entries, recalls);
    return bundleOf(copy, isHidden ? withoutContacts(entries) : entries, recalls);
  }

  /** What was kept, held against its signatures again: what is not whole is as if it had never been. */
  private async load(): Promise<void> {
    await this.trust.begin((await this.kept("roots")) ?? []);
    const find = async (id: string): Promise<Bytes | undefined> => this.trust.formerKey(id);
    try {
      const copy = await this.kept("copy");
      if (copy) {
        const { jws, entries, reference, recalls } = copy;
        const statement = await statementOf(jws, find, this.verify);
        this.copy = await proven(jws, statement, { entries: entriesOf(entries), reference, recalls });
      }
      const recalls = await this.kept("recalls");
      if (recalls) {
        this.recallList = { ...(await recallsOf(recalls.jws, find, this.verify)), jws: recalls.jws };
        this.recallsTag = recalls.etag;
      }
      this.polled = await this.kept("polled");
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
    }
  }

  /** A copy that cannot be kept, as on a full disk, is good for as long as the app is open. */
  private async store(name: string, value: unknown): Promise<void> {
    try {
      await this.storage.set(name, JSON.stringify(value));
    } catch {
      this.isKept = false;
    }
  }

  private async kept(name: string): Promise<any> {
    const text = await this.storage.get(name);
    try {
      return text === null ? null : JSON.parse(text);
    } catch {
      return null;
    }
  }
}

const isOlder = (one: Signed, other: Signed): boolean =>
  one.sequence === other.sequence && one.issuedAt < other.issuedAt;

function replaced(entries: readonly Entry[], changes: readonly Entry[]): Entry[] {
  const found = new Map(entries.map((entry) => [entry.uid, entry]));
  for (const entry of changes) found.set(entry.uid, entry);
  return [...found.values()];
}
