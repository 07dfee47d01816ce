// Journeys through the trace lab: a generated trace, a file of one's own, and one that is none.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { accessible, close, launch, open } from "./harness.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const button = (page, name) => page.getByRole("button", { name, exact: true });
const lab = (page) => page.getByRole("region", { name: "Whole traces" });

/** Opens the view and waits for the lab. */
async function ready(options) {
  const page = await open(browser, { path: "#cache", viewport: { width: 1440, height: 900 }, ...options });
  await page.getByRole("heading", { name: "Whole traces" }).waitFor();
  return page;
}

/** Generates a trace of ten thousand requests and waits for all of its curves. */
async function generate(page) {
  await page.getByLabel("Keys", { exact: true }).selectOption("1000");
  await page.getByLabel("Requests", { exact: true }).selectOption("10000");
  await button(page, "Generate").click();
  await page.getByText("All curves are complete.").waitFor();
}

/** Drops a file on the page, as from a folder. */
async function drop(page, name, bytes) {
  const data = await page.evaluateHandle(
    ([name, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], name));
      return data;
    },
    [name, [...bytes]],
  );
  await page.dispatchEvent("main", "dragover", { dataTransfer: data });
  await page.getByText("Let go to read the file.").waitFor();
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
}

test("a generated trace gets its curves, an answer to how large, and a description", async () => {
  const page = await ready();
  await page.getByText("No trace yet: generate one, or drop a file.").waitFor();
  await generate(page);
  await lab(page).getByText(/^Zipf: 10.000 requests for \d+ different keys/).waitFor();
  const table = page.getByRole("region", { name: "Miss ratio of each policy at the size that is read out" });
  const row = (name) => table.getByRole("row").filter({ hasText: name });
  assert.equal(await table.getByRole("row").count(), 8, "six policies, the limit and the heads");
  const ratio = async (name) => Number.parseFloat(await row(name).getByRole("cell").first().innerText());
  assert.ok((await ratio("Belady")) <= (await ratio("LRU (")), "nothing beats the limit");
  const before = await ratio("LRU (");
  await page.getByRole("slider", { name: "Size that is read out" }).press("ArrowRight");
  await page.waitForFunction(
    (before) => !document.querySelector(".traces-table")?.textContent?.includes(before),
    `${before.toFixed(1)}\u{a0}%`,
  );
  assert.ok((await ratio("LRU (")) < before, "a larger cache misses less");
  await page.getByText(/^For 90.% hits LRU needs|^No size brings 90.% hits/).waitFor();
  await page.getByRole("slider", { name: "Hits", exact: true }).press("Home");
  await page.getByText(/^For 1.% hits LRU needs .* more, turn another/).waitFor();
  await page.getByText(/^Zipf slope [01]\.\d/).waitFor();
  assert.ok((await lab(page).locator("figure").count()) >= 7, "curves, course, five of the trace");
  await button(page, "Since the beginning").click();
  await page.getByText("policies: 6 of up to 7 drawn").click();
  await page.getByLabel("Random", { exact: true }).last().check();
  await row("Random").getByRole("cell", { name: /^\d.*%$/ }).first().waitFor();
  await page.getByText("All curves are complete.").waitFor();
  await accessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `no sideways scroll: ${wide}`);
  await close(page);
});

test("a dropped file is read in the tab; a bad one names its line and loses nothing", async () => {
  const page = await ready();
  const csv = `time,card\n${Array.from({ length: 3_000 }, (_, place) => `${place},${place % 50}`).join("\n")}\n`;
  await drop(page, "cards.csv.gz", gzipSync(csv));
  await page.getByText(/cards\.csv\.gz: line 1 has no column "key"; allowed: time, card/).waitFor();
  await page.getByLabel("Column of keys").fill("card");
  await button(page, "Read cards.csv.gz again").click();
  await page.getByText(/^cards\.csv\.gz: 3000 requests for 50 different keys, read as CSV, column “card”/).waitFor();
  await page.getByText("All curves are complete.").waitFor();
  await page.getByText(/^Most frequent loop: 50 keys in turn/).waitFor();
  await drop(page, "picture.png", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"));
  await page.getByRole("alert").getByText("line 1 holds bytes that are no text").waitFor();
  await page.getByText("What was loaded before is still there.").waitFor();
  await page.getByText(/^cards\.csv\.gz: 3000 requests/).waitFor();
  await accessible(page, ".traces");
  await drop(page, "broken.txt", Buffer.from(`a\nb\n${"x".repeat(70_000)}\n`));
  await page.getByText(/broken\.txt: line 3 is longer than 65536 bytes/).waitFor();
  await page.getByRole("slider", { name: "Size that is read out" }).press("End");
  await page.getByText(/^For 90.% hits LRU needs 50 entries/).waitFor();
  await drop(page, "good.txt", Buffer.from("a\nb\na\n"));
  await page.getByText(/^good\.txt: 3 requests for 2 different keys, read as a key list/).waitFor();
  assert.equal(await page.getByRole("alert").count(), 0, "the old complaint is gone");
  await close(page);
});

test("a long trace can be left, and what was there stays", async () => {
  const page = await ready();
  await generate(page);
  await page.getByLabel("Requests", { exact: true }).selectOption("10000000");
  await button(page, "Generate").click();
  await button(page, "Cancel").click();
  await page.getByText("All curves are complete.").waitFor();
  await lab(page).getByText(/^Zipf: 10.000 requests/).waitFor();
  await page.getByRole("slider", { name: "Size that is read out" }).press("End");
  await close(page);
});
