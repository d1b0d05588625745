// The body of a function: returns a line for each element that does not fit, is cut off, or covers another control.
const root = document.documentElement;
const found = [];
const name = (element) => element.outerHTML.slice(0, 120);

// What is in a closed details element has boxes and is not shown.
// Texts for screen readers alone are clipped to nothing.
const clipped = (element) =>
  element && (getComputedStyle(element).clipPath !== "none" || clipped(element.parentElement));
const all = (selector) => Array.from(document.querySelectorAll(selector))
  .filter((element) => element.checkVisibility() && element.getClientRects().length > 0 && !clipped(element));

if (root.scrollWidth > root.clientWidth) found.push("scrolls sideways");

const texts = "a, button, input, select, label, legend, summary, h1, h2, p, li, dt, dd, td, th, code";
for (const element of all(texts)) {
  const box = element.getBoundingClientRect();
  if (box.left < -1 || box.right > root.clientWidth + 1) found.push("beyond the edge: " + name(element));
  // A field scrolls its text.
  const cuts = getComputedStyle(element).overflow !== "visible" && !element.matches("input");
  const isLarger = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
  if (cuts && isLarger) found.push("cut off: " + name(element));
}

const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
  && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
const boxes = (element) => Array.from(element.getClientRects());
const controls = all("a, button, input, select, summary");
controls.forEach((one, i) => controls.slice(i + 1)
  .filter((other) => !one.contains(other))
  .filter((other) => boxes(one).some((a) => boxes(other).some((b) => overlap(a, b))))
  .forEach((other) => found.push("covers " + name(one) + ": " + name(other))));

return found.join("\n");
