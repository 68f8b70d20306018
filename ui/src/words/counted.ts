/** A count with its noun, in English: "1 page", "2 pages". The count is written already. */
export const counted = (count: string, one: string, more = `${one}s`): string => `${count} ${count === '1' ? one : more}`;
