import { NotFound } from '../components/NotFound';

/** A wrong address. */
export function NotFoundPage() {
  return <NotFound what="page" />;
}
