import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { Outcome } from '../../components/forms/Outcome';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { useRemoval } from '../../components/forms/useRemoval';
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
  const revoke = useRemoval({
    remove: ({ id }: Token) => revokeToken(id),
    refresh: KEY,
    gone: ({ name }) => t('tokens.revoked', { name }),
  });
  const columns = useColumns(revoke.ask);
  return (
    <>
      <DataTable caption={t('tokens.title')} columns={columns} rows={tokens} keyOf={({ id }) => id} />
      {revoke.row && (
        <div className={css.panel}>
          <ConfirmPanel
            key={revoke.row.id}
            title={t('tokens.revokeTitle', { name: revoke.row.name })}
            confirm={t('tokens.revoke')}
            {...revoke.panel}
          >
            {t('tokens.revokeText')}
          </ConfirmPanel>
        </div>
      )}
      <Outcome done={revoke.said} />
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
