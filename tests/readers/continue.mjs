// What Continue's published schema says against each line of a file, as JSON; a field that it does not know counts.
import { readFileSync } from "node:fs";
import { devDataVersionedSchemas } from "@continuedev/config-yaml";

const [level, path] = process.argv.slice(-2);
const schema = devDataVersionedSchemas["0.2.0"][level].autocomplete.strict();
const records = readFileSync(path, "utf8").trimEnd().split("\n").map(JSON.parse);
const told = records.map((record) => schema.safeParse(record));
console.log(JSON.stringify({ records: records.length, issues: told.flatMap((one) => one.error?.issues ?? []) }));
