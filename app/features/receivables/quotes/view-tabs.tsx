import Link from "next/link";

/** The views of a page, each a link, with the one that is seen marked. */
export function ViewTabs(props: {
  label: string;
  views: readonly { readonly href: string; readonly label: string; readonly isCurrent: boolean }[];
}) {
  return (
    <nav aria-label={props.label} className="mb-6 border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-6">
        {props.views.map(({ href, label, isCurrent }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent ? "page" : undefined}
              className={`block border-b-2 py-2 ${isCurrent ? "border-brand font-semibold text-brand" : "border-transparent text-muted hover:text-ink"}`}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
