// What the pages do by themselves; every one of them works without this file as well.
import htmx from "htmx.org";
import { closeMenus, closeToast, print } from "./pressing.js";
import { busy, idle, send } from "./sending.js";
import { onKey } from "./keys.js";
import { arrive } from "./arriving.js";
import { attend, tell } from "./telling.js";
import { drawCharts } from "./drawing.js";
import { choose } from "./choosing.js";

htmx.config.allowEval = false; // the content security policy would stop it anyway
htmx.config.includeIndicatorStyles = false; // and this too
htmx.config.attributesToSettle = []; // copying "style" is an inline style too
htmx.config.defaultSettleDelay = 0; // what is pressed the moment it appears is already heard
htmx.config.historyCacheSize = 0; // no resident's data is left behind in the browser
htmx.config.refreshOnHistoryMiss = true;
htmx.config.scrollIntoViewOnBoost = false;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "...", swap: true }, // mistakes and refusals as well: they say where they belong
];

document.documentElement.classList.add("scripted"); // shows what only a script can do
document.addEventListener("keydown", onKey);
document.addEventListener("click", closeMenus);
document.addEventListener("click", closeToast);
document.addEventListener("click", print);
document.addEventListener("submit", send, { capture: true });
window.addEventListener("pageshow", idle);
window.addEventListener("pageshow", choose);
document.addEventListener("change", choose);
document.addEventListener("htmx:afterSettle", choose);
document.addEventListener("htmx:beforeRequest", busy);
document.addEventListener("htmx:afterRequest", idle);
document.addEventListener("htmx:beforeSwap", tell);
document.addEventListener("htmx:afterSettle", arrive);
document.addEventListener("htmx:afterSettle", attend);
document.addEventListener("htmx:afterSettle", drawCharts);
drawCharts();
