/** Bundles the phone, the desk and the worker into static/dist, and holds the first load to its budget. */

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const DIST = "static/dist";
const FIRST_LOAD_MAX_BYTES = 60_000;
const MAP_MAX_BYTES = 45_000;
const WORKER_MAX_BYTES = 9_000;

/** What a phone fetches under a name without a hash, and the sources whose change makes it new. */
const UNHASHED = {
  "/": ["templates/phone", "patrol_app/web/headers.py"],
  "/manifest.webmanifest": ["patrol_app/web/shell.py"],
  "/static/icons/icon.svg": ["static/icons/icon.svg"],
  "/static/icons/icon-192.png": ["static/icons/icon-192.png"],
};

const SHARED_OPTIONS = {
  bundle: true,
  minify: true,
  charset: "utf8",
  target: ["chrome99", "safari15.4"],
  // Without it lit-html comes as its development build.
  conditions: ["production"],
  legalComments: "none",
  // Leaflet's style sheet names three small pictures.
  loader: { ".png": "dataurl" },
  logLevel: "warning",
  outdir: DIST,
  write: false,
};

/** Pages of phone and desk: hashed files, what is imported lazily in chunks of its own. */
async function bundlePages() {
  const result = await build({
    ...SHARED_OPTIONS,
    entryPoints: [
      { in: "static/phone/main.ts", out: "phone" },
      { in: "static/style/phone.css", out: "phone" },
      { in: "static/gate/main.ts", out: "gate" },
      { in: "static/desk/main.ts", out: "desk" },
      { in: "static/style/desk.css", out: "desk" },
      { in: "static/style/cards.css", out: "cards" },
      { in: "static/style/landscape.css", out: "landscape" },
      { in: "static/style/portrait.css", out: "portrait" },
      { in: "static/style/map.css", out: "map" },
    ],
    format: "esm",
    splitting: true,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    metafile: true,
  });
  return { files: result.outputFiles, outputs: result.metafile.outputs };
}

/** What runs before anything is painted: a plain script of its own, so that it waits for no module. */
async function bundleEarly() {
  const result = await build({
    ...SHARED_OPTIONS,
    entryPoints: ["static/phone/early.ts"],
    format: "iife",
    entryNames: "[name]-[hash]",
    metafile: true,
  });
  return { files: result.outputFiles, outputs: result.metafile.outputs };
}

/** The worker and its kill switch: plain scripts; the worker is told at build time what to keep and which version it is. */
async function bundleWorker(precache, version) {
  const result = await build({
    ...SHARED_OPTIONS,
    entryPoints: ["static/phone/sw.ts", "static/phone/sw-off.ts"],
    format: "iife",
    define: { __PRECACHE__: JSON.stringify(precache), __VERSION__: JSON.stringify(version) },
  });
  return result.outputFiles;
}

/** Logical name → hashed name, the list the server's templates go by. */
function nameEntries(outputs) {
  const names = {};
  for (const [path, output] of Object.entries(outputs)) {
    if (
      output.entryPoint?.match(/(phone|gate|desk)\/main\.ts$|phone\/early\.ts$|style\/\w+\.css$/)
    ) {
      const file = basename(path);
      names[file.replace(/-[^-.]+\./, ".")] = file;
    }
  }
  return names;
}

/** Everything one entry pulls in; lazily imported chunks only if asked for. */
function reach(outputs, file, { lazily }) {
  const reached = new Set();
  const visit = (path) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { path: next, kind } of outputs[path].imports) {
      if (kind === "import-statement" || (lazily && kind === "dynamic-import")) visit(next);
    }
  };
  visit(`${DIST}/${file}`);
  return [...reached];
}

/** The chunk that a lazily imported source became. */
function lazyPart(outputs, source) {
  return Object.keys(outputs).find((path) => outputs[path].entryPoint === source);
}

function listFiles(path) {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".pyc"))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .sort();
  } catch (error) {
    if (error.code === "ENOTDIR") return [path];
    throw error;
  }
}

/** One word for all a phone keeps: hashed names speak for themselves, the rest is read. */
function hashVersion(precache) {
  const hash = createHash("sha256").update(JSON.stringify(precache));
  for (const source of Object.values(UNHASHED).flat().flatMap(listFiles)) {
    hash.update(source).update(readFileSync(source));
  }
  return hash.digest("hex").slice(0, 12);
}

function gzipBytes(files, paths) {
  const bytes = new Map(files.map((file) => [basename(file.path), file.contents]));
  return paths.reduce((sum, path) => sum + gzipSync(bytes.get(basename(path))).length, 0);
}

/** New files first and the list of names last, so that a running server never names a missing file. */
function writeDist(files, names) {
  mkdirSync(DIST, { recursive: true });
  const packed = files.map(({ path, contents }) => ({
    path: `${path}.gz`,
    contents: gzipSync(contents, { level: 9 }),
  }));
  const written = [...files, ...packed];
  for (const file of written) writeFileSync(file.path, file.contents);
  writeFileSync(`${DIST}/manifest.json`, `${JSON.stringify(names, null, 2)}\n`);
  const made = new Set([...written.map((file) => basename(file.path)), "manifest.json"]);
  for (const old of readdirSync(DIST)) if (!made.has(old)) rmSync(join(DIST, old));
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

async function bundleAll() {
  const [pages, early] = await Promise.all([bundlePages(), bundleEarly()]);
  const files = [...pages.files, ...early.files];
  const outputs = { ...pages.outputs, ...early.outputs };
  const names = nameEntries(outputs);
  const load = (page, options) => [
    ...reach(outputs, names[`${page}.js`], options),
    `${DIST}/${names[`${page}.css`]}`,
  ];
  const loadPhone = (options) => [...load("phone", options), `${DIST}/${names["early.js"]}`];
  const kept = loadPhone({ lazily: true }).map((path) => `/${path}`);
  const precache = [...Object.keys(UNHASHED), ...kept];
  const worker = await bundleWorker(precache, hashVersion(precache));
  const firstLoad = gzipBytes(files, loadPhone({ lazily: false }));
  const desk = gzipBytes(files, load("desk", { lazily: false }));
  const map = gzipBytes(files, [lazyPart(outputs, "static/desk/map.ts")]);
  const work = gzipBytes(worker, ["sw.js"]);
  process.stdout.write(
    `Front end, gzip: phone's first load ${kilobytes(firstLoad)} of ${kilobytes(FIRST_LOAD_MAX_BYTES)}, ` +
      `desk ${kilobytes(desk)}, its map ${kilobytes(map)} of ${kilobytes(MAP_MAX_BYTES)}, worker ${kilobytes(work)} of ${kilobytes(WORKER_MAX_BYTES)}.\n`,
  );
  if (firstLoad > FIRST_LOAD_MAX_BYTES) {
    throw new Error("The phone's first load is over its budget: import lazily, or take away.");
  }
  if (map > MAP_MAX_BYTES) throw new Error("The map is over its budget: take away.");
  if (work > WORKER_MAX_BYTES) throw new Error("The worker is over its budget: take away.");
  writeDist([...files, ...worker], names);
}

bundleAll().catch((error) => {
  const why = error.errors ? "The lines above say why." : error.message;
  process.stderr.write(`✗ The front end was not built. ${why}\n`);
  process.exitCode = 1;
});
