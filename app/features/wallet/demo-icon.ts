/** The mark as a data URL, as EIP-6963 wants it. */
export const demoIcon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath d='M2 15V7h7l2 4 2-4h3l3 6 3-6h8v8z' fill='%23c08a45'/%3E%3Cpath d='M7 17v8h2l2-4 2 4h3l3-6 3 6h8v-8z' fill='%230e5a48'/%3E%3C/svg%3E";
