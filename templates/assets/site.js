// On every page: "/" leads to the search box; what is folded unfolds where it is wanted.

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const box = document.querySelector('main input[type="search"]') ?? document.querySelector('input[type="search"]');
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// On narrow screens long lists begin folded; whatever an address leads to is unfolded.
const unfold = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
};
if (matchMedia("(max-width: 40rem)").matches) {
  for (const list of document.querySelectorAll("details[data-fold]")) list.open = false;
}
unfold();
addEventListener("hashchange", unfold);
// A second click on the same figure changes no address.
addEventListener("click", (event) => {
  if (event.target.closest?.('a[href^="#"]')?.hash === location.hash) unfold();
});
// The search boxes of pages show agencies while one types; what that needs is loaded when one of them is first used.
for (const form of document.querySelectorAll("form[data-suggest]")) {
  form.addEventListener("focusin", () => import("./suggest.js").then(({ attach }) => attach(form)), { once: true });
}
