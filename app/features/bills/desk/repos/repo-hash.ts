/** Behind it stands an offer of money with buy-back, which is read by code that a page without one does not need. */
export const repoMark = "#repo=";

/** Whether the page's hash is meant to hand such an offer over. */
export const isRepoHash = (hash: string): boolean => hash.startsWith(repoMark);
