"use strict";
// Looks up what the library computed; it knows no rule.
(async () => {
  const byId = (id) => document.getElementById(id);
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const make = (tag, ...inside) => { const node = document.createElement(tag); node.append(...inside); return node; };
  if (!("DecompressionStream" in window)) return; // an old browser has the page as without scripts
  const packed = Uint8Array.from(atob(byId("data").textContent), (letter) => letter.charCodeAt(0));
  const data = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).json();

  const replay = byId("replay"), step = byId("step"), then = byId("then"), panel = byId("panel"), play = byId("play");
  const last = data.steps.length - 1;

  // A span: place of its seq, first turn, turn after the last, answer. The last that covers holds, but where
  // a condition is met or a stance announced at a moment: there a cell has another answer.
  function placeAt({ name, spans }, { turn, seq, moment }) {
    if (name in moment[7]) return moment[7][name];
    for (let i = spans.length - 4; i >= 0; i -= 4) {
      if (spans[i] <= seq && spans[i + 1] <= turn && turn < spans[i + 2]) return spans[i + 3];
    }
    return -1;
  }

  // A text that stays is laid out no second time
  const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };

  const NOTHING = ["", "", "", [], []];
  const answerIn = (place) => place < 0 ? NOTHING : data.answers[place];
  // By how many days a position is older than what is not old; less than 0 where it came out later
  function ageAt(place, daysBefore) {
    const [, , , , , out, , age] = answerIn(place);
    return out < daysBefore ? -1 : age === undefined ? 0 : Math.max(age - daysBefore - data.ages[0], 0);
  }

  // Where a position is old by then, its days and its look say so, and where it came out later
  function aged([main, detail, look, marks, evidence, , recorded], older) {
    const age = older < 0 ? data.late[recorded] : data.ages[recorded ? 2 : 1].replace("{}", older + data.ages[0]);
    return [main, [detail, age].filter(Boolean).join(", "), look, look === "said" || older < 0 ? marks : [...marks, "old"], evidence];
  }

  const wordsOf = (main, detail, marks) => [main, marks.includes("unnamed") ? "not on the record" : "", detail].filter(Boolean).join(", ");

  const REST = -2; // the place of what the page says itself, at its own moment

  // What moves is in parts. Those in sight move at once; the others as they come into sight, before they
  // are printed, searched by a filter, or led to, and at the latest once the scrubber rests.

  let at = { rest: true }, settling = 0;
  const main = document.querySelector("main"), parts = new Map(), behind = new Set();
  const sight = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      const part = parts.get(target);
      part.near = isIntersecting;
      if (isIntersecting) catchUp(part);
    }
  });

  function moves(node, move) {
    const home = node.closest("tr.term, article, .card") || node;
    if (!parts.has(home)) {
      parts.set(home, { node: home, near: false, moves: [] });
      sight.observe(home);
    }
    parts.get(home).moves.push(move);
  }

  function catchUp(part) {
    if (behind.delete(part)) part.moves.forEach((move) => move());
  }

  function moveAll() {
    for (const part of parts.values()) {
      behind.add(part);
      if (part.near || part.node.hidden) catchUp(part);
    }
    main.ariaBusy = true;
    clearTimeout(settling);
    settling = setTimeout(settle, 100, 8);
  }

  function settle(milliseconds) {
    const until = performance.now() + milliseconds;
    clearTimeout(settling);
    for (const part of behind) {
      catchUp(part);
      if (performance.now() > until) { settling = setTimeout(settle, 0, 8); return; }
    }
    sort(value("order")); // not at each step, for all rows of the board are laid out again
    main.ariaBusy = false;
  }

  const settleAll = () => settle(Infinity);

  const cells = Object.entries(data.spans).map(([name, spans]) => {
    const node = byId(name);
    if (!node) return null;
    const linked = node.tagName === "A";
    const cited = data.cited[name] || [];
    const rest = linked
      ? [node.firstChild.textContent, node.lastChild.textContent, node.dataset.look, (node.dataset.marks || "").split(" "), cited]
      : [node.textContent, "", "", [], cited];
    const label = node.getAttribute("aria-label") || "", words = wordsOf(rest[0], rest[1], rest[3]) || "not needed";
    const [text, more] = node.children;
    return {
      name, node, spans, linked, rest, text, more, title: node.title, of: label.slice(0, label.length - words.length),
      at: null, place: REST, older: 0, answer: rest, shown: rest, around: node.closest(".other, .itself"),
    };
  }).filter(Boolean);
  const cellOf = new Map(cells.map((cell) => [cell.node, cell]));

  // What a cell answers at the moment, whether it shows that already or not
  function answerOf(cell) {
    if (cell.at !== at) {
      const place = at.rest ? REST : placeAt(cell, at), older = ageAt(place, at.daysBefore);
      if (place !== cell.place || older !== cell.older) cell.answer = at.rest ? cell.rest : older ? aged(answerIn(place), older) : answerIn(place);
      Object.assign(cell, { at, place, older });
    }
    return cell.answer;
  }

  const isSilent = (look) => !look || look === "none";

  // Silence after silence is no news
  function turned(cell, look) {
    const before = placeAt(cell, at.before);
    return before !== cell.place && !(isSilent(look) && isSilent(answerIn(before)[2]));
  }

  function show(cell) {
    const answer = answerOf(cell), [main, detail, look, marks] = answer;
    if (cell.linked) cell.node.classList.toggle("turned", !at.rest && turned(cell, look));
    if (answer === cell.shown) return;
    cell.shown = answer;
    if (cell.around) cell.around.hidden = main === "";
    if (!cell.linked) {
      put(cell.node, main);
      return;
    }
    put(cell.text, main);
    put(cell.more, detail);
    cell.node.hidden = main === "";
    cell.node.dataset.look = look;
    cell.node.dataset.marks = marks.join(" ");
    cell.node.title = at.rest ? cell.title : "";
    cell.node.setAttribute("aria-label", cell.of + (wordsOf(main, detail, marks) || "not needed"));
  }

  // What a cell shows stands in the sections of its term and its party too

  function showCopy(copy) {
    const answer = answerOf(copy.cell), [main, detail, look, marks, evidence] = answer;
    if (answer === copy.shown) return;
    copy.shown = answer;
    put(copy.main, main || "nothing that holds");
    put(copy.detail, detail && `, ${detail}`);
    put(copy.source, marks.includes("unnamed") ? " no named source" : "");
    copy.node.hidden = copy.list ? evidence.length === 0 : isSilent(look);
    if (copy.list) unfold(copy);
  }

  // Sections have links alone, for readers without scripts; the whole comes when one is unfolded

  function unfold(copy) {
    const evidence = copy.shown[4];
    if (!copy.node.open || copy.listed === evidence) return;
    copy.listed = evidence;
    copy.list.replaceChildren(...evidence.map(item));
  }

  for (const cell of cells) moves(cell.node, () => show(cell));
  for (const node of all("[data-cell]")) {
    const list = node.querySelector(".evidence-list"), words = list ? node.firstElementChild : node, main = words.querySelector("b");
    const next = (tag, after) => words.querySelector(tag) || after.insertAdjacentElement("afterend", make(tag));
    const source = next("small", main), detail = next("i", source), cell = cellOf.get(byId(node.dataset.cell)), copy = { node, cell, main, detail, source, list, shown: cell.rest };
    moves(node, () => showCopy(copy));
    if (list) node.addEventListener("toggle", () => unfold(copy));
    if (list) unfold(copy);
  }

  const rows = all("tr.term").map((row) => {
    const link = row.querySelector("th a"), section = byId(link.hash.slice(1)).parentElement, nothing = section.querySelector(":scope > .by");
    moves(section, () => { nothing.hidden = section.querySelector(":scope > .behind:not([hidden])") !== null; });
    return { row, link, cells: new Map(all("a.cell", row).map((node) => [node.dataset.party, cellOf.get(node)])) };
  });

  // No party that is against a term is folded
  for (const folded of all("tr.term details")) {
    const open = folded.open, isAgainst = (node) => /rejects|opposes/.test(answerOf(cellOf.get(node))[2]);
    moves(folded, () => { folded.open = at.rest ? open : all("a.cell", folded).some(isAgainst); });
  }

  // The headline, what it rests on and the cards: at rest as they came, elsewhere from the data

  const textOf = (place) => data.texts[place];
  const places = (text) => text.split(" ").filter(Boolean).map((number) => parseInt(number, 36));
  const lists = data.brief.lists.map((texts) => {
    let list = []; // each text has only how it differs from the one before
    return texts.map((text) => {
      const [head, tail, ...middle] = places(text);
      list = [...list.slice(0, head), ...middle, ...list.slice(list.length - tail)];
      return list;
    });
  });
  const linesOf = (list, part) => lists[part][list].map((place) => places(data.brief.lines[place]).map(textOf));

  // Quotations in a known language are marked with it, for screen readers
  function said(what, spoken) {
    const node = make("bdi");
    for (let i = 0; i < spoken.length; i += 2) {
      const [before, ...after] = what.split(spoken[i]), [lang, dir] = spoken[i + 1].split(" "), words = make("bdi", spoken[i]);
      words.lang = lang;
      if (dir) words.dir = dir;
      node.append(before, words);
      what = after.join(spoken[i]);
    }
    node.append(what);
    return node;
  }

  function headLine([about, what, ...source]) {
    return make("span", ...(about ? [make("bdi", about), ": "] : []), said(what, source.slice(3)), ...cited(source), " ");
  }

  function basis([about, what, , rule], place) {
    const node = make("span", about && `${about}${rule === "moment" ? "" : ":"} `, make("bdi", what));
    node.className = rule;
    return place ? [" · ", node] : [node];
  }

  function cited([source, , place]) {
    if (!source) return [];
    const from = place ? make("a", make("bdi", source)) : make("bdi", source);
    if (place) from.setAttribute("href", "#" + place);
    return [" ", make("small", from)];
  }

  function entry([about, what, ...source]) {
    return make("li", ...(about ? [make("b", make("bdi", about), ":"), " "] : []), said(what, source.slice(3)), ...cited(source));
  }

  // Where nothing else is shown than before, a node stays as it is
  function turns(node, keyOf, show) {
    const first = [...node.childNodes];
    let shown;
    moves(node, () => {
      const key = at.moment ? keyOf(at.moment) : undefined;
      if (key === shown) return;
      shown = key;
      if (at.moment) show(node, key);
      else node.replaceChildren(...first);
    });
  }

  turns(byId("headline"), (moment) => moment[0], (node, list) => node.replaceChildren(...linesOf(list, 0).map(headLine)));
  turns(byId("as-of"), (moment) => moment[1], (node, list) => node.replaceChildren(...linesOf(list, 1).flatMap(basis)));
  all(".card").forEach((card, place) => {
    const [top, folded] = card.children, [summary, more] = folded.children, title = top.querySelector("h2").cloneNode(true);
    const keyOf = (moment) => `${moment[2 + place]} ${place === 1 && moment[5]}`, lines = () => linesOf(at.moment[2 + place], 2 + place);
    const fill = () => { if (folded.open && at.moment) more.replaceChildren(...lines().slice(3).map(entry)); };
    folded.addEventListener("toggle", fill);
    turns(top, keyOf, () => {
      const first = lines().slice(0, 3).map(entry), nothing = make("p", "Nothing that is reported.");
      nothing.className = "by";
      if (place === 1) title.textContent = textOf(at.moment[5]);
      top.replaceChildren(title, first.length ? make("ol", ...first) : nothing);
    });
    turns(summary, keyOf, () => { summary.textContent = textOf(data.brief.more[place][at.moment[2 + place]]); }); // a new one is slow
    turns(more, keyOf, () => { more.replaceChildren(); fill(); });
    moves(folded, () => { folded.hidden = !summary.textContent; });
  });

  // Pips and statuses, and the sections below the board: passages of a moment; what stays as it is says so

  data.passages.names.forEach((name, place) => all(`[data-passage="${name}"]`).forEach((copy) => turns(copy, (moment) => moment[6][place], (node, text) => {
    node.innerHTML = data.passages.texts[text].map((piece) => data.passages.pieces[piece]).join("");
    watch(node);
  })));
  for (const party of all("article.party")) moves(party, () => { party.hidden = party.querySelector("li:not([hidden]), p") === null; });
  const reports = all("article.source").map((node) => [node, Number(node.id.slice(1)), node.classList.contains("later")]);
  moves(byId("sources").parentElement, () => {
    for (const [node, recorded, later] of reports) node.classList.toggle("later", at.rest ? later : recorded > at.recorded);
  });
  const paper = document.head.appendChild(make("style"));
  for (const now of all(".stays path[data-day]")) { // a line at the moment, in each picture of all the time
    const line = now.cloneNode(), [day, room] = now.dataset.day.split(" ").map(Number);
    line.classList.add("marker");
    now.after(line); // behind words, which have a halo
    moves(now.closest(".lane"), () => {
      const back = day * (at.daysBefore - data.left);
      line.setAttribute("transform", `translate(${-back})`);
      line.classList.toggle("out", back > room);
    });
  }

  const momentInWords = () => `${data.steps[step.value][0]}, ${data.clocks[Number(then.checked)]}`;

  function printFoot() {
    paper.textContent = atRest() ? "" : `@page { @bottom-left { content: "${momentInWords()}" } }`;
  }

  // At the last place the page is at rest, but for what was known then where that is less
  const atLast = () => Number(step.value) === last;
  const atRest = () => atLast() && !(then.checked && data.brief.then[last]);

  function update() {
    const place = Number(step.value), [day, , , story, filed, recorded, daysBefore] = data.steps[place], rest = atRest();
    const moments = data.brief[then.checked ? "then" : "now"];
    const on = (place, [, turn, seq] = data.steps[place]) => ({ turn, seq: then.checked ? seq : data.known, moment: !rest && moments[place] });
    at = { ...on(place), before: on(Math.max(place - 1, 0)), rest, recorded, daysBefore };
    const words = [!then.checked && story, filed].filter(Boolean).join(" · ");
    step.setAttribute("aria-valuetext", day);
    byId("reading").textContent = day;
    byId("story").textContent = rest || !words ? "" : `${day}: ${words}`;
    byId("story").hidden = rest;
    byId("shown").textContent = `${momentInWords()}. Parts with a grey bar at the left are of ${data.steps[last][0]}, ${data.clocks[0]}, and do not move.`;
    byId("shown").hidden = rest;
    document.body.classList.toggle("away", !rest);
    moveAll();
    remember();
  }

  let waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; update(); });
  }

  // Play

  let playing = 0;
  function stop() { clearInterval(playing); playing = 0; play.textContent = "Play"; play.setAttribute("aria-pressed", "false"); }
  play.addEventListener("click", () => {
    if (playing) { stop(); return; }
    if (atLast()) step.value = 0;
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    playing = setInterval(() => { if (atLast()) stop(); else { step.value = Number(step.value) + 1; update(); } }, 900);
    update();
  });

  // What the board shows, and the address of it

  const chosen = ["theme", "party", "status", "order"].map((name) => [name, byId(`by-${name}`)]);
  const value = (name) => byId(`by-${name}`).value;
  const homes = new Map(rows.map(({ row }) => [row, row.parentElement]));
  const NEAR = ["agreed", "conditional", "in-principle", "pending", "contested", "blocked", "unreported", ""];

  function filter() {
    settleAll();
    for (const { row, cells } of rows) {
      const theme = value("theme"), party = value("party"), status = value("status");
      const home = homes.get(row);
      const cell = party && cells.get(party);
      row.hidden = Boolean((theme && home.dataset.theme !== theme) || (status && row.dataset.status !== status) || (party && (!cell || cell.node.hidden)));
    }
    for (const body of all("table.board tbody")) {
      const head = body.querySelector(".theme");
      if (head) head.hidden = value("order") !== "" || all("tr.term", body).every((row) => row.hidden);
    }
    remember();
  }

  // As on a page of the moment: the nearest to closing first, then as declared
  function nearness({ row, link }) {
    const pips = all(".pip", row).map((pip) => /full|half/.test(pip.dataset.pip));
    return [NEAR.indexOf(row.querySelector(".status").dataset.level), -pips.filter(Boolean).length / (pips.length || 1), +link.hash.slice(6)];
  }

  function sort(by) {
    const keys = new Map(rows.map((line) => [line, nearness(line)]));
    const apart = (one, other) => by === "title" ? one.link.textContent.localeCompare(other.link.textContent)
      : keys.get(one).map((key, place) => key - keys.get(other)[place]).find(Boolean);
    const sorted = rows.slice().sort(apart).map(({ row }) => row);
    for (const body of new Set(by ? [...homes.values()].slice(0, 1) : homes.values())) {
      const own = by ? sorted : sorted.filter((row) => homes.get(row) === body);
      if (own.some((row, place) => row !== all("tr.term", body)[place])) body.append(...own);
    }
  }

  // Browsers let a page change its address a few times a second only

  let soonest = 0;
  function remember() {
    clearTimeout(soonest);
    soonest = setTimeout(write, 200);
  }

  function write() {
    const settings = chosen.filter(([, node]) => node.value).map(([name, node]) => `${name}=${encodeURIComponent(node.value)}`);
    if (then.checked) settings.unshift("known=then");
    if (!atLast()) settings.unshift(`at=${step.value}`);
    const plain = location.hash && !location.hash.includes("=") ? location.hash : "";
    try { history.replaceState(null, "", settings.length ? `#${settings.join("&")}` : plain || location.pathname + location.search); } catch { /* some places forbid it */ }
  }

  function recall() {
    const settings = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
    for (const [name, node] of chosen) if (settings.has(name)) node.value = settings.get(name);
    then.checked = settings.get("known") === "then";
    step.value = settings.has("at") ? settings.get("at") : last;
  }

  function download() {
    settleAll();
    const safe = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`;
    const heads = all("table.board thead th").map((node) => node.textContent.trim());
    const lines = all("tr.term").filter((row) => !row.hidden).map((row) => [...row.children].map((node) => all("a.cell, .unneeded", node).length
      ? all("a.cell", node).filter((cell) => !cell.hidden).map((cell) => cell.getAttribute("aria-label")).join("; ")
      : node.innerText.trim().replaceAll("\n", ": ")));
    const link = document.createElement("a");
    const address = URL.createObjectURL(new Blob(["\ufeff" + [heads, ...lines].map((line) => line.map(safe).join(",")).join("\r\n")], { type: "text/csv" }));
    link.setAttribute("href", address);
    link.download = "board.csv";
    link.click();
    URL.revokeObjectURL(address);
  }

  // The evidence behind a cell, as the scrubber stands

  function item(place) {
    const [field, text, since, claim] = data.evidence[place];
    const [row, number, attribution, words, grade] = data.claims[claim];
    const by = make("small", `${[since, attribution, grade].filter(Boolean).join(" · ")} · `, linkTo(row, number));
    by.className = "by";
    return make("li", make("b", field), words ? ` ${text}: ${words} ` : ` ${text} `, by);
  }

  function linkTo(row, number) {
    const article = byId(row);
    if (!article) return "a report";
    const link = make("a", article.querySelector("h3").textContent);
    link.setAttribute("href", "#" + (byId(`${row}-${number}`) ? `${row}-${number}` : row));
    link.dataset.claim = `${row}-${number}`;
    link.addEventListener("click", () => panel.close());
    return link;
  }

  // What comes into sight has other heights than was thought, so that the place moves on the way

  function bring(target, before) {
    target.scrollIntoView();
    requestAnimationFrame(() => {
      const { top } = target.getBoundingClientRect();
      if (top !== before) bring(target, top);
    });
  }

  // A link to a claim unfolds its report

  function reveal() {
    settleAll();
    const target = location.hash.length > 1 && !location.hash.includes("=") && byId(location.hash.slice(1));
    const folded = target && target.closest("details");
    if (folded) folded.open = true;
    if (target) bring(target);
  }

  function open(cell) {
    settleAll();
    const rest = atRest();
    const evidence = answerOf(cell)[4];
    byId("panel-title").textContent = cell.node.getAttribute("aria-label");
    byId("panel-basis").textContent = `${momentInWords()}.`;
    byId("panel-list").replaceChildren(...evidence.map(item));
    byId("panel-replayed").hidden = rest;
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

  for (const article of navigator.clipboard && window.isSecureContext ? all("article.source") : []) {
    const button = make("button", "Copy as citation");
    button.type = "button";
    button.className = "cite";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(article.dataset.citation || article.querySelector("h3 bdi").textContent);
      button.textContent = "Copied";
    });
    article.querySelector("p").append(" ", button);
  }

  // Keys can scroll what overflows

  const wide = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  const watch = (within) => all(".wide, .lane", within).forEach((node) => wide.observe(node));
  watch(document);

  replay.addEventListener("input", () => { stop(); soon(); });
  replay.addEventListener("submit", (event) => event.preventDefault());
  replay.addEventListener("reset", (event) => { event.preventDefault(); stop(); step.value = last; then.checked = false; update(); });
  byId("filters").addEventListener("change", filter);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("annex").addEventListener("change", (event) => document.body.classList.toggle("annex", event.target.checked));
  addEventListener("beforeprint", () => { settleAll(); printFoot(); });
  byId("download").addEventListener("click", download);
  addEventListener("hashchange", () => { reveal(); if (location.hash.includes("=")) { recall(); filter(); update(); } });
  step.max = last;
  recall();
  replay.hidden = byId("choose").hidden = false;
  byId("choose").open = chosen.some(([, node]) => node.value);
  filter();
  update();
  reveal();
})();
