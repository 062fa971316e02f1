import { useRouterState } from '@tanstack/react-router';
import type { SearchAnswer, SearchParameters } from '../../api/contract';
import { ButtonLink } from '../../components/ButtonLink';
import { useHere, useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import { PAGE_SIZE } from './queries';
import css from './Search.module.css';

/** Pages by cursor. The cursors passed on the way are kept beside the address, so "Back" and "21–40" are known. */
export function Paging({ answer, search }: { answer: SearchAnswer; search: SearchParameters }) {
  const t = useWords('search');
  const here = useHere();
  const trail = useRouterState({ select: (state) => state.location.state.trail }) ?? [];
  const { cursor, ...first } = search;
  if (!cursor && !answer.next) return null;

  // Whoever came by a shared link has no trail: back then means the beginning.
  const isFollowed = !cursor || trail.length > 0;
  const from = (isFollowed ? trail.length : 0) * PAGE_SIZE;
  const before = trail.at(-2);
  const range = { from: count(from + 1), to: count(from + answer.items.length), total: count(answer.total) };
  return (
    <nav className={css.paging} aria-label={t('paging.label')}>
      {cursor && (
        <ButtonLink
          variant="default"
          to="/$lang/search"
          params={here}
          search={before ? { ...first, cursor: before } : first}
          state={{ trail: trail.slice(0, -1) }}
          resetScroll={false}
        >
          {isFollowed ? t('paging.back') : t('paging.first')}
        </ButtonLink>
      )}
      {answer.next && (
        <ButtonLink
          variant="default"
          to="/$lang/search"
          params={here}
          search={{ ...first, cursor: answer.next }}
          state={{ trail: isFollowed ? [...trail, answer.next] : [] }}
          resetScroll={false}
        >
          {t('paging.next', { number: PAGE_SIZE })}
        </ButtonLink>
      )}
      {isFollowed && <span className="ip-num">{t('paging.range', range)}</span>}
    </nav>
  );
}
