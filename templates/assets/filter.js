// Filters the findings of a year by check and place, over all sheets of the list; the certainty leads to its own list.
// The view stands in the address. Without this the page is a plain list in sheets.
const form = document.querySelector("[data-filter]");
const list = document.querySelector("main .hits");
if (form) {
  const count = form.querySelector("[data-filter-count]");
  const fits = { // a finding belongs to its place and to every place above
    check: (item, value) => item.dataset.check === value,
    place: (item, value) => item.dataset.places.split(" ").includes(value),
  };
  let whole; // the other sheets, fetched once, when somebody filters
  const fetched = async (link) => {
    const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
    return [...page.querySelectorAll("main .hits > .finding")];
  };
  const gather = () => {
    const nav = document.querySelector(".sheets");
    const others = nav ? [...nav.querySelectorAll("a:not([aria-current])")] : [];
    return Promise.all(others.map(fetched)).then((sheets) => {
      list.append(...sheets.flat());
      for (const each of document.querySelectorAll(".sheets")) each.hidden = true;
      return true;
    }).catch(() => false); // opened from a folder: only this sheet can be filtered
  };
  const apply = async () => {
    history.replaceState(null, "", `#${new URLSearchParams(new FormData(form))}`);
    const all = list ? await (whole ??= gather()) : true;
    let shown = 0;
    for (const item of list?.children ?? []) {
      item.hidden = Object.keys(fits).some((key) => form[key].value && !fits[key](item, form[key].value));
      shown += item.hidden ? 0 : 1;
    }
    count.textContent = all ? `列出 ${shown} 条` : `本页列出 ${shown} 条`;
  };
  const change = () => {
    const other = form.certainty.selectedOptions[0];
    if (other.defaultSelected) return apply();
    location.href = `${other.dataset.page}#${new URLSearchParams(new FormData(form))}`;
  };
  const read = () => {
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const key of Object.keys(fits)) {
      const known = [...form[key].options].some((option) => option.value === wanted.get(key));
      if (wanted.has(key) && !known) form[key].add(new Option(wanted.get(key), wanted.get(key)));
      form[key].value = wanted.get(key) ?? "";
    }
    form.certainty.value = [...form.certainty.options].find((option) => option.defaultSelected).value;
    if (Object.keys(fits).some((key) => wanted.get(key))) apply();
  };
  form.addEventListener("change", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  addEventListener("pageshow", read);
}
