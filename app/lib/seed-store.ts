import type { SeedStore } from "@tallystick/sdk/identity/encryptionKeyPair";
import type { Address, Hex } from "viem";

const databaseName = "tallystick";
const storeName = "seeds";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function act<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(storeName, mode);
      const request = work(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Seeds of accounts whose wallet can't sign the same way twice; they live in this browser alone. */
export const seedStore: SeedStore = {
  load: (account: Address) => act<Hex | undefined>("readonly", (store) => store.get(account.toLowerCase())),
  save: async (account: Address, seed: Hex) => {
    await act("readwrite", (store) => store.put(seed, account.toLowerCase()));
  },
};
