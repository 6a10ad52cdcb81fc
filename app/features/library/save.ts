interface PickerWindow {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
}

/** Smaller files are gathered in memory and downloaded as usual; larger ones are streamed to a file the person picks. */
const streamedFrom = 64_000_000;

/** Where a large file goes; undefined: nowhere yet, gather it. */
export async function saveTarget(name: string, size: number): Promise<FileSystemFileHandle | "cancelled" | undefined> {
  const { showSaveFilePicker } = window as PickerWindow;
  if (size < streamedFrom || !showSaveFilePicker) return undefined;
  try {
    return await showSaveFilePicker.call(window, { suggestedName: name });
  } catch (error) {
    if ((error as DOMException).name === "AbortError") return "cancelled";
    throw error;
  }
}

/** Downloads bytes under a name. They are given no type of their own: a browser must not open them in place. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
