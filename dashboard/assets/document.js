// What Streamlit keeps to itself: the page's language, and the English names of its own controls.
export default function ({ data }) {
  document.documentElement.lang = data.language;
  const name = () => {
    for (const [selector, label] of Object.entries(data.names)) {
      document.querySelectorAll(selector).forEach((element) => {
        if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
      });
    }
  };
  name();
  const observer = new MutationObserver(name);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}
