// The harness itself: what goes wrong on a page is noticed. Without this, every other test could pass for nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, close, launch, open } from "./harness.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Does something wrong on a page and returns what the harness noticed. */
async function faultsAfter(wrong) {
  const page = await open(browser);
  await page.locator(".transport-play:enabled").waitFor();
  const noticed = page.faults.noticed();
  await wrong(page);
  await noticed;
  await assert.rejects(close(page), /went wrong unnoticed/);
  return page.faults.join("\n");
}

test("an error on the console is noticed", async () => {
  assert.match(await faultsAfter((page) => page.evaluate(() => console.error("planted"))), /planted/);
});

test("an uncaught error is noticed", async () => {
  const faults = await faultsAfter((page) => page.evaluate(() => void queueMicrotask(() => { throw new Error("planted"); })));
  assert.match(faults, /planted/);
});

test("a rejected promise is noticed", async () => {
  assert.match(await faultsAfter((page) => page.evaluate(() => void Promise.reject(new Error("planted")))), /planted/);
});

test("an error in a worker is noticed", async () => {
  const faults = await faultsAfter(async (page) => {
    const worker = page.workers()[0] ?? (await page.waitForEvent("worker"));
    await worker.evaluate(() => console.error("planted"));
  });
  assert.match(faults, /planted/);
});

test("a violation of the content security policy is noticed", async () => {
  const faults = await faultsAfter((page) => page.evaluate(() => document.head.append(
    Object.assign(document.createElement("script"), { textContent: "planted" }),
  )));
  assert.match(faults, /Content Security Policy/);
});

test("a request to another host is noticed", async () => {
  const faults = await faultsAfter((page) => page.evaluate(() => void fetch("https://planted.invalid/").catch(() => {})));
  assert.match(faults, /planted\.invalid|Content Security Policy/);
});

test("a missing file is noticed", async () => {
  assert.match(await faultsAfter((page) => page.evaluate(() => void fetch("no-such-file"))), /404/);
});

test("what axe finds is noticed", async () => {
  const page = await open(browser);
  await page.locator(".transport-play:enabled").waitFor();
  await page.evaluate(() => document.querySelector("main").append(document.createElement("button")));
  await assert.rejects(accessible(page), /button-name/);
  await close(page);
});
