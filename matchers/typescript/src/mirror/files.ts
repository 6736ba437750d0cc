/** Keeps a copy in a folder, for programs in Node. */

import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Storage } from "./storage.js";

export class FileStorage implements Storage {
  constructor(private readonly folder: string) {}

  async get(name: string): Promise<string | null> {
    try {
      return await readFile(join(this.folder, `${name}.json`), "utf8");
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw fault;
    }
  }

  /** Whoever reads it meanwhile finds the old text or the new one, never half of it. */
  async set(name: string, text: string): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const unfinished = join(this.folder, `${name}.${process.pid}.tmp`);
    await writeFile(unfinished, text, "utf8");
    await rename(unfinished, join(this.folder, `${name}.json`));
  }
}
