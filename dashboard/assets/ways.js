// Links that leave the dashboard, and buttons that post a form of one purpose: full navigations, as cookies need them.
export default function ({ data, parentElement: root }) {
  const row = root.querySelector(".ways");
  const drawn = data.ways.map((each) => (each.href ? link(each) : form(each)));
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", data.label);
  // A form that is in use keeps its element; only what it posts is renewed.
  const same = row.children.length === drawn.length && drawn.every((made, i) => shape(made) === shape(row.children[i]));
  if (!same) return row.replaceChildren(...drawn);
  [...row.children].forEach((old, i) => {
    for (const field of drawn[i].querySelectorAll("input[type=hidden]")) old.querySelector(`[name=${field.name}]`).value = field.value;
  });
}

const shape = (made) => made.outerHTML.replace(/value="[^"]*"/g, "");

function link({ href, label, kind, download }) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = label;
  made.className = kind ?? "link";
  if (download) made.download = "";
  return made;
}

function form({ action, fields, label, kind }) {
  const made = document.createElement("form");
  made.method = "post";
  made.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.setAttribute("value", value);
    made.append(field);
  }
  const button = document.createElement("button");
  button.textContent = label;
  button.className = kind ?? "link";
  made.append(button);
  return made;
}
