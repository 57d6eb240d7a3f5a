// Draws the lines of requests and durations on the page of monitoring.
(() => {
  "use strict";
  const place = document.getElementById("request-lines");
  if (!place) return;

  const moment = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: "Asia/Shanghai", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    hour12: false,
  });
  const words = place.dataset;
  // A minute between two without requests has no line to it, only a point.
  const SEEN = { showSymbol: true, symbolSize: 3 };

  function line(name, points, key, axis, more = {}) {
    return {
      name, type: "line", showSymbol: false, yAxisIndex: axis, connectNulls: false,
      data: points.map((point) => [point.at, point[key]]), ...more,
    };
  }

  function options(points) {
    return {
      animation: false,
      grid: { left: 56, right: 56, top: 40, bottom: 56 },
      legend: { top: 0 },
      tooltip: {
        trigger: "axis",
        axisPointer: { label: { formatter: ({ value }) => moment.format(value) } },
      },
      xAxis: { type: "time", axisLabel: { formatter: (at) => moment.format(at).replace(/[ ,]+/, "\n"), hideOverlap: true } },
      yAxis: [
        { type: "value", name: words.requests, minInterval: 1 },
        { type: "value", name: words.duration, splitLine: { show: false } },
      ],
      series: [
        line(words.requests, points, "requests", 0, { areaStyle: { opacity: 0.12 } }),
        line(words.failed, points, "failed", 0, { color: "#d63939" }),
        line(`P50 ${words.duration}`, points, "p50", 1, SEEN),
        line(`P95 ${words.duration}`, points, "p95", 1, SEEN),
        line(`P99 ${words.duration}`, points, "p99", 1, SEEN),
      ],
    };
  }

  async function draw() {
    const chart = window.echarts.init(place);
    chart.showLoading("default", { text: "" });
    try {
      const answer = await fetch(words.url, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      chart.setOption(options((await answer.json()).points));
      chart.hideLoading();
    } catch {
      chart.dispose();
      place.textContent = words.unreachable;
    }
    window.addEventListener("resize", () => { if (!chart.isDisposed()) chart.resize(); });
  }

  draw();
})();
