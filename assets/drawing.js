// A page with a chart fetches what draws it; without, or on an old browser, the table stays open.
export function drawCharts() {
  const chart = document.querySelector("[data-chart]");
  if (chart) import(chart.dataset.chart).then((charts) => charts.drawAll());
}
