import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askSignIn } from '../../api/client';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { useFaultTexts } from '../../components/forms/faults';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { useWays } from '../../hooks/useSignIn';
import { segmentOf } from '../../lib/languages';
import { goToProvider, owned, type LinkedAccount } from '../../lib/signInApi';
import { linkedQuery } from './queries';
import { Row } from './Row';
import css from './Security.module.css';

/** Accounts elsewhere that open this one; nothing stands here where none is configured. */
export function LinkedRow() {
  const t = useWords('security');
  const language = useLanguage();
  const asked = useReauthentication();
  const providers = useWays()?.providers ?? [];
  const linked = useQuery({ ...linkedQuery, enabled: providers.length > 0 }).data ?? [];
  const textsOf = useFaultTexts();
  const link = useMutation({
    mutationFn: (provider: string) =>
      asked(() => goToProvider(provider, 'connect', `/${segmentOf(language)}/account/security`)),
  });
  const free = providers.filter(({ id }) => !linked.some(({ provider }) => provider === id));
  if (providers.length === 0) return null;
  return (
    <Row
      title={t('linked.title')}
      status={
        <>
          {linked.length === 0 && <p>{t('linked.none')}</p>}
          <ul className={css.keys}>
            {linked.map((account) => (
              <Linked key={`${account.provider} ${account.uid}`} account={account} />
            ))}
          </ul>
          <div className={css.buttons}>
            {free.map(({ id, name }) => (
              <Button key={id} variant="default" loading={link.isPending} onClick={() => link.mutate(id)}>
                {t('linked.add', { name })}
              </Button>
            ))}
          </div>
          <p role="alert">{link.isError && textsOf(link.error)[0]?.text}</p>
        </>
      }
    />
  );
}

function Linked({ account }: { account: LinkedAccount }) {
  const t = useWords('security');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const textsOf = useFaultTexts();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () =>
      asked(() =>
        owned(askSignIn('DELETE', 'account/providers', { body: { provider: account.provider, account: account.uid } })),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: linkedQuery.queryKey }),
  });
  return (
    <li>
      <div className={css.key}>
        <p>
          <b>{account.providerName}</b>
          <span>{account.display}</span>
        </p>
        <Button
          variant="subtle"
          aria-label={t('linked.removeName', { name: account.providerName })}
          onClick={() => setIsAsking(true)}
        >
          {t('remove')}
        </Button>
      </div>
      {isAsking && (
        <ConfirmPanel
          title={t('linked.removeTitle', { name: account.providerName })}
          confirm={t('remove')}
          onConfirm={() => remove.mutate()}
          onCancel={() => setIsAsking(false)}
          isBusy={remove.isPending}
          error={remove.isError ? textsOf(remove.error)[0]?.text : undefined}
        >
          {t('linked.removeText')}
        </ConfirmPanel>
      )}
    </li>
  );
}
