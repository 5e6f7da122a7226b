// Filters the findings of a year by check and place. Without it the page shows them all.
const form = document.querySelector("[data-filter]");
if (form) {
  const items = [...document.querySelectorAll("main .hits > .finding")];
  const count = form.querySelector("[data-filter-count]");
  const apply = () => {
    let shown = 0;
    for (const item of items) {
      item.hidden = ["check", "place"].some((key) => form[key].value && form[key].value !== item.dataset[key]);
      shown += item.hidden ? 0 : 1;
    }
    count.textContent = `列出 ${shown} 条`;
    history.replaceState(null, "", `#${new URLSearchParams(new FormData(form))}`);
  };
  const wanted = new URLSearchParams(location.hash.slice(1));
  for (const key of ["check", "place"]) form[key].value = wanted.get(key) ?? "";
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  if (wanted.size) apply();
}
