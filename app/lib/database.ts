/** A table of this browser's own database (IndexedDB), by key. Each is a database: so none has to know of the others. */
export interface Table<T> {
  get(key: string): Promise<T | undefined>;
  all(): Promise<readonly T[]>;
  put(key: string, value: T): Promise<void>;
  remove(key: string): Promise<void>;
}

const storeName = "rows";

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function table<T>(name: string): Table<T> {
  async function act<R>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<R>): Promise<R> {
    const database = await open(`tallystick.${name}`);
    try {
      return await new Promise<R>((resolve, reject) => {
        const transaction = database.transaction(storeName, mode);
        const request = work(transaction.objectStore(storeName));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }
  return {
    get: (key) => act<T | undefined>("readonly", (store) => store.get(key)),
    all: () => act<T[]>("readonly", (store) => store.getAll()),
    put: async (key, value) => void (await act("readwrite", (store) => store.put(value, key))),
    remove: async (key) => void (await act("readwrite", (store) => store.delete(key))),
  };
}
