/* What a mark says: on its card, to a screen reader, and about the whole view. */
(function (lum) {
  const isSingle = (p) => p.id !== undefined && p.count === 1;

  /** The cause of an initiative, or the kind of a place that hosts. */
  lum.kindOf = function (p, language) {
    const known = p.kind && lum.kinds[p.kind];
    return known ? known[language] : lum.causeName(p.cause, language);
  };

  lum.cardLines = function (p, { words, language }, host) {
    const remarks = [p.demonstration && words.demonstration, p.inside === false && words.outside];
    if (isSingle(p)) return [p.name || p.slug || "", [lum.kindOf(p, language), ...remarks].filter(Boolean).join(" · ")];
    const many = host ? words.hosts_many : words.many, one = host ? words.host_one : words.one;
    return [p.count > 1 ? lum.say(many, { count: lum.number(p.count, language) }) : one, remarks[1]];
  };

  lum.describe = function (p, config, host, chosen) {
    const { words } = config, lines = lum.cardLines(p, config, host).filter(Boolean);
    if (chosen) lines.push(words.selected);
    if (!isSingle(p)) lines.push(p.members && p.members.length ? words.opens_list : words.zooms_in);
    return lines.join(", ");
  };

  /** How many are in view, and how many more outside the radius. */
  lum.viewSentence = function (cells, { words, language }) {
    const sum = (inside) => cells.reduce((total, { properties: p }) => total + ((p.inside !== false) === inside ? p.count : 0), 0);
    const shown = sum(true), beyond = sum(false);
    const text = lum.say(shown === 0 ? words.view_none : shown === 1 ? words.view_one : words.view_many, { count: lum.number(shown, language) });
    return beyond ? `${text} ${lum.say(words.view_outside, { count: lum.number(beyond, language) })}` : text;
  };
})(window.luminance);
