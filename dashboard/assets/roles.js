// What an initiative needs and when it meets, each with its places, kept current by what live-places.js tells.
export default function ({ data, parentElement: root }) {
  const at = (root.luminance ??= {});
  const holder = root.querySelector(".roles");
  const drawn = JSON.stringify(data);
  if (at.drawn !== drawn) {
    at.drawn = drawn;
    holder.replaceChildren(...data.groups.flatMap(group));
  }
  at.tell = () => {
    const live = window.luminancePlaces?.url === data.url ? window.luminancePlaces.places : {};
    for (const text of holder.querySelectorAll("[data-id]")) {
      const { capacity, left } = live[text.dataset.id] ?? data.places[text.dataset.id];
      const words = left === 0 ? data.words.full : left === 1 ? data.words.one : data.words.many;
      const number = (value) => value.toLocaleString(`${data.language}-CA`);
      text.textContent = capacity === null ? "" : words.replace("{count}", number(left)).replace("{total}", number(capacity));
      text.className = left ? "free" : "full";
      text.previousSibling.textContent = capacity === null ? "" : " – ";
    }
  };
  at.tell();
  window.removeEventListener("luminance:places", at.listen);
  at.listen = () => at.tell();
  window.addEventListener("luminance:places", at.listen);
  return () => window.removeEventListener("luminance:places", at.listen);
}

function group({ title, items, more }) {
  const head = element("h4", title);
  const list = document.createElement("ul");
  list.append(...items.map(item));
  return more ? [head, list, element("p", more, "more")] : [head, list];
}

function item({ id, title, lang, extra }) {
  const made = document.createElement("li");
  const line = document.createElement("p");
  const name = element("strong", title);
  const places = document.createElement("span");
  name.dir = "auto";
  if (lang) name.lang = lang;
  places.dataset.id = id;
  line.append(name, document.createTextNode(""), places);
  made.append(line);
  if (extra) {
    const told = element("p", extra, "more");
    told.dir = "auto";
    made.append(told);
  }
  return made;
}

function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
