// Taking a place: what is typed stays here until it is sent, and after an error; one key per form takes one place.
const FEW = 4;
const SILENT_MS = 15000;
const TEXTS = ["name", "email", "phone", "message", "accessibility"];
const BOXES = ["consent", "accessibility_consent"];

export default function (component) {
  const { parentElement: root, data } = component;
  root.luminance ??= build(root);
  root.luminance.update(component, data);
  return () => root.luminance.close();
}

function build(root) {
  const one = (selector) => root.querySelector(selector);
  const form = one("form");
  const button = one(".primary");
  const alert = one(".alert");
  const title = one("h3");
  const at = { data: null, choice: "", key: newKey(), busy: false, seen: 0, wait: 0, answer: null, email: "" };

  function words() {
    const { words, who } = at.data;
    const labels = { choice: words.choice, website: words.website, consent: at.data.consent };
    for (const name of TEXTS) labels[name] = words[name];
    labels.accessibility_consent = at.data.accessibility_consent;
    for (const [name, text] of Object.entries(labels)) one(`label[for=${name}]`).textContent = text;
    one("legend").textContent = words.choice;
    one("summary").textContent = words.optional;
    one(".notice span").textContent = words.notice;
    one(".notice a").textContent = words.privacy;
    one(".notice a").href = `/privacy?lang=${at.data.language}`;
    one(".who").textContent = who ? `${who.name} · ${who.email}` : "";
    one(".agreed").textContent = words.agreed;
    one(".example").textContent = words.example;
    one(".example").hidden = !words.example;
    for (const [selector, shown] of [[".known", who], [".agreed", who], [".fields", !who], [".consent", !who]]) {
      one(selector).hidden = !shown;
    }
  }

  function choices() {
    const { choices: all } = at.data;
    if (!all.some((each) => each.id === at.choice)) {
      at.choice = (all.find((each) => left(each.id) !== 0) ?? all[0]).id;
    }
    const few = all.length <= FEW;
    one(".choices").hidden = !few || all.length === 1;
    one(".select").hidden = few;
    const drawn = JSON.stringify(all);
    if (at.drawn !== drawn) {
      at.drawn = drawn;
      one(".chips").replaceChildren(...(few ? all.map(chip) : []));
      one("select").replaceChildren(...(few ? [] : all.map(option)));
    }
    for (const radio of root.querySelectorAll(".chips input")) radio.checked = radio.value === at.choice;
    one("select").value = at.choice;
    places();
  }

  function places() {
    const { choices: all, words: said, language } = at.data;
    for (const option of one("select").options) {
      const choice = all.find((each) => each.id === option.value);
      const told = [choice.label, countOf(choice.id)].filter(Boolean).join(" · ");
      if (option.text !== told) option.text = told;
    }
    const choice = all.find((each) => each.id === at.choice);
    const full = left(choice.id) === 0;
    one(".chosen .places").textContent = all.length > FEW ? "" : countOf(choice.id) || said.unlimited;
    one(".chosen .places").className = `places ${full ? "full" : "free"}`;
    one(".chosen .more").textContent = (all.length === 1 ? [choice.label, choice.more] : [choice.more]).filter(Boolean).join(" · ");
    if (!at.answer) title.textContent = full ? said.waiting_list : said.title;
    button.textContent = at.busy ? said.sending : full ? said.join : said.keep;

    function countOf(id) {
      const { capacity } = place(id);
      if (capacity === null) return "";
      const text = left(id) === 0 ? said.full : left(id) === 1 ? said.one : said.many;
      const number = (value) => value.toLocaleString(`${language}-CA`);
      return text.replace("{count}", number(left(id))).replace("{total}", number(capacity));
    }
  }

  function place(id) {
    const live = window.luminancePlaces?.url === at.data.url ? window.luminancePlaces.places : {};
    return live[id] ?? at.data.places[id];
  }

  // Whoever waits comes first: with someone in line, a place that comes free is theirs.
  function left(id) {
    const { capacity, left: free, waiting } = place(id);
    return capacity === null ? null : waiting ? 0 : free;
  }

  function option(each) {
    const made = new Option(each.label, each.id);
    if (each.lang) made.lang = each.lang;
    return made;
  }

  function chip(each) {
    const label = document.createElement("label");
    const radio = document.createElement("input");
    const text = document.createElement("span");
    Object.assign(radio, { type: "radio", name: "choice", value: each.id });
    text.textContent = each.label;
    text.dir = "auto";
    if (each.lang) text.lang = each.lang;
    label.append(radio, text);
    return label;
  }

  function errors(found) {
    for (const name of [...TEXTS, ...BOXES]) {
      const field = one(`#${name}`);
      one(`#${name}-error`).textContent = found[name] ?? "";
      if (found[name]) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    alert.textContent = found.form ?? "";
    alert.hidden = !found.form;
    const first = [...TEXTS, ...BOXES].map((name) => one(`#${name}`)).filter((field) => field.getAttribute("aria-invalid"));
    first.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    if (first[0]) {
      if (first[0].closest("details")) one("details").open = true;
      first[0].focus();
    } else if (found.form) alert.focus();
  }

  function missing() {
    const { words: said, who } = at.data;
    const found = {};
    if (!who) {
      if (!one("#name").value.trim()) found.name = said.name_missing;
      if (!/^\S+@\S+$/.test(one("#email").value.trim())) found.email = said.email_missing;
      if (!one("#consent").checked) found.consent = said.consent_missing;
    }
    if (one("#accessibility").value.trim() && !one("#accessibility_consent").checked) {
      found.accessibility_consent = said.accessibility_missing;
    }
    return found;
  }

  function busy(now) {
    at.busy = now;
    form.setAttribute("aria-busy", String(now));
    button.setAttribute("aria-disabled", String(now));
    clearTimeout(at.wait);
    if (now) {
      at.wait = setTimeout(() => {
        busy(false);
        errors({ form: at.data.words.silent });
      }, SILENT_MS);
    }
    places();
  }

  function show(answer) {
    at.answer = answer;
    form.hidden = Boolean(answer);
    one(".answer").hidden = !answer;
    root.querySelector("section").classList.toggle("done", Boolean(answer?.good));
    if (!answer) return places();
    title.textContent = answer.title;
    const lines = answer.lines.map((line) => line.replace("{email}", at.email || at.data.words.your_address));
    one(".lines").replaceChildren(...lines.flatMap((line) => [line, document.createElement("br")]).slice(0, -1));
    one(".ways").replaceChildren(...answer.ways.map(way));
  }

  function way(each) {
    if (each.href) {
      const link = document.createElement("a");
      link.textContent = each.label;
      link.className = each.kind;
      link.href = each.href;
      if (each.download) link.download = "";
      return link;
    }
    const undo = document.createElement("button");
    undo.type = "button";
    undo.textContent = each.label;
    undo.className = each.kind;
    undo.onclick = () => {
      if (each.action === "again") {
        at.key = newKey();
        show(null);
        button.focus();
      } else if (!at.busy) {
        busy(true);
        at.send("undone", { token: each.token, number: ++at.seen });
      }
    };
    return undo;
  }

  one(".chips").addEventListener("change", (event) => {
    at.choice = event.target.value;
    places();
  });
  one("select").addEventListener("change", (event) => {
    at.choice = event.target.value;
    places();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (at.busy) return;
    const found = missing();
    errors(found);
    if (Object.keys(found).length) return;
    const sent = { key: at.key, choice: at.choice, website: one("#website").value, number: ++at.seen };
    for (const name of TEXTS) sent[name] = one(`#${name}`).value;
    for (const name of BOXES) sent[name] = one(`#${name}`).checked;
    at.email = at.data.who?.email ?? sent.email.trim();
    busy(true);
    at.send("asked", sent);
  });
  form.addEventListener("input", (event) => {
    const said = one(`#${CSS.escape(event.target.id || "none")}-error`);
    if (said) said.textContent = "";
    event.target.removeAttribute("aria-invalid");
  });

  const listen = () => at.data && places();
  return {
    close: () => window.removeEventListener("luminance:places", listen),
    update(component, data) {
      at.data = data;
      at.send = component.setTriggerValue;
      window.removeEventListener("luminance:places", listen);
      window.addEventListener("luminance:places", listen);
      words();
      choices();
      const { reply } = data;
      if (!reply || reply.id === at.replied) {
        if (at.answer && reply?.answer) show(reply.answer); // in another language
        return;
      }
      at.replied = reply.id;
      busy(false);
      if (reply.answer) {
        errors({});
        show(reply.answer);
        window.dispatchEvent(new CustomEvent("luminance:taken"));
        if (reply.number === at.seen) title.focus();
      } else if (reply.number === at.seen) errors(reply.errors);
    },
  };
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
