import type { Address } from "viem";
import { type Drawer, newDrawerKey, type Sealed } from "./kept-files";

const databaseName = "tallystick-swaps";
const stores = { keys: "keys", files: "files" } as const;
const theKey = "files";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(stores.keys);
      request.result.createObjectStore(stores.files);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Changes one entry in one transaction: another tab's change is never lost. */
async function change<T>(store: string, name: string, next: (old: T | undefined) => T): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(store, "readwrite");
      const entries = transaction.objectStore(store);
      const read: IDBRequest<T | undefined> = entries.get(name);
      let made: T;
      read.onsuccess = () => {
        made = next(read.result);
        entries.put(made, name);
      };
      transaction.oncomplete = () => resolve(made);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** This browser's own drawer. */
export const drawer: Drawer = {
  key: async () => {
    const fresh = await newDrawerKey();
    return change<CryptoKey>(stores.keys, theKey, (old) => old ?? fresh);
  },
  load: (account: Address) => change<readonly Sealed[]>(stores.files, account.toLowerCase(), (old) => old ?? []),
  add: async (account: Address, sealed: Sealed) => {
    await change<readonly Sealed[]>(stores.files, account.toLowerCase(), (old) => [...(old ?? []), sealed]);
  },
};
