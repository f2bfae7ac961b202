// Improves pages that work without it. It keeps nothing: what to do stands in data- attributes.

const { lang } = document.documentElement;
const numbers = new Intl.NumberFormat(lang);
const clock = new Intl.DateTimeFormat(lang, { timeStyle: "short" });

// What changes without a new page is also read aloud.
const spoken = document.createElement("p");
spoken.className = "sr";
spoken.setAttribute("role", "status");
document.body.append(spoken);

function say(text) {
  spoken.textContent = text;
}

// data-limit on an input: the count below it follows the typing. Lengths are those of the text as
// it is sent, with two characters for a line break, because that is what the server checks.
function count(input) {
  const length = [...input.value.replace(/\r?\n/g, "\r\n")].length;
  const counter = document.getElementById(`${input.id}_count`);
  counter.querySelector("[data-length]").textContent = numbers.format(length);
  counter.classList.toggle("over", length > Number(input.dataset.limit));
}

// htmx puts new results in place of those a filter has changed: how many there are is read aloud,
// and what was unfolded stays so.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const told = target.querySelector("[role=status]");
  if (told) say(told.textContent);
});

document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target, fragment } }) => {
  for (const group of target.querySelectorAll("details[data-facet]")) {
    const same = fragment.querySelector(`[data-facet="${group.dataset.facet}"]`);
    if (same) same.open = group.open;
  }
});

// data-follows: a link that says the query of this page follows it.
document.addEventListener("htmx:pushedIntoHistory", () => {
  for (const link of document.querySelectorAll("[data-follows]")) {
    const address = new URL(link.href);
    address.search = location.search;
    link.href = address;
  }
});

// data-guard on a form: leaving the page asks first while something typed is not sent.
// data-autosave="url" does so too, and keeps what is typed: the form is posted there after a pause,
// and the answer is {version, saved_at, hints}, or 409 where somebody else has saved meanwhile. What
// is told about it stands in the attributes of [data-autosave-state] (components/autosave.html); the
// hints on what is kept now are HTML, and replace those in [data-hints].
const PAUSE = 2500;
const guarded = "form[data-guard], form[data-autosave]";
const dirty = new Set();
let pause;

async function keep(form) {
  const state = form.querySelector("[data-autosave-state]");
  const tell = (name, time) => {
    state.textContent = state.dataset[name].replace("{time}", time);
    state.classList.toggle("error", name !== "saved");
    say(state.textContent);
  };
  dirty.delete(form);
  try {
    const response = await fetch(form.dataset.autosave, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (response.status === 409) {
      delete form.dataset.autosave; // no more attempts: the person decides
      form.dataset.guard = "";
      throw "conflict";
    }
    if (!response.ok) throw "failed";
    const { version, saved_at: savedAt, hints } = await response.json();
    form.elements.version.value = version;
    const beside = form.parentElement.querySelector("[data-hints]");
    if (!beside.contains(document.activeElement)) beside.innerHTML = hints;
    tell("saved", clock.format(new Date(savedAt)));
  } catch (reason) {
    dirty.add(form);
    tell(reason === "conflict" ? reason : "failed");
  }
}

window.addEventListener("beforeunload", (event) => {
  if (dirty.size) event.preventDefault();
});

document.addEventListener("input", ({ target }) => {
  if (target.dataset.limit) count(target);
  const form = target.closest(guarded);
  if (!form) return;
  dirty.add(form);
  clearTimeout(pause);
  if ("autosave" in form.dataset) pause = setTimeout(keep, PAUSE, form);
});

// data-confirm="question" on a button asks before its form is sent. What writes is sent once, until
// the page is shown again.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const question = submitter?.dataset.confirm;
  if ("sent" in form.dataset || (question && !window.confirm(question))) {
    event.preventDefault();
  } else if (form.method === "post" && !event.defaultPrevented) {
    clearTimeout(pause);
    dirty.delete(form);
    form.dataset.sent = "";
    setTimeout(() => delete form.dataset.sent, 10_000); // a download leaves the page where it is
  }
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The menu of small screens closes by Escape and by a tap beside it.
const menu = document.querySelector("details.menu");

function closeMenu() {
  if (!menu.open) return;
  const isInside = menu.contains(document.activeElement);
  menu.open = false;
  if (isInside) menu.querySelector("summary").focus();
}

if (menu) {
  document.addEventListener("keydown", ({ key }) => key === "Escape" && closeMenu());
  document.addEventListener("click", ({ target }) => menu.contains(target) || closeMenu());
}

// data-script: a control that does nothing without scripts. data-print prints the page;
// data-copy="address" copies it, and says data-copied. Browsers let pages copy over https only.
for (const control of document.querySelectorAll("[data-script]")) {
  control.hidden = "copy" in control.dataset && !navigator.clipboard;
}

async function copy(button) {
  const { copy: address, copied } = button.dataset;
  const label = button.querySelector("span");
  try {
    await navigator.clipboard.writeText(address);
    label.textContent = copied;
    say(copied);
  } catch {
    window.prompt(label.textContent, address); // refused: here it can be copied by hand
  }
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-print]")) window.print();
  const copier = target.closest("[data-copy]");
  if (copier) copy(copier);
});

// allauth's script tells of a passkey that was refused.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
