// Is run before a document's own scripts, and notes what the document does from its first moment on.
window.watched = {shift: 0, violations: []};
new PerformanceObserver((list) => list.getEntries()
  .filter((entry) => !entry.hadRecentInput)
  .forEach((entry) => { window.watched.shift += entry.value; }))
  .observe({type: "layout-shift", buffered: true});
document.addEventListener("securitypolicyviolation", (event) =>
  window.watched.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
