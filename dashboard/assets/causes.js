// A toolbar of toggles: Tab reaches it once, arrows move within it. Labels go in as text.
const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

export default function ({ data, parentElement: root, setTriggerValue }) {
  const bar = root.querySelector("[role=toolbar]");
  bar.setAttribute("aria-label", data.label);
  if (bar.children.length !== data.options.length) bar.replaceChildren(...data.options.map(toggle));
  const buttons = [...bar.children];

  data.options.forEach((option, i) => {
    const [disc, label, count] = buttons[i].children;
    if (!disc.src.endsWith(option.disc)) disc.src = option.disc;
    label.textContent = option.label;
    count.textContent = option.count;
    buttons[i].setAttribute("aria-pressed", String(option.chosen));
  });
  reach(buttons.find((each) => each.tabIndex === 0) ?? buttons[0]);

  function reach(button) {
    for (const each of buttons) each.tabIndex = each === button ? 0 : -1;
  }

  const fade = () => bar.classList.toggle("more", bar.scrollLeft + bar.clientWidth < bar.scrollWidth - 2);
  root.luminance ??= new ResizeObserver(() => bar.onscroll());
  root.luminance.observe(bar);
  bar.onscroll = fade;
  bar.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    button.setAttribute("aria-pressed", String(button.ariaPressed !== "true"));
    reach(button);
    const chosen = data.options.filter((_, i) => buttons[i].ariaPressed === "true").map((option) => option.code);
    document.querySelector(".st-key-map iframe")?.contentWindow.luminance?.foresee?.("cause", chosen.sort().join(","));
    setTriggerValue("chosen", chosen.join(","));
  };
  bar.onkeydown = (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    const now = buttons.indexOf(root.activeElement ?? event.target);
    const next = buttons[Math.min(buttons.length - 1, Math.max(0, now + step))];
    event.preventDefault();
    reach(next);
    next.focus();
  };
}

function toggle() {
  const button = document.createElement("button");
  const disc = document.createElement("img");
  button.type = "button";
  button.tabIndex = -1;
  disc.alt = "";
  disc.width = disc.height = 16;
  button.append(disc, document.createElement("span"), document.createElement("small"));
  return button;
}
