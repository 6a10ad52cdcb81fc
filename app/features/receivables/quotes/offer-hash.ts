/** Behind it stands an offer, which is read by code that a page without one does not need. */
export const offerMark = "#offer=";

/** Whether the page's hash is meant to hand an offer over. */
export function isOfferHash(hash: string): boolean {
  return hash.startsWith(offerMark);
}
