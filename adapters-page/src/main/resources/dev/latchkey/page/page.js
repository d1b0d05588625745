"use strict";
(() => {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  // The list is sorted as soon as another order is chosen.
  all("[data-submits]").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));

  // A day or a resource was picked: so the choice that it belongs to is meant.
  all("[data-picks]").forEach((field) => field.addEventListener("input", () => {
    if (field.type !== "checkbox" || field.checked) document.getElementById(field.dataset.picks).checked = true;
  }));

  // What a ticked permission includes is shown as ticked, with the reason.
  const scopes = document.querySelector("[data-scopes]");
  if (scopes) {
    const givers = all("[data-includes]", scopes);
    const boxes = givers.filter((input) => input.type === "checkbox");
    const why = (box) => document.getElementById("w-" + box.value);
    const forever = new Set(boxes.filter((box) => box.disabled && !box.checked));
    const wanted = new Set(boxes.filter((box) => box.checked && !box.disabled));
    const show = () => {
      const from = new Map();
      givers.filter((input) => input.type === "radio" ? input.checked : wanted.has(input)).forEach((input) =>
        input.dataset.includes.split(" ").forEach((name) => {
          if (name !== input.value && !from.has(name)) from.set(name, input.value);
        }));
      boxes.filter((box) => !forever.has(box)).forEach((box) => {
        const giver = from.get(box.value);
        box.disabled = giver !== undefined;
        box.checked = box.disabled || wanted.has(box);
        why(box).textContent = giver ? scopes.dataset.because.replace("{0}", giver) : "";
      });
    };
    scopes.addEventListener("change", (event) => {
      const box = event.target;
      if (box.type === "checkbox") {
        if (box.checked) wanted.add(box); else wanted.delete(box);
      }
      show();
    });
    show();
  }

  // A second click would send a form again, and its answer replace the one with the new token.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 10000);
  });

  // The new token: select it when it is focused, copy it, and say so.
  const secret = document.querySelector("[data-secret]");
  if (secret) secret.addEventListener("focus", () => secret.select());
  all("[data-copy]").forEach((button) => {
    const status = document.getElementById("copied");
    button.hidden = false;
    button.addEventListener("click", () => {
      const say = (text) => { status.textContent = text; };
      const failed = () => { secret.focus(); say(button.dataset.failed); };
      if (!navigator.clipboard) return failed();
      navigator.clipboard.writeText(secret.value).then(() => say(button.dataset.copied), failed);
    });
  });
  // A page that comes back from the browser's memory has no secret any more.
  window.addEventListener("pagehide", () => all("[data-secret], [data-forgets]").forEach((field) => {
    field.value = "";
    field.removeAttribute("value");
  }));
})();
