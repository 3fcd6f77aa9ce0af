import type { Take } from './take';

const kKept = 40; // takes; the oldest go first

// The takes of this browser, newest first. Where the browser keeps nothing, they last as long as the
// page.
export class TakeStore {
  private takes: Take[] = [];
  private database: IDBDatabase | null = null;

  async open(): Promise<void> {
    try {
      this.database = await openDatabase();
      const all = await finished(this.objects('readonly').getAll() as IDBRequest<Take[]>);
      this.takes = all.sort((a, b) => b.created - a.created);
    } catch {
      this.database = null;
    }
  }

  all(): readonly Take[] {
    return this.takes;
  }

  find(id: string): Take | undefined {
    return this.takes.find((take) => take.id === id);
  }

  async put(take: Take): Promise<void> {
    this.takes = [take, ...this.takes.filter((other) => other.id !== take.id)].sort(
      (a, b) => b.created - a.created,
    );
    await this.write((objects) => objects.put(take));
    for (const old of this.takes.slice(kKept)) await this.remove(old.id);
  }

  async remove(id: string): Promise<void> {
    this.takes = this.takes.filter((take) => take.id !== id);
    await this.write((objects) => objects.delete(id));
  }

  private objects(mode: IDBTransactionMode): IDBObjectStore {
    return this.database!.transaction('takes', mode).objectStore('takes');
  }

  // A full disk must not lose the take that is on the page.
  private async write(change: (objects: IDBObjectStore) => IDBRequest): Promise<void> {
    if (!this.database) return;
    await finished(change(this.objects('readwrite'))).catch(() => undefined);
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('bertvits2', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('takes', { keyPath: 'id' });
  return finished(request);
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
