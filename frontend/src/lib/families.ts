import type { SearchItem } from '../api/contract';

/** Whether a hit is of the same family and owner as the one before it. Such rows stand close together and say only what differs. */
export function isNextOfFamily(item: SearchItem, before: SearchItem | undefined): boolean {
  return item.familyId !== null && item.familyId === before?.familyId && item.owner === before.owner;
}
