import { Link } from '@tanstack/react-router';
import type { Home, SearchItem } from '../../api/contract';
import { Foreign } from '../../components/Fragment';
import { RecordLink } from '../../components/RecordLink';
import { useHere, useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import css from './Home.module.css';

const ROWS = 6;

interface BoardProps {
  latest?: SearchItem[];
  counts?: Home['counts'];
}

/** The tenant directory of a factory lobby: what came in last. Its rows keep their place while they load. */
export function Board({ latest, counts }: BoardProps) {
  const t = useWords('home');
  const here = useHere();
  const total = counts && count(counts.patents + counts.technologies);
  return (
    <section className={css.board} aria-labelledby="board" aria-busy={!latest}>
      <div className={css.boardHead}>
        <h2 id="board">{t('board.title')}</h2>
        {counts && (
          <p>{t('board.counts', { patents: count(counts.patents), technologies: count(counts.technologies) })}</p>
        )}
        {total && (
          <Link to="/$lang/search" params={here} search={{ sort: 'newest' }}>
            {t('board.all', { number: total })}
          </Link>
        )}
      </div>
      <ul>
        {latest?.map((item) => (
          <BoardRow key={item.id} item={item} />
        ))}
        {!latest && Array.from({ length: ROWS }, (_, at) => <li key={at} className={css.boardRow} aria-hidden />)}
        {latest?.length === 0 && <li className={css.boardEmpty}>{t('board.empty')}</li>}
      </ul>
    </section>
  );
}

function BoardRow({ item }: { item: SearchItem }) {
  const t = useWords('shell');
  const field = item.classes[0];
  return (
    <li className={css.boardRow}>
      <span className={css.boardField}>{field?.label ?? t(`type.${item.type}`)}</span>
      <RecordLink type={item.type} reference={item.ref} className={css.boardTitle}>
        <Foreign text={item.title} />
      </RecordLink>
      <span className={css.boardOwner}>{item.owner}</span>
      <span className={css.boardState}>
        {/* Know-how lives by its stage; a legal status is a matter of patents. */}
        {item.type === 'technology' && item.stage ? item.stage.label : t(`state.${item.status.state}`)}
      </span>
    </li>
  );
}
