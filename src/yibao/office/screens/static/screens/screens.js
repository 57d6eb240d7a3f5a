// The shell's behaviour: search box, menus, dialogs, keys, notes. No page needs it to be read.
(function () {
  "use strict";

  const root = document.documentElement;
  const one = (selector, within) => (within || document).querySelector(selector);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  function remember(name, value) {
    try { localStorage.setItem(name, value); } catch (error) { /* nothing is remembered */ }
  }
  function remembered(name) {
    try { return localStorage.getItem(name); } catch (error) { return null; }
  }
  function isTyping(target) {
    return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
  }

  // Navigation
  function setFolded(folded) {
    root.classList.toggle("is-folded", folded);
    const button = one("[data-fold]");
    if (button) button.setAttribute("aria-expanded", String(!folded));
    if (folded) all(".nav-group").forEach((group) => { group.open = true; });
  }
  function setMenu(open) {
    document.body.classList.toggle("is-menu-open", open);
    const button = one("[data-menu]");
    if (button) button.setAttribute("aria-expanded", String(open));
    if (open) { const first = one(".nav-side a"); if (first) first.focus(); }
  }
  function restoreNavigation() {
    all("details[data-remember]").forEach((group) => {
      const kept = remembered(group.dataset.remember);
      if (kept !== null && !("here" in group.dataset)) group.open = kept === "1";
      one("summary", group).addEventListener("click", () => {
        remember(group.dataset.remember, group.open ? "0" : "1");
      });
    });
    if (root.classList.contains("is-folded")) setFolded(true);
    const here = one('.nav-side [aria-current="page"]');
    const list = one(".nav-side nav");
    if (here && list && here.offsetTop > list.clientHeight - 60) list.scrollTop = here.offsetTop - 120;
  }

  // The search box: hits are links; the arrows choose one, Enter opens it.
  function findBox() { return one("#find"); }
  function hits() { return all('#find-hits [role="option"]'); }
  function showHits(open) {
    const box = findBox(), panel = one("#find-hits");
    if (!box || !panel) return;
    panel.hidden = !open || !panel.innerHTML.trim();
    box.setAttribute("aria-expanded", String(!panel.hidden));
    if (panel.hidden) box.removeAttribute("aria-activedescendant");
  }
  function choose(step) {
    const list = hits();
    if (!list.length) return;
    const now = list.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
    const next = (now + step + list.length + (now < 0 && step < 0 ? 1 : 0)) % list.length;
    list.forEach((hit, place) => hit.setAttribute("aria-selected", String(place === next)));
    findBox().setAttribute("aria-activedescendant", list[next].id);
    list[next].scrollIntoView({ block: "nearest" });
  }
  function onFindKey(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      showHits(true);
      choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const chosen = hits().find((hit) => hit.getAttribute("aria-selected") === "true");
      if (chosen && !one("#find-hits").hidden) { event.preventDefault(); location.assign(chosen.href); }
    } else if (event.key === "Escape") {
      showHits(false);
      findBox().blur();
    }
  }

  // Rows: j and k walk, Enter opens, a click anywhere on a row opens it too.
  function rows() { return all("[data-rows] tbody tr"); }
  function walk(step) {
    const list = rows();
    if (!list.length) return;
    const now = list.findIndex((row) => row.classList.contains("is-current"));
    const next = Math.min(Math.max(now + step, 0), list.length - 1);
    list.forEach((row, place) => row.classList.toggle("is-current", place === next));
    const link = one("td.is-title a", list[next]);
    if (link) link.focus({ preventScroll: true });
    list[next].scrollIntoView({ block: "nearest" });
  }
  function follow(selector) {
    const link = one(selector);
    if (link) link.click();
    return Boolean(link);
  }

  // Dialogs and notes
  function openDialog() {
    const dialog = one("#dialog");
    if (dialog && !dialog.open) dialog.showModal();
    const first = one("input:not([type=hidden]), select, textarea", dialog);
    if (first) first.focus();
  }
  function note(words) {
    const place = one("#toasts");
    if (!place) return;
    const shown = document.createElement("div");
    shown.className = "toast-note toast-error";
    shown.setAttribute("role", "alert");
    const text = document.createElement("span");
    text.textContent = words;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast-close";
    close.dataset.dismiss = "";
    close.textContent = "×";
    close.setAttribute("aria-label", document.body.dataset.close || "×");
    shown.append(text, close);
    place.append(shown);
  }

  let begunG = false;
  const keys = {
    "/": () => { const box = findBox(); if (box) { box.focus(); box.select(); } return Boolean(box); },
    "?": () => { const dialog = one("#keys"); if (dialog && !dialog.open) dialog.showModal(); return true; },
    j: () => { walk(1); return true; },
    k: () => { walk(-1); return true; },
    f: () => { const box = one("#filter-search") || one(".filters summary"); if (box) box.focus(); return Boolean(box); },
    n: () => follow('.pager a[rel="next"]'),
    p: () => follow('.pager a[rel="prev"]'),
    e: () => follow('.page-actions a[href$="/edit/"]'),
    g: () => { begunG = true; setTimeout(() => { begunG = false; }, 1000); return true; },
    h: () => { if (begunG) location.assign(one(".nav-home").href); return begunG; },
  };
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "find") { onFindKey(event); return; }
    if (event.key === "Escape") {
      all("details[data-popup][open]").forEach((menu) => { menu.open = false; one("summary", menu).focus(); });
      setMenu(false);
      if (isTyping(event.target)) event.target.blur();
      return;
    }
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isPlain || isTyping(event.target) || one("dialog[open]")) return;
    const act = keys[event.key];
    if (act && act()) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const target = event.target;
    all("details[data-popup][open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; });
    if (!target.closest(".find")) showHits(false);
    if (target.closest("[data-fold]")) {
      setFolded(!root.classList.contains("is-folded"));
      remember("nav.folded", root.classList.contains("is-folded") ? "1" : "0");
    } else if (target.closest("[data-menu]")) setMenu(!document.body.classList.contains("is-menu-open"));
    else if (target.closest("[data-menu-close]")) setMenu(false);
    else if (target.closest("[data-keys]")) keys["?"]();
    else if (target.closest("[data-dismiss]")) target.closest(".toast-note").remove();
    else if (target.closest("[data-dialog-close]")) { const dialog = target.closest("dialog"); if (dialog) dialog.close(); }
    else {
      const row = target.closest("tr[data-href]");
      if (row && !target.closest("a, button, input, label") && !String(getSelection())) {
        if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
        else location.assign(row.dataset.href);
      }
    }
  });

  // Filters: choosing applies at once, typing after a pause.
  let pause = 0;
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-typed]")) return;
    clearTimeout(pause);
    pause = setTimeout(() => event.target.form.requestSubmit(), 300);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-now]")) event.target.form.requestSubmit();
  });

  // htmx
  document.addEventListener("htmx:afterSwap", (event) => {
    const id = event.detail.target.id;
    if (id === "find-hits") showHits(document.activeElement === findBox());
    if (id === "dialog") {
      all("details[data-popup][open]").forEach((menu) => { menu.open = false; });
      openDialog();
    }
    if (id === "rows") window.scrollTo({ top: 0 });
  });
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => {
    document.addEventListener(name, () => note(document.body.dataset.failed || ""));
  });
  document.addEventListener("focusin", (event) => { if (event.target.id === "find") showHits(true); });

  // Forms: leaving with changes asks first; errors are read out.
  function guardForms() {
    all("form[data-guard]").forEach((form) => {
      let isChanged = false;
      form.addEventListener("input", () => { isChanged = true; });
      form.addEventListener("submit", () => { isChanged = false; });
      window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
    });
    const first = one("[data-focus]");
    if (first) first.focus();
  }

  document.addEventListener("DOMContentLoaded", () => {
    restoreNavigation();
    guardForms();
    all(".toasts .toast-note:not(.toast-error)").forEach((shown) => setTimeout(() => shown.remove(), 8000));
  });
})();
