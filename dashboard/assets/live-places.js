// Places left, kept current without a run of the script: asked by ETag while someone looks, told to whoever shows them.
const EVERY_MS = 1500;

export default function ({ data, parentElement: root }) {
  const at = (root.luminance ??= { etag: "", timer: 0, asking: false });
  at.data = data;
  if (at.url !== data.url) {
    at.url = data.url;
    at.etag = "";
  }
  const given = JSON.stringify(data.places);
  if (at.given !== given) [at.given, at.places] = [given, data.places];
  const line = root.querySelector("p");
  line.querySelector("svg path").setAttribute("d", data.icon);
  show();

  function show() {
    const limited = Object.entries(at.places).filter(([id, each]) => data.counted.includes(id) && each.capacity !== null);
    const [left, total] = ["left", "capacity"].map((name) => limited.reduce((sum, [, each]) => sum + each[name], 0));
    const words = left === 0 ? data.words.full : left === 1 ? data.words.one : data.words.many;
    const [before, strong, after] = fill(words, left, total, data.language).split("**");
    const text = line.querySelector("span");
    const said = `${before}${strong ?? ""}${after ?? ""}`;
    line.hidden = limited.length === 0;
    line.className = left ? "free" : "full";
    // A region that is written anew is read anew: only when it changed.
    if (text.textContent !== said) {
      const bold = document.createElement("strong");
      bold.textContent = strong ?? "";
      text.replaceChildren(before, bold, after ?? "");
    }
    window.luminancePlaces = { url: at.url, places: at.places };
    window.dispatchEvent(new CustomEvent("luminance:places"));
  }

  async function ask() {
    if (at.asking || document.hidden) return;
    at.asking = true;
    const url = at.url;
    try {
      const answer = await fetch(url, { headers: at.etag ? { "If-None-Match": at.etag } : {}, cache: "no-store" });
      if (answer.status === 200 && url === at.url) {
        at.etag = answer.headers.get("ETag") ?? "";
        at.places = keyed(await answer.json());
        at.show();
      }
    } catch {
      // The next round asks again; what is shown stays.
    } finally {
      at.asking = false;
    }
  }

  at.show = show;
  at.ask = ask;
  if (!at.timer) {
    at.timer = setInterval(() => at.ask(), EVERY_MS);
    at.look = () => at.ask();
    document.addEventListener("visibilitychange", at.look);
    window.addEventListener("luminance:taken", at.look);
  }
  return () => {
    clearInterval(at.timer);
    at.timer = 0;
    document.removeEventListener("visibilitychange", at.look);
    window.removeEventListener("luminance:taken", at.look);
  };
}

function keyed(answer) {
  const kinds = [["need", answer.needs], ["meeting", answer.meetings]];
  return Object.fromEntries(kinds.flatMap(([kind, list]) => list.map((each) => [`${kind}-${each.id}`, each])));
}

function fill(text, count, total, language) {
  const number = (value) => value.toLocaleString(`${language}-CA`);
  return text.replace("{count}", number(count)).replace("{total}", number(total));
}
