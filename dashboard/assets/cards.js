// The list of results. What people wrote goes in as text, never as markup.
const ICONS = {
  date: "M5 6h14v14H5zM5 10h14M9 3.5V7M15 3.5V7",
  where: "M12 21c-4-4-6.5-7-6.5-10.500a6.500 6.500 0 0 1 13 0c0 3.500-2.500 6.500-6.500 10.500zM12 12.500a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z",
  online: "M4 9.500a12 12 0 0 1 16 0M7 13a7.500 7.500 0 0 1 10 0M10 16.500a3 3 0 0 1 4 0M12 19.500v.1",
  places: "M7 4h10v8H7zM5 9v7h14V9M7 16v4M17 16v4",
  demonstration: "M10 4v6l-5 9h14l-5-9V4M8.500 4h7M8 15h8",
  register: "M12 3.500l2.300 1.700 2.900-.2.700 2.800 2.200 1.900-1.100 2.600 1.100 2.600-2.200 1.900-.7 2.800-2.900-.2L12 21.100l-2.300-1.700-2.900.2-.7-2.800-2.200-1.900L5 12.300 3.900 9.700l2.200-1.900.7-2.800 2.900.2zM8.800 12.300l2.200 2.200 4.200-4.500",
  why: "M5 12.500l4.500 4.500L19 7.500",
};

export default function ({ data, parentElement: root, setTriggerValue }) {
  const list = root.querySelector("ol");
  root.luminance ??= { drawn: new Map() };
  root.luminance.open = (slug) => {
    follow();
    setTriggerValue("opened", slug);
  };
  list.setAttribute("aria-label", data.label);
  const before = root.luminance.drawn;
  // A card that did not change keeps its element, and with it the focus and a click that is under way.
  root.luminance.drawn = new Map(
    data.cards.map((card) => {
      const key = JSON.stringify(card);
      return [key, before.get(key) ?? draw(card, () => root.luminance.open(card.slug))];
    })
  );
  const items = [...root.luminance.drawn.values()];
  if (items.length !== list.children.length || items.some((item, i) => item !== list.children[i])) {
    list.replaceChildren(...items);
  }
}

// The card leaves with the list: whoever chose it goes on reading at the panel's title.
function follow() {
  const watcher = new MutationObserver(() => {
    const title = document.querySelector(".st-key-detail-title :is(h1, h2)");
    if (!title) return;
    watcher.disconnect();
    title.tabIndex = -1;
    title.focus();
  });
  watcher.observe(document.body, { childList: true, subtree: true });
}

function draw(card, open) {
  const item = element("li", "card");
  item.dataset.slug = card.slug;
  const head = element("div", "row muted");
  const disc = element("img");
  disc.src = card.disc;
  disc.alt = "";
  disc.width = disc.height = 20;
  head.append(disc, element("span", "cause", card.cause), element("span", "end", card.distance));
  const title = element("h3");
  const button = element("button", "", card.title);
  button.type = "button";
  button.dir = "auto";
  if (card.lang) button.lang = card.lang;
  button.addEventListener("click", open);
  title.append(button);
  item.append(head, title, line(card.when), foot(card));
  if (card.why) item.append(line({ icon: "why", text: card.why, tone: "muted" }));
  return item;
}

function foot(card) {
  const row = element("div", "row");
  const places = card.places ? line(card.places) : element("span");
  row.append(places);
  if (card.badge) row.append(line(card.badge, "badge end"));
  return row;
}

function line(part, more = "") {
  const holder = element("div", `line ${part.tone ?? ""} ${more}`);
  if (part.icon) holder.append(icon(part.icon));
  const text = element("span");
  text.dir = "auto";
  if (part.strong) text.append(element("strong", "", part.strong), " ");
  text.append(part.text);
  holder.append(text);
  return holder;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
