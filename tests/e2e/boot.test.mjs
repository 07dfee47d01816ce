// The page opens, its worker answers, and nothing goes wrong on the way.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, close, launch, open } from "./harness.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test("the page opens and its worker answers", async () => {
  const page = await open(browser);
  await page.getByRole("status").filter({ hasText: /^Simulation \d+\.\d+\.\d+ is ready\.$/ }).waitFor();
  assert.equal(await page.title(), "Switchyard");
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Switchyard");
  await accessible(page);
  await close(page);
});
