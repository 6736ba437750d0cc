// Brings copies up to date, one for each line that it reads, with the reader that was compiled into a folder.
import { createInterface } from "node:readline";

const folder = process.argv[2];
const { FileStorage } = await import(`${folder}/mirror/files.js`);
const { Mirror } = await import(`${folder}/mirror/index.js`);

for await (const line of createInterface({ input: process.stdin })) {
  const { address, folder, root, recalls, patience } = JSON.parse(line);
  console.log(JSON.stringify(await outcome({ address, root, patience, storage: new FileStorage(folder) }, recalls)));
}

async function outcome(options, recalls) {
  let mirror;
  try {
    mirror = await Mirror.open(options);
  } catch (fault) {
    return { state: "none", edition: null, refusal: fault.name };
  }
  const { refusal } = recalls ? await mirror.updateRecalls() : await mirror.update();
  return { state: mirror.state(), edition: mirror.edition, refusal };
}
