import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

const PAGE = 50;

interface Page<Row> {
  items: Row[];
  next: string | null;
}
type Ask<Row> = (query: { limit: number; cursor?: string }, signal: AbortSignal) => Promise<Page<Row>>;

/** A list that comes in pages; `ask` fetches the page that a cursor names. */
export function pagedQuery<Row>(key: QueryKey, ask: Ask<Row>) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => ask({ limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}
