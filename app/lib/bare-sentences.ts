// Stands for the SDK's sentences in the browser: the dictionaries say every error, so 3 kB of English need not be loaded
// first. What is left is what a developer wants to see in the console.
type Bare = Readonly<Record<string, readonly [message: (details: object) => string, action: string]>>;

export const sentences: Bare = new Proxy<Bare>(
  {},
  { get: (_, code) => [(details: object) => `${String(code)} ${JSON.stringify(details)}`, ""] },
);
