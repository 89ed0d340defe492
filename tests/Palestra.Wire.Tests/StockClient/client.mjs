// Plays a worker with the stock gRPC client. Prints one JSON line per event; the test reads them.
// Usage: node client.mjs ADDRESS PROTO
import { fileURLToPath } from "node:url";
import path from "node:path";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const [address, proto] = process.argv.slice(2);
const print = (event, fields = {}) => console.log(JSON.stringify({ event, ...fields }));
const options = { longs: Number, enums: String, keepCase: true, oneofs: true };
const { palestra } = grpc.loadPackageDefinition(loader.loadSync(proto, options));
const client = new palestra.v1.Telemetry(address, grpc.credentials.createInsecure());

const batches = 20;
const perBatch = 256;

function batch(firstSeq) {
  const steps = Array.from({ length: perBatch }, (_, i) => i);
  const observations = Buffer.alloc(perBatch * 16);
  steps.forEach((i) => observations.writeFloatLE(i / 2, i * 16));
  return {
    agent_id: "agent_0",
    first_seq: firstSeq,
    episodes: steps.map(() => 3),
    steps,
    rewards: steps.map((i) => i * 0.25),
    flags: Buffer.from(steps.map((i) => (i === perBatch - 1 ? 1 : 0))),
    times_us: steps.map((i) => 1_700_000_000_000_000 + i),
    actions: { dtype: "JSON", json: steps.map((i) => JSON.stringify({ move: i })) },
    observations: { dtype: "FLOAT32", shape: [4], data: observations },
  };
}

/** One session to its end: sends the messages, prints what comes back. */
function session(name, messages, { halfClose = true } = {}) {
  return new Promise((resolve) => {
    const call = client.Session(new grpc.Metadata());
    call.on("data", (message) => print(name, { body: message.body, ...message[message.body] }));
    call.on("error", () => {});
    call.on("status", ({ code, details }) => {
      print(`${name}-status`, { code, details });
      resolve();
    });
    messages.forEach((message) => call.write(message));
    if (halfClose) call.end();
  });
}

/** A call without the generated stub, as an old or foreign client might make it. */
function unary(name, method, request, deadlineMs) {
  return new Promise((resolve) => {
    const none = (bytes) => bytes;
    const options = deadlineMs ? { deadline: Date.now() + deadlineMs } : {};
    client.makeUnaryRequest(method, none, none, request, new grpc.Metadata(), options, (error, response) => {
      print(name, error ? { code: error.code, details: error.details } : { code: 0, bytes: response.length });
      resolve();
    });
  });
}

const hello = { hello: { run_id: "demo", protocol: 1, software: path.basename(fileURLToPath(import.meta.url)), pid: process.pid } };
const steps = Array.from({ length: batches }, (_, i) => ({ steps: batch(1 + i * perBatch) }));

await session("session", [hello, ...steps, { finished: { outcome: "SUCCEEDED", totals: [{ agent_id: "agent_0", last_seq: batches * perBatch }] } }]);
await session("unknown-run", [{ hello: { run_id: "nobody", protocol: 1 } }], { halfClose: false });
await session("bad-batch", [hello, { steps: { ...batch(1), rewards: [NaN] } }], { halfClose: false });
await unary("unary", "/palestra.v1.Telemetry/Probe", Buffer.alloc(0));
await unary("unknown-method", "/palestra.v1.Telemetry/Nothing", Buffer.alloc(0));
await unary("deadline", "/palestra.v1.Telemetry/Sleep", Buffer.alloc(0), 300);
await unary("too-large", "/palestra.v1.Telemetry/Probe", Buffer.alloc(3 << 20));
client.close();
