"use strict";
// Looks up what the library computed; it knows no rule.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const form = byId("replay"), valid = byId("valid"), known = byId("known"), panel = byId("panel");
  const last = { valid: data.valid.length - 1, known: data.seqs.length - 1 };

  // A span: place of its seq, first turn, turn after the last, answer. The last that covers holds.
  function answerAt(spans, turn, seq) {
    for (let i = spans.length - 4; i >= 0; i -= 4) {
      if (spans[i] <= seq && spans[i + 1] <= turn && turn < spans[i + 2]) return spans[i + 3];
    }
    return -1;
  }

  const cells = Object.entries(data.spans).map(([name, spans]) => {
    const node = byId(name);
    const other = node.closest(".other");
    return { node, spans, other, text: node.querySelector("bdi") || node, shown: null };
  });
  const cellOf = new Map(cells.map((cell) => [cell.node, cell]));

  function show(cell, turn, seq) {
    const place = answerAt(cell.spans, turn, seq);
    if (place === cell.shown) return;
    cell.shown = place;
    const [text, inWords, look] = answerIn(place);
    if (cell.node.tagName === "A") {
      cell.text.textContent = text;
      cell.node.hidden = text === "";
      cell.node.dataset.look = look;
      cell.node.setAttribute("aria-label", named(cell, inWords || "silent"));
      if (cell.other) cell.other.hidden = text === "";
    } else {
      cell.text.textContent = text;
      cell.node.parentElement.hidden = text === "";
    }
  }

  const answerIn = (place) => place < 0 ? ["", "", "", []] : data.answers[place];

  function named(cell, text) {
    const { term, party } = cell.node.dataset;
    return `${party || "The term itself"} on ${term}: ${text}`;
  }

  const atRest = () => Number(valid.value) === last.valid && Number(known.value) === last.known;

  function replay() {
    const turn = Number(valid.value), seq = Number(known.value);
    for (const cell of cells) show(cell, turn, seq);
    const when = data.valid[turn], entry = data.seqs[seq];
    valid.setAttribute("aria-valuetext", when);
    known.setAttribute("aria-valuetext", entry);
    byId("valid-reading").textContent = when;
    byId("known-reading").textContent = entry;
    byId("shown").textContent = `The board is that of another moment: valid ${when}; known to ${entry}.`;
    byId("shown").hidden = atRest();
  }

  let waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; replay(); });
  }

  function reset() {
    for (const [slider, place] of [[valid, last.valid], [known, last.known]]) {
      slider.max = place;
      slider.value = place;
    }
    replay();
  }

  // The evidence behind a cell, as the sliders stand

  function linked(report) {
    const place = data.rows[report.slice(0, report.lastIndexOf("#")).replace(/[\u2068\u2069]/g, "")];
    if (!place) return report;
    const link = document.createElement("a");
    link.setAttribute("href", "#" + place);
    link.textContent = report;
    link.addEventListener("click", () => panel.close());
    return link;
  }

  function row(place) {
    const [field, value, since, claim] = data.evidence[place];
    const [report, attribution, words, grade, recorded] = data.claims[claim];
    const line = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = field;
    line.append(head);
    for (const text of [value, since, linked(report), attribution, words, grade, recorded]) {
      const cell = document.createElement("td");
      cell.append(text);
      line.append(cell);
    }
    return line;
  }

  function open(cell) {
    const [text, , , held] = answerIn(cell.shown);
    const evidence = atRest() ? data.cited[cell.node.id] || [] : held;
    byId("panel-title").textContent = named(cell, text);
    byId("panel-basis").textContent = `Valid ${byId("valid-reading").textContent}; known to ${byId("known-reading").textContent}.`;
    byId("panel-table").tBodies[0].replaceChildren(...evidence.map(row));
    byId("panel-table").hidden = evidence.length === 0;
    byId("panel-replayed").hidden = atRest();
    byId("panel-nothing").hidden = evidence.length > 0;
    panel.showModal();
  }

  document.querySelector("table.board").addEventListener("click", (event) => {
    const cell = cellOf.get(event.target.closest("a.cell"));
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(cell);
  });
  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
  for (const [node] of cellOf) if (node.tagName === "A") node.setAttribute("aria-haspopup", "dialog");

  // Keys can scroll what overflows

  const wide = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const node of document.querySelectorAll(".wide, .lane")) wide.observe(node);

  // The head of the board stays in sight below the sliders

  new ResizeObserver(() => {
    const high = getComputedStyle(form).position === "sticky" ? form.offsetHeight : 0;
    document.documentElement.style.setProperty("--panel", `${high}px`);
  }).observe(form);

  form.addEventListener("input", soon);
  form.addEventListener("reset", (event) => { event.preventDefault(); reset(); });
  form.hidden = false;
  reset();
})();
