// Where to look: a combobox over /api/v1/places, and the browser's own position when asked for by a click.
const DEBOUNCE_MS = 120;

export default function (component) {
  const { data, parentElement: root } = component;
  root.luminance ??= build(root);
  root.luminance.update(component, data);
  return () => root.luminance.close();
}

function build(root) {
  const box = root.querySelector(".box");
  const input = root.querySelector("input");
  const list = root.querySelector("ul");
  const status = root.querySelector("p");
  const locate = root.querySelector(".locate");
  const clear = root.querySelector(".clear");
  const at = { words: {}, places: [], active: -1, wait: 0, asked: 0, value: "", send: () => {} };

  function close() {
    list.hidden = true;
    at.active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function say(text, shown = true) {
    status.textContent = text;
    status.classList.toggle("shown", Boolean(text) && shown);
  }

  function mark(index) {
    at.active = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index >= 0) {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function show(places) {
    at.places = places;
    list.replaceChildren(
      ...places.map((place, i) => {
        const item = document.createElement("li");
        item.id = `place-${i}`;
        item.setAttribute("role", "option");
        const name = document.createElement("span");
        name.textContent = place.name;
        const where = document.createElement("small");
        where.textContent = [place.locality, place.province].filter(Boolean).join(", ");
        item.append(name, where);
        item.addEventListener("pointerdown", (event) => event.preventDefault());
        item.addEventListener("click", () => pick(place));
        return item;
      })
    );
    list.hidden = places.length === 0;
    input.setAttribute("aria-expanded", String(places.length > 0));
    mark(-1);
    say(places.length ? at.words.count.replace("{count}", places.length) : at.words.unknown, places.length === 0);
  }

  async function suggest(text) {
    const mine = ++at.asked;
    const query = new URLSearchParams({ q: text, limit: "8", lang: at.words.language });
    try {
      const answer = await fetch(`/api/v1/places?${query}`);
      const found = answer.ok ? (await answer.json()).places : [];
      if (mine === at.asked && input.value.trim() === text) show(found);
      return found;
    } catch {
      say(at.words.offline);
      return [];
    }
  }

  function pick(place) {
    at.asked++;
    at.value = input.value = place.name;
    clear.hidden = false;
    close();
    say("", false);
    at.send("picked", { near: place.id });
  }

  input.addEventListener("input", () => {
    clearTimeout(at.wait);
    clear.hidden = !input.value;
    const text = input.value.trim();
    say("", false);
    if (text.length < 2) return close();
    at.wait = setTimeout(() => suggest(text), DEBOUNCE_MS);
  });

  input.addEventListener("keydown", async (event) => {
    const last = at.places.length - 1;
    if (event.key === "ArrowDown" && !list.hidden) mark(Math.min(at.active + 1, last));
    else if (event.key === "ArrowUp" && !list.hidden) mark(Math.max(at.active - 1, 0));
    else if (event.key === "Escape") {
      input.value = at.value;
      close();
    } else if (event.key === "Enter") {
      const text = input.value.trim();
      if (!text) return at.value && at.send("cleared", true);
      if (text === at.value) return;
      clearTimeout(at.wait);
      const chosen = at.active >= 0 ? at.places[at.active] : (await suggest(text))[0];
      if (chosen) pick(chosen);
    } else return;
    event.preventDefault();
  });

  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => setTimeout(close, 150));

  clear.addEventListener("click", () => {
    input.value = "";
    clear.hidden = true;
    close();
    say("", false);
    input.focus();
    if (at.value) at.send("cleared", true);
    at.value = "";
  });

  locate.addEventListener("click", () => {
    if (!navigator.geolocation) return say(at.words.refused);
    say(at.words.locating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        say("", false);
        // Two decimals, about a kilometre: a link that is shared does not tell where someone lives.
        at.send("picked", { near: `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}` });
      },
      () => say(at.words.refused),
      { timeout: 10000, maximumAge: 600000 }
    );
  });

  return {
    close,
    update(component, data) {
      at.words = data.words;
      at.send = component.setTriggerValue;
      box.classList.toggle("only-locate", data.variant === "button");
      input.placeholder = data.words.placeholder;
      input.setAttribute("aria-label", data.words.label);
      list.setAttribute("aria-label", data.words.label);
      clear.setAttribute("aria-label", data.words.clear);
      locate.setAttribute("aria-label", data.words.locate);
      locate.title = data.variant === "button" ? "" : data.words.locate;
      locate.querySelector("span").textContent = data.variant === "button" ? data.words.locate : "";
      if (data.value !== at.value || root.activeElement !== input) {
        at.value = data.value;
        if (root.activeElement !== input) input.value = data.value;
        clear.hidden = !input.value;
      }
    },
  };
}
