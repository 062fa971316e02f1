import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { Outcome } from '../../components/forms/Outcome';
import { useChange } from '../../components/forms/useChange';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { PagedRows } from '../../components/PagedRows';
import { useWindowTitle } from '../../components/PageTitle';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { instant } from '../../lib/format';
import css from './Account.module.css';
import { MadeTokenPanel } from './MadeTokenPanel';
import { NewTokenForm } from './NewTokenForm';
import { revokeToken, tokensQuery, type MadeToken, type Token } from './queries';

const KEY = ['account', 'tokens'];

/** /account/tokens: secrets with which programs act in one's name. */
export function TokensPage() {
  const t = useWords('account');
  useWindowTitle(t('tokens.title'));
  const queries = useQueryClient();
  const list = useInfiniteQuery(tokensQuery(useLanguage()));
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<MadeToken | null>(null);
  const [remember, giveBack] = useFocusBack();
  function show(token: MadeToken) {
    setMade(token);
    setIsMaking(false);
    void queries.invalidateQueries({ queryKey: KEY });
  }
  function close() {
    setMade(null);
    setIsMaking(false);
    giveBack();
  }
  return (
    <section className={css.part}>
      <h2>{t('tokens.title')}</h2>
      <p>{t('tokens.text')}</p>
      {made && <MadeTokenPanel made={made} onClose={close} />}
      <PagedRows list={list} empty={<p className={css.hint}>{t('tokens.none')}</p>}>
        {(tokens) => <TokenTable tokens={tokens} />}
      </PagedRows>
      {isMaking && <NewTokenForm onMade={show} onCancel={close} />}
      {!isMaking && !made && list.data && (
        <Button
          className={css.start}
          onClick={() => {
            remember();
            setIsMaking(true);
          }}
        >
          {t('tokens.make')}
        </Button>
      )}
    </section>
  );
}

function TokenTable({ tokens }: { tokens: Token[] }) {
  const t = useWords('account');
  const [asked, setAsked] = useState<Token | null>(null);
  const [remember, giveBack] = useFocusBack();
  const revoke = useChange({
    change: ({ id }: Token) => revokeToken(id),
    refresh: KEY,
    onDone: () => {
      setAsked(null);
      giveBack();
    },
  });
  const columns = useColumns((token) => {
    remember();
    revoke.forget();
    setAsked(token);
  });
  return (
    <>
      <DataTable caption={t('tokens.title')} columns={columns} rows={tokens} keyOf={({ id }) => id} />
      {asked && (
        <div className={css.panel}>
          <ConfirmPanel
            key={asked.id}
            title={t('tokens.revokeTitle', { name: asked.name })}
            confirm={t('tokens.revoke')}
            onConfirm={() => revoke.run(asked)}
            onCancel={() => {
              setAsked(null);
              giveBack();
            }}
            isBusy={revoke.isBusy}
            error={revoke.fault}
          >
            {t('tokens.revokeText')}
          </ConfirmPanel>
        </div>
      )}
      <Outcome done={revoke.at && !asked && t('tokens.revoked', { name: revoke.input?.name ?? '' })} />
    </>
  );
}

function useColumns(onRevoke: (token: Token) => void): Column<Token>[] {
  const t = useWords('account');
  const language = useLanguage();
  return [
    {
      key: 'name',
      head: t('tokens.head.name'),
      cell: ({ name, prefix }) => (
        <>
          {name}
          <span className={css.quiet}>
            {t('tokens.begins')} <code className={css.mono}>{prefix}</code>
          </span>
        </>
      ),
    },
    { key: 'scopes', head: t('tokens.head.scopes'), cell: ({ scopes }) => <Scopes scopes={scopes} /> },
    {
      key: 'organisation',
      head: t('tokens.head.organisation'),
      cell: ({ organisation }) => organisation?.name ?? t('tokens.personal'),
    },
    {
      key: 'expires',
      head: t('tokens.head.expires'),
      cell: ({ expiresAt, isExpired }) => (
        <>
          {instant(language, expiresAt)}
          {isExpired && <span className={`${css.quiet} ${css.due}`}>{t('tokens.expired')}</span>}
        </>
      ),
    },
    {
      key: 'used',
      head: t('tokens.head.used'),
      cell: ({ lastUsedAt }) => (lastUsedAt ? instant(language, lastUsedAt) : t('tokens.never')),
    },
    {
      key: 'revoke',
      head: '',
      label: t('tokens.head.revoke'),
      cell: (token) => (
        <Button
          variant="default"
          aria-label={t('tokens.revokeName', { name: token.name })}
          onClick={() => onRevoke(token)}
        >
          {t('tokens.revoke')}
        </Button>
      ),
    },
  ];
}

function Scopes({ scopes }: Pick<Token, 'scopes'>) {
  const t = useWords('account');
  return (
    <ul className={css.list}>
      {scopes.map((scope) => (
        <li key={scope}>{t(`scope.${scope}`)}</li>
      ))}
    </ul>
  );
}
