import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../../components/Failure';
import { useChange } from '../../components/forms/useChange';
import { LoadingRows } from '../../components/Loading';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import type { JoinOffer } from './contract';
import css from './Join.module.css';
import { askToJoin, joinOffersQuery, PLACES } from './queries';

/** Organisations whose mail domain is that of one's own proven address: they can be asked. */
export function JoinOffers() {
  const t = useWords('join');
  const list = useQuery(joinOffersQuery(useLanguage()));
  const [said, setSaid] = useState('');
  const ask = useChange({
    change: (one: JoinOffer) => askToJoin(one.id),
    refresh: PLACES,
    onDone: (_, one) => setSaid(t('asked', { name: one.name })),
  });
  if (list.isPending) return <LoadingRows rows={1} />;
  if (!list.data) return <Failure error={list.error} retry={() => void list.refetch()} />;
  if (list.data.items.length === 0 && !said) return null;
  return (
    <section aria-labelledby="offers">
      <h2 id="offers">{t('offers')}</h2>
      <p className={css.lead}>{t('offersLead')}</p>
      <p role="status" className={css.done}>
        {said}
      </p>
      <p role="alert" className={css.problem}>
        {ask.fault}
      </p>
      {list.data.items.length > 0 && (
        <ul className={css.rows}>
          {list.data.items.map((one) => (
            <li key={one.id}>
              <p className={css.name}>{one.name}</p>
              <Button
                variant="default"
                loading={ask.isBusy && ask.input?.id === one.id}
                aria-label={t('askName', { name: one.name })}
                onClick={() => {
                  setSaid('');
                  ask.run(one);
                }}
              >
                {t('ask')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
