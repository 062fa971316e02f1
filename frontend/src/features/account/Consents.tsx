import { Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Failure } from '../../components/Failure';
import { Outcome } from '../../components/forms/Outcome';
import { SaveMark } from '../../components/forms/SaveMark';
import { useChange } from '../../components/forms/useChange';
import { LoadingRows } from '../../components/Loading';
import { useWords } from '../../hooks/useLanguage';
import css from './Account.module.css';
import { consentsQuery, setConsents, type Consents as Chosen } from './queries';

const KINDS = ['news', 'statistics'] as const;

/** Two switches, each saved at the press. */
export function Consents() {
  const t = useWords('account');
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(consentsQuery);
  const change = useChange({
    change: (wanted: Partial<Chosen>) => setConsents(wanted),
    refresh: ['account', 'none'],
    onDone: (saved) => queries.setQueryData(consentsQuery.queryKey, saved),
  });
  return (
    <section className={css.part} aria-labelledby="consents">
      <h2 id="consents">{t('consents.title')}</h2>
      <p>{t('consents.text')}</p>
      {!data && !error && <LoadingRows rows={2} />}
      {!data && error && <Failure error={error} retry={() => void refetch()} />}
      {data && (
        <div className={css.sheet}>
          {KINDS.map((kind) => (
            <label key={kind} className={css.choice} htmlFor={`consent-${kind}`}>
              <span>
                <b id={`consent-${kind}-name`}>{t(`consents.${kind}`)}</b>
                <span className={css.hint} id={`consent-${kind}-text`}>
                  {t(`consents.${kind}Text`)}
                </span>
              </span>
              <Switch
                id={`consent-${kind}`}
                size="md"
                aria-labelledby={`consent-${kind}-name`}
                aria-describedby={`consent-${kind}-text`}
                checked={change.isBusy && change.input?.[kind] !== undefined ? change.input[kind] : data[kind]}
                onChange={(event) => change.run({ [kind]: event.currentTarget.checked })}
              />
            </label>
          ))}
        </div>
      )}
      <Outcome fault={change.fault} />
      <SaveMark at={change.fault ? null : change.at} />
    </section>
  );
}
