// Charts, loaded only where there is one: each figure carries its numbers, and its table below.
import { getInstanceByDom, init, use } from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

// Told apart by colour-blind readers and on grey paper too: lightness, pattern, sign and dash differ.
const COLOURS = ["#1f5fa8", "#e0982f", "#525c69", "#1a6b36"];
const DASHES = ["solid", "dashed", "dotted", [8, 4, 2, 4]];
const SIGNS = ["circle", "rect", "triangle", "diamond"];
const PATTERNS = [
  { symbol: "none" },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: "rgba(0,0,0,.35)" },
  { symbol: "circle", symbolSize: 0.6, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], color: "rgba(255,255,255,.7)" },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 5], color: "rgba(255,255,255,.7)" },
];
const NARROW = 560; // pixels
const WIDE_NAME = 12; // letters of a name beside a lying bar, in each of two lines
const NARROW_NAME = 7;
const drawn = new Set();

export function drawAll() {
  for (const picture of drawn) {
    if (picture.isConnected) continue;
    getInstanceByDom(picture)?.dispose();
    drawn.delete(picture);
  }
  for (const figure of document.querySelectorAll("[data-chart]")) draw(figure);
}

window.addEventListener("resize", () => {
  for (const picture of drawn) getInstanceByDom(picture)?.dispose();
  drawn.clear();
  drawAll();
});
window.addEventListener("beforeprint", () => {
  for (const table of document.querySelectorAll("[data-chart] details")) table.open = true;
});

function draw(figure) {
  const picture = figure.querySelector(".chart-picture");
  if (drawn.has(picture)) return;
  const first = picture.hidden;
  const numbers = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const size = 0.8125 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  picture.hidden = false;
  if (numbers.lying) {
    const bars = numbers.series.filter((one) => one.drawn === "bar").length;
    picture.style.height = `${numbers.labels.length * (bars * 1.3 + 1.4) * size + 5 * size}px`;
  }
  const chart = init(picture, null, { devicePixelRatio: Math.max(2, window.devicePixelRatio) }); // 2: for paper
  chart.setOption(optionOf(numbers, size, picture.clientWidth < NARROW));
  drawn.add(picture);
  if (first) figure.querySelector("details").open = false; // the picture says it; the table is one press away
}

function optionOf(numbers, size, narrow) {
  const words = { fontSize: size, color: "#1d232b", fontFamily: getComputedStyle(document.body).fontFamily };
  const letters = narrow ? NARROW_NAME : WIDE_NAME;
  const names = {
    type: "category",
    data: numbers.labels,
    inverse: numbers.lying,
    axisTick: { show: false },
    axisLabel: { ...words, ...(numbers.lying ? { width: size * letters, overflow: "break", lineHeight: size * 1.2, interval: 0, formatter: (name) => cut(name, 2 * letters - 2) } : {}) },
  };
  const amounts = {
    type: "value",
    name: numbers.unit,
    nameTextStyle: words,
    splitNumber: narrow ? 3 : 5,
    axisLabel: { ...words, formatter: (value) => value.toLocaleString("zh-CN") },
  };
  return {
    animation: false,
    textStyle: words,
    color: COLOURS,
    aria: { enabled: true, label: { enabled: false }, decal: { show: true, decals: PATTERNS } },
    legend: { show: numbers.series.length > 1, top: 0, left: 0, textStyle: words, selectedMode: false },
    grid: { left: 4, right: narrow ? 44 : 64, top: numbers.series.length > 1 ? 3.4 * size : 2 * size, bottom: 4, outerBoundsMode: "same" },
    tooltip: {
      trigger: "axis",
      renderMode: "richText", // no markup, no inline style
      confine: true,
      textStyle: words,
      valueFormatter: (value) => (value == null ? "—" : `${value.toLocaleString("zh-CN")} ${numbers.unit}`),
    },
    xAxis: numbers.lying ? amounts : names,
    yAxis: numbers.lying ? names : amounts,
    series: numbers.series.map((one, at) => seriesOf(one, at, numbers, words, narrow)),
  };
}

function cut(name, most) {
  const letters = [...name]; // a third line would lie on the next name; pointing at the bar shows all
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : name;
}

function seriesOf(one, at, numbers, words, narrow) {
  const few = numbers.labels.length * numbers.series.length <= (narrow ? 6 : 14);
  const hasLine = numbers.series.some((each) => each.drawn === "line"); // it would cross the figures
  const label = {
    ...words,
    show: numbers.lying || (few && !hasLine),
    position: numbers.lying ? "right" : "top",
    backgroundColor: "rgba(255,255,255,.85)",
    formatter: (point) => (point.value == null ? "" : point.value.toLocaleString("zh-CN")),
  };
  if (one.drawn === "line") {
    return {
      type: "line",
      name: one.label,
      data: one.values,
      symbol: SIGNS[at % SIGNS.length],
      symbolSize: 8,
      lineStyle: { width: 2, type: DASHES[at % DASHES.length] },
      label: { show: false },
      z: 4, // above the bars
    };
  }
  return { type: "bar", z: 3, name: one.label, data: one.values, barMaxWidth: 3 * words.fontSize, label };
}
