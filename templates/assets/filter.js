// Filters the findings of a year by check, place and certainty. Without it the page shows them all.
const form = document.querySelector("[data-filter]");
if (form) {
  const items = [...document.querySelectorAll("main .hits > .finding")];
  const count = form.querySelector("[data-filter-count]");
  const fits = { // a finding belongs to its place and to every place above
    check: (item, value) => item.dataset.check === value,
    place: (item, value) => item.dataset.places.split(" ").includes(value),
    certainty: (item, value) => item.dataset.certainty === value,
  };
  const apply = () => {
    let shown = 0;
    for (const item of items) {
      item.hidden = Object.keys(fits).some((key) => form[key].value && !fits[key](item, form[key].value));
      shown += item.hidden ? 0 : 1;
    }
    count.textContent = `列出 ${shown} 条`;
    history.replaceState(null, "", `#${new URLSearchParams(new FormData(form))}`);
  };
  const wanted = new URLSearchParams(location.hash.slice(1));
  for (const key of Object.keys(fits)) form[key].value = wanted.get(key) ?? "";
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  if (wanted.size) apply();
}
