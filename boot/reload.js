// Only in `cargo xtask dev`: loads the page again when the app was built again.

const page = async () => {
  const answer = await fetch('/index.html', { cache: 'no-store' });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
};

const loaded = await page();
setInterval(async () => {
  // While the API restarts there is no answer.
  const now = await page().catch(() => loaded);
  if (now !== loaded) location.reload();
}, 1000);
