// Opens /docs in headless Chromium, counts what it asks of whom, and takes a screenshot.
//
//     node docs.mjs URL SCREENSHOT
//
// Fails where the page asks anybody but its own server, logs an error, or does not show every operation of the document.
import { chromium } from "playwright-core";

const [url, screenshot] = process.argv.slice(2);
const own = new URL(url).host;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
});
const failures = [];
const requests = { own: 0, others: [] };
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
  page.on("request", (request) => {
    const target = new URL(request.url());
    if (target.protocol === "data:" || target.protocol === "blob:") return;
    if (target.host === own) requests.own += 1;
    else requests.others.push(request.url());
  });
  page.on("console", (message) => message.type() === "error" && failures.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => failures.push(`script: ${error.message}`));
  const document = await (await fetch(`${url}/openapi.json`)).json();
  const expected = Object.values(document.paths).flatMap(Object.values).filter((each) => each.operationId);
  await page.goto(`${url}/docs`, { waitUntil: "networkidle" });
  await page.waitForSelector(".opblock", { timeout: 30_000 });
  const shown = await page.locator(".opblock").count();
  if (shown !== expected.length) failures.push(`${shown} of ${expected.length} operations are shown`);
  await page.screenshot({ path: screenshot });
  // One operation opened: its example is shown.
  const submit = page.locator("#operations-complaints-submitComplaint");
  await submit.locator(".opblock-summary-control").click();
  await submit.locator(".opblock-body .responses-wrapper").waitFor({ timeout: 10_000 });
  await submit.scrollIntoViewIfNeeded();
  await page.screenshot({ path: screenshot.replace(/\.png$/, "-operation.png") });
  if (requests.others.length > 0) failures.push(`asks others: ${requests.others.join(", ")}`);
  console.log(`operations shown: ${shown} of ${expected.length}`);
  console.log(`requests to the server: ${requests.own}`);
  console.log(`requests to others: ${requests.others.length}`);
} catch (error) {
  failures.push(error.message);
} finally {
  await browser.close();
}
failures.forEach((failure) => console.error(failure));
process.exit(failures.length > 0 ? 1 : 0);
