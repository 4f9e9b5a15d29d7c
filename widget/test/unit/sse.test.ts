import { expect, test } from "vitest";
import { readEvents } from "../../src/sse.ts";

function stream(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
      controller.close();
    },
  });
}

async function read(...chunks: (string | Uint8Array)[]) {
  const events = [];
  for await (const event of readEvents(stream(...chunks))) events.push(event);
  return events;
}

test("events are read, whatever pieces they come in", async () => {
  const text = 'event: message\ndata: {"text":"Grüße"}\n\n: comment\nevent: turn\r\ndata: a\r\ndata: b\r\n\r\n';
  const whole = [{ event: "message", data: '{"text":"Grüße"}' }, { event: "turn", data: "a\nb" }];
  expect(await read(text)).toEqual(whole);
  const bytes = new TextEncoder().encode(text);
  expect(await read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
});

test("an event that was cut off is not given out", async () => {
  expect(await read("event: turn\ndata: {}")).toEqual([]);
});

test("events without data are skipped", async () => {
  expect(await read("event: ping\n\ndata: x\n\n")).toEqual([{ event: "message", data: "x" }]);
});
