// Improves pages that work without it. It keeps nothing: what to do stands in data- attributes.

const numbers = new Intl.NumberFormat(document.documentElement.lang);

// data-limit on an input: the count below it follows the typing. Lengths are those of the text as
// it is sent, with two characters for a line break, because that is what the server checks.
function count(input) {
  const length = [...input.value.replace(/\r?\n/g, "\r\n")].length;
  const counter = document.getElementById(`${input.id}_count`);
  counter.querySelector("[data-length]").textContent = numbers.format(length);
  counter.classList.toggle("over", length > Number(input.dataset.limit));
}

// data-live="#region" on a form: its answer replaces that region instead of the page. A search
// form with it sends itself when a choice changes.
let request = new AbortController();

async function send(form, submitter) {
  request.abort();
  request = new AbortController();
  const data = new FormData(form, submitter);
  const isSearch = form.method === "get";
  const url = isSearch ? `${form.action.split("?")[0]}?${new URLSearchParams(data)}` : form.action;
  const region = document.querySelector(form.dataset.live);
  region.ariaBusy = "true";
  try {
    const response = await fetch(url, {
      method: form.method,
      body: isSearch ? null : data,
      headers: { "HX-Request": "true" }, // a view may then draw the region alone
      signal: request.signal,
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    swap(region, page.querySelector(form.dataset.live));
    if (page.title) document.title = page.title;
    if (isSearch) history.replaceState(null, "", url);
  } catch (error) {
    if (error.name !== "AbortError") form.submit(); // as it would have gone without this script
  }
}

function swap(region, fresh) {
  for (const group of region.querySelectorAll("details[data-facet]")) {
    const same = fresh.querySelector(`[data-facet="${group.dataset.facet}"]`);
    if (same) same.open = group.open;
  }
  const { name, value } = document.activeElement;
  region.replaceWith(fresh);
  const same = [...fresh.querySelectorAll("[name]")].find(
    (control) => control.name === name && control.value === value,
  );
  (fresh.querySelector("[data-focus]") ?? same)?.focus();
}

document.addEventListener("input", ({ target }) => {
  if (target.dataset.limit) count(target);
});

document.addEventListener("change", ({ target }) => {
  if (target.form?.method === "get" && target.form.dataset.live) target.form.requestSubmit();
});

// data-confirm="question" on a button asks before its form is sent.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const question = submitter?.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
  } else if (form.dataset.live) {
    event.preventDefault();
    send(form, submitter);
  }
});

// The menu of small screens closes by Escape and by a tap beside it.
const menu = document.querySelector("details.menu");

function closeMenu() {
  if (!menu.open) return;
  menu.open = false;
  if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
}

if (menu) {
  document.addEventListener("keydown", ({ key }) => key === "Escape" && closeMenu());
  document.addEventListener("click", ({ target }) => menu.contains(target) || closeMenu());
}

// data-script: a control that does nothing without scripts.
for (const control of document.querySelectorAll("[data-script]")) control.hidden = false;

// allauth's script tells of a passkey that was refused.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});

// data-focus: the error summary, so that it is read out first.
document.querySelector("[data-focus]")?.focus();
