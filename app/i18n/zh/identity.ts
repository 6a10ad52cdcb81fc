export const identity = {} as const;
export const organisation = {} as const;
export const credentials = {} as const;
