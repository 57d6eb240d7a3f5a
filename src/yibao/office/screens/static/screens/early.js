// Before anything is drawn: how wide the navigation was left, so that the page does not jump.
(function () {
  "use strict";
  try {
    if (localStorage.getItem("nav.folded") === "1") document.documentElement.classList.add("is-folded");
  } catch (error) {
    // Without storage nothing is remembered.
  }
})();
