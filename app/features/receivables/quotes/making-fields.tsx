import { ChoiceField } from "@/components/fields";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

/** Whether an offer is posted for all to see, or signed and handed on. */
export function WayField(props: { name: string; isPosted: boolean; onChange: (isPosted: boolean) => void }) {
  const { t } = useLanguage();
  return (
    <ChoiceField
      legend={t("quotes.how")}
      name={props.name}
      value={props.isPosted ? "post" : "sign"}
      options={[
        { value: "post", label: t("quotes.postOffer") },
        { value: "sign", label: t("quotes.signOffer") },
      ]}
      onChange={(way) => props.onChange(way === "post")}
    />
  );
}

/** The button that makes an offer, called as it is made. */
export function MakeButton(props: { isPosted: boolean; busy: boolean; disabled: boolean }) {
  const { t } = useLanguage();
  return (
    <div>
      <Button type="submit" look="primary" busy={props.busy} disabled={props.disabled}>
        {t(props.isPosted ? "quotes.postOffer" : "quotes.signOffer")}
      </Button>
    </div>
  );
}
