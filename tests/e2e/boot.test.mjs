// The page opens, its worker answers, and nothing goes wrong on the way; and if it cannot start, it says so in words.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SITE, accessible, close, launch, open } from "./harness.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test("the page opens and its worker answers", async () => {
  const page = await open(browser);
  await page.locator(".transport-play:enabled").waitFor();
  assert.equal(await page.title(), "Switchyard");
  assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /Switchyard/);
  await accessible(page);
  await close(page);
});

test("each file comes with its type and the headers of a careful host", async () => {
  const types = {
    "": "text/html; charset=utf-8",
    "boot.js": "text/javascript; charset=utf-8",
    "styles/page.css": "text/css; charset=utf-8",
    "worker_bg.wasm": "application/wasm",
  };
  for (const [path, type] of Object.entries(types)) {
    const { status, headers } = await fetch(new URL(path, SITE));
    assert.equal(status, 200, path);
    assert.equal(headers.get("content-type"), type);
    assert.match(headers.get("content-security-policy"), /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
  }
});

test("what goes wrong in the worker reaches the page", async () => {
  const page = await open(browser);
  const started = page.waitForEvent("worker", (worker) => worker.url().endsWith("worker-boot.js?second"));
  const told = page.evaluate(() => new Promise((resolve) => {
    const worker = new Worker("./worker-boot.js?second", { type: "module" });
    const kinds = [];
    worker.addEventListener("message", ({ data }) => {
      kinds.push(data.kind);
      if (data.kind === "panic") resolve({ kinds, message: data.message });
    });
  }));
  await (await started).evaluate(() => void Promise.reject(new Error("planted")));
  const { message } = await told;
  assert.match(message, /planted/);
  await page.context().close();
});

test("without WebAssembly the page says what is missing", async () => {
  const page = await open(browser, { path: null });
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(SITE);
  assert.match(await page.getByRole("alert").innerText(), /no WebAssembly/);
  await accessible(page);
  await close(page);
});

test("with a file missing the page says that it is incomplete", async () => {
  const page = await open(browser, { path: null });
  await page.route("**/app_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(SITE);
  await page.getByRole("alert").filter({ hasText: /could not be loaded/ }).waitFor();
  await accessible(page);
  await page.context().close();
});

test("without scripts the page says that it needs them", async () => {
  const page = await open(browser, { javaScriptEnabled: false });
  // Found by element: searching by text passes over what stands in `noscript`.
  assert.match(await page.locator("noscript").innerText(), /needs JavaScript/);
  // Not `close`: the browser reports the preload of a script that it may not run.
  await page.context().close();
});
