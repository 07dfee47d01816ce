// Workers that crash while they wait to be wanted, and workers that cannot start: what is asked for is done, or says why not.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SITE, launch, open } from "./harness.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const button = (page, name) => page.getByRole("button", { name, exact: true });

/** What is said of a worker whose script is missing. */
const MISSING = "the browser could not load its program";

/**
 * Opens the page with a list of the workers that it starts, and plays for a moment, so that the first of them is the one that
 * simulates. Where scripts are missing, none but that one can start, until `globalThis.missing` is false.
 */
async function played({ missing = false } = {}) {
  const page = await open(browser, { path: null, viewport: { width: 1440, height: 900 } });
  await page.addInitScript((missing) => {
    globalThis.missing = missing;
    globalThis.hired = [];
    globalThis.Worker = class extends globalThis.Worker {
      constructor(script, options) {
        super(globalThis.missing && globalThis.hired.length > 0 ? "./no-such-worker.js" : script, options);
        globalThis.hired.push(this);
      }
    };
  }, missing);
  await page.goto(new URL("#play/preset/mmc", SITE).href);
  const started = page.waitForEvent("worker");
  await button(page, "Play").click();
  const live = await started;
  await button(page, "Pause").click();
  await button(page, "Run a trial").waitFor();
  return { page, live };
}

test("spare workers that crashed before they were wanted hold no study up", async () => {
  const { page, live } = await played();
  while (page.workers().length < 3) await page.waitForEvent("worker");
  // A crash shows itself in two ways; either tells the page, which listened to its workers before this test did.
  await page.evaluate(() => {
    const crash = (worker) => new Promise((resolve) => {
      worker.addEventListener("message", ({ data }) => data?.kind === "panic" && resolve());
      worker.addEventListener("error", () => resolve());
    });
    globalThis.crashed = Promise.all(globalThis.hired.slice(1).map(crash));
  });
  for (const spare of page.workers().filter((worker) => worker !== live)) {
    await spare.evaluate(() => void setTimeout(() => { throw new Error("planted"); }, 0));
  }
  await page.evaluate(async () => void (await globalThis.crashed));
  await button(page, "Run a trial").click();
  await button(page, "Add four runs").waitFor();
  assert.equal(await page.getByText("The trial stopped").count(), 0, "others were started in their place");
  // Not `close`: the planted errors are on the console, as they should be.
  await page.context().close();
});

test("where no worker can start, trial, curve and contest say so, and can be tried again", async () => {
  const { page } = await played({ missing: true });
  await button(page, "Run a trial").click();
  await page.getByRole("alert").filter({ hasText: `The trial stopped: ${MISSING}` }).waitFor();
  await button(page, "Simulate this curve").click();
  await page.getByText(`The simulation of these loads stopped: ${MISSING}`).waitFor();
  await page.getByRole("link", { name: "Balance", exact: true }).click();
  const contest = page.getByRole("region", { name: "The same policies on random payments" });
  await button(contest, "Run them").click();
  await contest.getByText(`A worker crashed: ${MISSING}`).waitFor();
  await page.evaluate(() => (globalThis.missing = false));
  await button(contest, "Run them").click();
  await contest.getByText(/of \d+ runs are done/).waitFor();
  await page.getByRole("link", { name: "Play", exact: true }).click();
  await button(page, "Run a trial").click();
  await button(page, "Add four runs").waitFor();
  await button(page, "Simulate this curve").click();
  await page.getByText(/Simulating: \d+ loads? done|T \/ N goes from/).first().waitFor();
  // Not `close`: the missing scripts are on the console, as they should be.
  await page.context().close();
});

test("a curve that is under way when the run begins anew is dropped, not waited for", async () => {
  const { page } = await played();
  await button(page, "Simulate this curve").click();
  await button(page, "Simulate this curve").waitFor({ state: "detached" });
  await page.keyboard.press("n");
  await button(page, "Simulate this curve").waitFor();
  await page.context().close();
});
