import { connect, type Socket } from "node:net";
import { performance } from "node:perf_hooks";

/** A request ready to be written to a socket. */
export interface RawRequest {
  readonly bytes: Buffer;
  /** Answers to HEAD announce a body that does not follow. */
  readonly bodiless: boolean;
  /** What it asks for, in messages. */
  readonly name: string;
}

export interface Load {
  readonly requests: number;
  readonly milliseconds: number;
}

/**
 * Sends requests over kept-alive connections for a while, each connection one after the other, all of them round the list. Written on
 * bare sockets, so that the client costs little beside the server.
 * @throws Error on the first answer that is no success, with its text
 */
export async function load(
  port: number,
  requests: readonly RawRequest[],
  { milliseconds, connections = 16 }: { milliseconds: number; connections?: number },
): Promise<Load> {
  const began = performance.now();
  let next = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = await open(port);
      while (performance.now() - began < milliseconds) {
        await connection.exchange(requests[next++ % requests.length] as RawRequest);
        done++;
      }
      connection.close();
    }),
  );
  return { requests: done, milliseconds: performance.now() - began };
}

/** Sends each request once, over several connections. */
export async function sendAll(port: number, requests: readonly RawRequest[], connections = 8): Promise<void> {
  const left = [...requests].reverse();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = await open(port);
      for (let one = left.pop(); one; one = left.pop()) await connection.exchange(one);
      connection.close();
    }),
  );
}

interface Connection {
  exchange(request: RawRequest): Promise<void>;
  close(): void;
}

async function open(port: number): Promise<Connection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise<void>((done, failed) => socket.once("connect", done).once("error", failed));
  const answers = answersOf(socket);
  return {
    exchange: async (request) => {
      const answer = answers.next(request.bodiless);
      socket.write(request.bytes);
      const { status, text } = await answer;
      if (status >= 300) throw new Error(`${request.name} was answered ${status}\n${text()}`);
    },
    close: () => socket.destroy(),
  };
}

interface Answer {
  readonly status: number;
  text(): string;
}

const headEnd = Buffer.from("\r\n\r\n");

/** Takes answers apart by their `content-length`, which the embedded AWS always sends. */
function answersOf(socket: Socket): { next(bodiless: boolean): Promise<Answer> } {
  let received: Buffer = Buffer.alloc(0);
  let waiting: { bodiless: boolean; resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  socket.on("data", (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf(headEnd);
    if (end < 0 || !waiting) return;
    const head = received.toString("latin1", 0, end);
    const length = waiting.bodiless ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const total = end + headEnd.length + length;
    if (received.length < total) return;
    const answer = received.subarray(0, total);
    received = received.subarray(total);
    const { resolve } = waiting;
    waiting = undefined;
    resolve({ status: Number(head.slice(9, 12)), text: () => answer.toString() });
  });
  const fail = (error?: Error) => waiting?.reject(error ?? new Error("the server closed the connection"));
  socket.on("error", fail).on("close", () => fail());
  return {
    next: (bodiless) =>
      new Promise((resolve, reject) => {
        waiting = { bodiless, resolve, reject };
      }),
  };
}
