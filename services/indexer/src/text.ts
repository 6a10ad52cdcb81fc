/** A stranger's text as the database takes it: PostgreSQL keeps no NUL. */
export const plainText = (text: string): string => text.replaceAll("\0", "\ufffd");
