import { inWords, readCsv } from './api.ts';
import { Action } from './parts.tsx';

/** A list as a table for spreadsheets: all of it, as it is filtered. */
export function Download({ path, name }: { path: string; name: string }) {
  return <Action label="CSV" of={name} run={() => save(path, name)} />;
}

async function save(path: string, name: string): Promise<string | undefined> {
  try {
    const address = URL.createObjectURL(new Blob([await readCsv(path)], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `${name.toLowerCase().replaceAll(' ', '-')}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return undefined;
  } catch (error) {
    return inWords(error);
  }
}
