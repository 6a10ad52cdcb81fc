/** A rule with notches: the edge of a stick, where other pages have a line. */
export function Notches(props: { className?: string }) {
  return (
    <svg
      viewBox="0 0 1200 10"
      preserveAspectRatio="xMidYMid slice"
      className={`block h-2.5 w-full ${props.className ?? ""}`}
      aria-hidden="true"
      focusable="false"
    >
      <path d={edge} fill="none" stroke="var(--line-strong)" strokeWidth="1" />
    </svg>
  );
}

const widths = [6, 10, 6, 6, 16, 6, 10, 10, 6, 16, 6, 6];
const edge = (() => {
  let x = 40;
  let path = "M0 1";
  for (let i = 0; x < 1160; i++) {
    const width = widths[i % widths.length] ?? 6;
    path += `L${x} 1L${x + width / 2} ${1 + width / 2}L${x + width} 1`;
    x += width + 14 + ((i * 37) % 71);
  }
  return `${path}L1200 1`;
})();
