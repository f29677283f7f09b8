// Comes with `make dev` only: the page loads again as soon as a newer build serves, which no longer
// has this file.
setInterval(async () => {
  const answer = await fetch(import.meta.url, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  if (answer?.status === 404) location.reload();
}, 500);
