// What Streamlit keeps to itself: the page's language, and the English words of its own controls.
export default function ({ data, parentElement: root }) {
  document.documentElement.lang = data.language;
  const name = () => {
    for (const [selector, attribute, words] of data.names) {
      for (const element of document.querySelectorAll(selector)) {
        if (attribute === "text") {
          if (element.textContent !== words) element.textContent = words;
        } else if (element.getAttribute(attribute) !== words) element.setAttribute(attribute, words);
      }
    }
  };
  // One observer at a time: two languages that name the same control would take turns for ever.
  root.luminance?.disconnect();
  root.luminance = new MutationObserver(name);
  name();
  root.luminance.observe(document.body, { childList: true, subtree: true });
  return () => root.luminance?.disconnect();
}
