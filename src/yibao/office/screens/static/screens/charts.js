// Draws every [data-chart]: the options of ECharts as JSON in the element named there.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-chart]").forEach((place) => {
      const options = JSON.parse(document.getElementById(place.dataset.chart).textContent);
      const chart = echarts.init(place, null, { renderer: "svg" });
      chart.setOption(Object.assign({ animation: false, aria: { enabled: true } }, options));
      new ResizeObserver(() => chart.resize()).observe(place);
    });
  });
})();
