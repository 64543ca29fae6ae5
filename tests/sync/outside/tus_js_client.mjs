// Does one thing with tus-js-client: the order comes as JSON on stdin, what happened goes out as JSON.
import { readFileSync } from "node:fs";
import tus from "tus-js-client";

const order = JSON.parse(readFileSync(0, "utf8"));
const file = readFileSync(order.file);
const asked = [];
const given = {
  endpoint: order.endpoint,
  headers: order.headers,
  metadata: order.metadata,
  retryDelays: order.retries ?? null,
  chunkSize: order.chunk_bytes ?? Number.POSITIVE_INFINITY,
  uploadUrl: order.url ?? null,
  overridePatchMethod: order.by_post ?? false,
  uploadDataDuringCreation: order.with_creation ?? false,
  onAfterResponse: (request, answer) => {
    asked.push([request.getMethod(), answer.getStatus()]);
  },
};

/** Sends it, as far as `stop_bytes` where that is said: then the line breaks off. */
function send() {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(file, {
      ...given,
      onError: reject,
      onSuccess: () => resolve(upload.url),
      onChunkComplete: async (_size, offset) => {
        if (order.stop_bytes && offset >= order.stop_bytes) {
          await upload.abort();
          resolve(upload.url);
        }
      },
    });
    upload.start();
  });
}

async function act() {
  if (order.terminate) return tus.Upload.terminate(order.url, given);
  return send();
}

const said = await act().then(
  (url) => ({ url }),
  (fault) => ({ fault: String(fault) }),
);
console.log(JSON.stringify({ ...said, asked }));
