/** What must no longer be shown: ways that were withdrawn or corrected, wherever an app has them from. */

import type { ChannelDocument, Entry, Recall } from "../bundle.js";
import { sha256, utf8 } from "./bytes.js";

const NUMBERS = ["phone", "text", "textphone"];
const MESSAGING = ["whatsapp", "signal", "messenger", "telegram"];
const SCHEME = /^[a-z][a-z0-9+.-]*:(\/\/)?/;
/** Of a way: what leads to somebody, or says how to get there. */
const VALUES = ["value", "keyword", "dial", "relay_prefix", "uri", "instructions", "address", "postcode", "uprn"];

/** A condition that names a way by what one has to do to use it. */
const OF_A_WAY = "way-only-for";

/** The one spelling of a number or address by which it is recalled. `kind`: of the code list channel-kinds. */
export function normalForm(kind: string, value: string): string {
  if (NUMBERS.includes(kind) || (MESSAGING.includes(kind) && /^[+(0-9]/.test(value))) {
    const digits = value.replace(/[^0-9+]/g, "");
    const abroad = /^(?:\+44|0044)0?/.exec(digits);
    return abroad ? `0${digits.slice(abroad[0].length)}` : digits.replaceAll("+", "");
  }
  return value.trim().toLowerCase().replace(SCHEME, "").replace(/^www\./, "").replace(/\/+$/, "");
}

/** The digest by which a number or address is recalled. */
export function digestOf(kind: string, value: string): Promise<string> {
  return sha256(utf8(`${kind}:${normalForm(kind, value)}`));
}

export async function isRecalled(recalls: readonly Recall[], kind: string, value: string): Promise<boolean> {
  const digest = await digestOf(kind, value);
  return recalls.some((one) => one.digest === digest);
}

/** The entries without the ways that are recalled. Those of which none is are the same objects. */
export async function withoutRecalled(entries: readonly Entry[], recalls: readonly Recall[]): Promise<Entry[]> {
  if (!recalls.length) return [...entries];
  return Promise.all(entries.map((entry) => withoutWays(entry, recalls)));
}

async function withoutWays(entry: Entry, recalls: readonly Recall[]): Promise<Entry> {
  if (entry.kind !== "service" || !entry.document) return entry;
  const all: ChannelDocument[] = [entry.document, ...Object.values(entry.translations ?? {})].flatMap(
    (document) => document.channels,
  );
  const isOut = await Promise.all(all.map((channel) => isWayRecalled(entry, channel, recalls)));
  const gone = all.filter((_, place) => isOut[place]);
  if (!gone.length) return entry;
  return withDocuments(entry, (document) => ({
    ...document,
    channels: document.channels.filter((channel: ChannelDocument) => !gone.some(({ uid }) => uid === channel.uid)),
    conditions: conditionsOf(document).filter((one) => !gone.some(({ value }) => value && one.text.includes(value))),
  }));
}

/** The entry with each of its documents changed, whatever its language. */
function withDocuments(entry: Entry, change: (document: any) => any): Entry {
  const changed = { ...entry, document: change(entry.document) };
  if (!entry.translations) return changed;
  const said = Object.entries(entry.translations).map(([language, document]) => [language, change(document)]);
  return { ...changed, translations: Object.fromEntries(said) };
}

/**
 * By its value; or by its identity, in a document of before the recall: in a later one it has been put right.
 *
 * Documents tell the second of their publication, and recalls a part of it.
 */
async function isWayRecalled(entry: Entry, channel: ChannelDocument, recalls: readonly Recall[]): Promise<boolean> {
  const published = Date.parse(entry.published_at ?? "") || 0;
  const isNamed = recalls.some(
    (one) => one.channel === channel.uid && published < Math.floor(Date.parse(one.since) / 1000) * 1000,
  );
  return isNamed || (channel.value !== null && (await isRecalled(recalls, channel.kind, channel.value)));
}

/** The entries with what kinds of ways there are, but none that could be used: nobody knows whether they are right. */
export function withoutContacts(entries: readonly Entry[]): Entry[] {
  const hidden = Object.fromEntries(VALUES.map((name) => [name, null]));
  return entries.map((entry) => {
    if (!entry.document) return entry;
    if (entry.kind === "organisation") {
      return withDocuments(entry, (document) => ({ ...document, website: null, email: null }));
    }
    if (entry.kind !== "service") return entry;
    return withDocuments(entry, (document) => ({
      ...document,
      channels: document.channels.map((channel: ChannelDocument) => ({ ...channel, ...hidden })),
      conditions: conditionsOf(document).filter((one) => one.code !== OF_A_WAY),
    }));
  });
}

const conditionsOf = (document: any): { code: string; text: string }[] => document.conditions ?? [];
