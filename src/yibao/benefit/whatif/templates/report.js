// Draws the charts of the page: resolves the names of number formats, then lets them follow width.
"use strict";

const minus = (text) => text.replace("-", "−");
const grouped = (number, places) =>
  number.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });

const UNITS =
  LANG === "zh"
    ? [[1e8, " 亿元"], [1e4, " 万元"], [1, " 元"]]
    : [[1e6, " million"], [1e3, " k"], [1, ""]];

function money(yuan, places) {
  if (yuan === 0) return "0";
  const [unit, word] = UNITS.find(([least]) => Math.abs(yuan) >= least) || UNITS[2];
  const number = yuan / unit;
  const exact = Number.isInteger(number) || unit === 1 ? 0 : places;
  return minus((LANG === "zh" ? "" : "¥") + grouped(number, exact) + word);
}

const valueOf = (given) => {
  const value = given && typeof given === "object" && "value" in given ? given.value : given;
  return Array.isArray(value) ? value[value.length - 1] : value;
};
const onValue = (say) => (given) => {
  const value = valueOf(given);
  return value === null || value === undefined ? "–" : say(Number(value));
};
const FORMATS = {
  "@money": onValue((yuan) => money(yuan, 2)),
  "@round": onValue((yuan) => money(yuan, 1)),
  "@yuan": onValue((yuan) => {
    const size = Math.abs(yuan);
    return size < 0.05 ? "0" : minus(grouped(yuan, size < 100 ? 1 : 0));
  }),
  "@count": onValue((number) => minus(grouped(number, 0))),
  "@percent": onValue((ratio) => (ratio * 100).toFixed(1) + "%"),
  "@share": onValue((ratio) => Math.round(ratio * 100) + "%"),
};

function resolved(part) {
  if (typeof part === "string") return FORMATS[part] || part;
  if (Array.isArray(part)) return part.map(resolved);
  if (part && typeof part === "object")
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, resolved(value)]));
  return part;
}

const FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Helvetica Neue", Arial, sans-serif';

function fitted(option, width) {
  const narrow = width < 480;
  const copy = { ...option, textStyle: { fontFamily: FONT } };
  if (copy.yAxis && copy.yAxis.type === "category") {
    const label = { ...copy.yAxis.axisLabel, width: Math.round(width * (narrow ? 0.3 : 0.34)) };
    copy.yAxis = { ...copy.yAxis, axisLabel: { ...label, overflow: "break", fontSize: narrow ? 11 : 12 } };
    copy.xAxis = { ...copy.xAxis, splitNumber: narrow ? 2 : 4 };
  }
  return copy;
}

const charts = Object.entries(OPTIONS).map(([key, option]) => {
  const box = document.getElementById("chart-" + key);
  const chart = echarts.init(box, null, { renderer: "svg", locale: LANG.toUpperCase() });
  const whole = resolved(option);
  let drawn = 0;
  return () => {
    if (box.clientWidth === drawn || box.clientWidth === 0) return;
    drawn = box.clientWidth;
    chart.resize();
    chart.setOption(fitted(whole, drawn), true);
  };
});
const drawAll = () => charts.forEach((draw) => draw());
drawAll();
new ResizeObserver(drawAll).observe(document.querySelector("main"));

// What is folded away is printed all the same.
const folded = [...document.querySelectorAll("details")];
window.addEventListener("beforeprint", () => folded.forEach((one) => (one.open = true)));
