"use strict";
// Looks up what the library computed: no rule of the ledger is read here.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const form = byId("replay"), valid = byId("valid"), known = byId("known"), panel = byId("panel");
  const last = { valid: data.turns.length, known: data.seqs.length - 1 };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // A span is known from, first turn, turn after the last, answer; the last that covers holds.
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
    const [text, said, tone] = answerIn(place);
    if (cell.node.tagName === "A") {
      cell.text.textContent = text;
      cell.node.hidden = text === "";
      cell.node.dataset.tone = tone;
      cell.node.setAttribute("aria-label", named(data.labels.js_cell, cell, { said: said || data.labels.js_silent }));
      if (cell.other) cell.other.hidden = text === "";
    } else {
      cell.text.textContent = text;
      cell.node.parentElement.hidden = text === "";
    }
  }

  const answerIn = (place) => place < 0 ? ["", "", "", []] : data.answers[place];

  function named(label, cell, values) {
    const { term, party } = cell.node.dataset;
    return fill(label, { party: party || data.labels.js_itself, term, ...values });
  }

  function reading(turn, seq) {
    const until = turn < data.turns.length ? data.turns[turn] : data.valid;
    const when = turn === 0
      ? fill(data.labels.js_before, { time: until })
      : fill(data.labels.js_from, { time: data.turns[turn - 1], until });
    return [when, data.seqs[seq]];
  }

  function replay() {
    const turn = Number(valid.value), seq = Number(known.value);
    for (const cell of cells) show(cell, turn, seq);
    const [when, entry] = reading(turn, seq);
    valid.setAttribute("aria-valuetext", when);
    known.setAttribute("aria-valuetext", entry);
    byId("valid-reading").textContent = when;
    byId("known-reading").textContent = entry;
    byId("shown").textContent = fill(data.labels.js_shown, { valid: when, known: entry });
    byId("shown").hidden = turn === last.valid && seq === last.known;
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

  function row(place) {
    const [field, says, since, told, rival] = data.evidence[place];
    const [report, attribution, words, grade, recorded] = data.told[told];
    const line = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = rival ? fill(data.labels.js_rival, { field }) : field;
    line.append(head);
    for (const text of [says, since, report, attribution, words, grade, recorded]) {
      const cell = document.createElement("td");
      cell.textContent = text;
      line.append(cell);
    }
    return line;
  }

  function open(cell) {
    const [text, , , evidence] = answerIn(cell.shown);
    byId("panel-title").textContent = named(data.labels.js_evidence, cell, { text });
    byId("panel-basis").textContent = `${byId("valid-reading").textContent}; ${byId("known-reading").textContent}`;
    byId("panel-table").tBodies[0].replaceChildren(...evidence.map(row));
    byId("panel-table").hidden = evidence.length === 0;
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

  // What is wider than its place can be scrolled by keys

  const wide = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const node of document.querySelectorAll(".wide, .lane")) wide.observe(node);

  form.addEventListener("input", soon);
  form.addEventListener("reset", (event) => { event.preventDefault(); reset(); });
  form.hidden = false;
  reset();
})();
