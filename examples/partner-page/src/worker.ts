// Keeps the page's own files, so that it opens without the network. It touches no other request.
export {};

declare const FILES: string[];
declare const VERSION: string; // another for other files
declare const self: typeof globalThis & {
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
};
type Extendable = Event & { waitUntil(what: Promise<unknown>): void };
type Fetched = Event & { request: Request; respondWith(what: Promise<Response>): void };

const NAME = `page-${VERSION}`;
const ADDRESSES = new Set(FILES.map((file) => new URL(file, self.registration.scope).href));

async function take(): Promise<void> {
  const cache = await caches.open(NAME);
  await cache.addAll([...ADDRESSES].map((address) => new Request(address, { cache: "reload" })));
  await self.skipWaiting();
}

async function begin(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith("page-") && name !== NAME);
  await Promise.all(others.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(request: Request): Promise<Response> {
  return (await (await caches.open(NAME)).match(request.url)) ?? fetch(request);
}

self.addEventListener("install", (event) => (event as Extendable).waitUntil(take()));
self.addEventListener("activate", (event) => (event as Extendable).waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const { request } = event as Fetched;
  if (request.method === "GET" && ADDRESSES.has(request.url)) (event as Fetched).respondWith(kept(request));
});
