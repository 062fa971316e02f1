import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ApiError, askSignIn } from '../../api/client';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { useFaultTexts } from '../../components/forms/faults';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { useWays } from '../../hooks/useSignIn';
import { segmentOf } from '../../lib/languages';
import { linkRefusal, type ProviderReturn } from '../../lib/providerRefusal';
import { goToProvider, isSilent, owned, type LinkedAccount } from '../../lib/signInApi';
import { linkedQuery } from './queries';
import { Row } from './Row';
import css from './Security.module.css';

/** Accounts elsewhere that open this one; nothing stands here where none is configured and none was ever linked. */
export function LinkedRow() {
  const t = useWords('security');
  const providers = useWays()?.providers ?? [];
  const { data: linked = [] } = useQuery(linkedQuery);
  const [removed, setRemoved] = useState('');
  const free = providers.filter(({ id }) => !linked.some(({ provider }) => provider === id));
  if (providers.length === 0 && linked.length === 0) return null;
  return (
    <Row
      title={t('linked.title')}
      status={
        <>
          {removed ? <Removed name={removed} /> : <Returned linked={linked} />}
          {linked.length === 0 && <p>{t('linked.none')}</p>}
          <ul className={css.keys}>
            {linked.map((account) => (
              <Linked key={`${account.provider} ${account.uid}`} account={account} onRemoved={setRemoved} />
            ))}
          </ul>
          {free.map((provider) => (
            <LinkButton key={provider.id} {...provider} />
          ))}
        </>
      }
    />
  );
}

/** What came of the way to the other house, told where the person left for it. */
function Returned({ linked }: { linked: LinkedAccount[] }) {
  const t = useWords('security');
  const { error, provider } = useSearch({ strict: false }) as ProviderReturn;
  const place = useRef<HTMLParagraphElement>(null);
  const known = useWays()?.providers.find(({ id }) => id === provider);
  const isLinked = known !== undefined && linked.some((one) => one.provider === known.id);
  const isTold = error !== undefined || isLinked;
  useEffect(() => {
    if (isTold) place.current?.scrollIntoView({ block: 'center' });
  }, [isTold]);
  if (!isTold) return null;
  const name = known?.name ?? t('linked.elsewhere');
  return (
    <p ref={place} role={error ? 'alert' : 'status'} className={error ? css.refused : css.done}>
      {error ? t(`linked.refused.${linkRefusal(error)}`, { name }) : t('linked.done', { name })}
    </p>
  );
}

/** Takes the focus, which stood on something that is gone. */
function Removed({ name }: { name: string }) {
  const t = useWords('security');
  const place = useRef<HTMLParagraphElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <p ref={place} role="status" tabIndex={-1} className={css.done}>
      {t('linked.removed', { name })}
    </p>
  );
}

/** Leads to the other house; who is there is asked before. */
function LinkButton({ id, name }: { id: string; name: string }) {
  const t = useWords('security');
  const language = useLanguage();
  const asked = useReauthentication();
  const textsOf = useFaultTexts();
  const back = `/${segmentOf(language)}/account/security?provider=${encodeURIComponent(id)}`;
  const link = useMutation({ mutationFn: () => asked(() => goToProvider(id, 'connect', back)) });
  return (
    <div className={css.link}>
      <Button variant="default" loading={link.isPending} onClick={() => link.mutate()}>
        {t('linked.add', { name })}
      </Button>
      <p role="alert">
        {link.isError && (isSilent(link.error) ? t('linked.refused.noAnswer', { name }) : textsOf(link.error)[0]?.text)}
      </p>
    </div>
  );
}

function Linked({ account, onRemoved }: { account: LinkedAccount; onRemoved: (name: string) => void }) {
  const t = useWords('security');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const textsOf = useFaultTexts();
  const [isAsking, setIsAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const remove = useMutation({
    mutationFn: () =>
      asked(() =>
        owned(askSignIn('DELETE', 'account/providers', { body: { provider: account.provider, account: account.uid } })),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: linkedQuery.queryKey });
      onRemoved(account.providerName);
    },
  });
  const leave = () => {
    setIsAsking(false);
    remove.reset();
    opener.current?.focus();
  };
  const isLastWay = remove.error instanceof ApiError && remove.error.code === 'no_password';
  return (
    <li>
      <div className={css.key}>
        <p>
          <b>{account.providerName}</b>
          <span>{account.display}</span>
          {!account.isOffered && <span>{t('linked.notOffered')}</span>}
        </p>
        <Button
          ref={opener}
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
          onCancel={leave}
          isBusy={remove.isPending}
          error={remove.isError ? (isLastWay ? t('linked.lastWay') : textsOf(remove.error)[0]?.text) : undefined}
        >
          {t(account.isOffered ? 'linked.removeText' : 'linked.removeTextGone')}
        </ConfirmPanel>
      )}
    </li>
  );
}
