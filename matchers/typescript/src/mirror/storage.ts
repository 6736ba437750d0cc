/** Where a copy is kept between visits. */

export interface Storage {
  get(name: string): Promise<string | null>;
  set(name: string, text: string): Promise<void>;
}

/** For as long as the page or the program lives. */
export class MemoryStorage implements Storage {
  private readonly kept = new Map<string, string>();

  async get(name: string): Promise<string | null> {
    return this.kept.get(name) ?? null;
  }

  async set(name: string, text: string): Promise<void> {
    this.kept.set(name, text);
  }
}

/** In `localStorage` or what is like it. Browsers give it a few megabytes. */
export class WebStorage implements Storage {
  constructor(
    private readonly kept: { getItem(name: string): string | null; setItem(name: string, text: string): void },
    private readonly prefix = "helpapi.",
  ) {}

  async get(name: string): Promise<string | null> {
    return this.kept.getItem(this.prefix + name);
  }

  async set(name: string, text: string): Promise<void> {
    this.kept.setItem(this.prefix + name, text);
  }
}

/** In a database of the browser: for any size, and for service workers. */
export class IndexedDbStorage implements Storage {
  private opened: Promise<IDBDatabase> | undefined;

  constructor(private readonly database = "helpapi") {}

  async get(name: string): Promise<string | null> {
    return (await this.ask("readonly", (store) => store.get(name))) ?? null;
  }

  async set(name: string, text: string): Promise<void> {
    await this.ask("readwrite", (store) => store.put(text, name));
  }

  private async ask<T>(mode: IDBTransactionMode, what: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await (this.opened ??= this.open());
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("kept", mode);
      const request = what(transaction.objectStore("kept"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  private open(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(this.database, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("kept");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
}
