import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { askSignIn } from '../../api/client';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { useFaultTexts } from '../../components/forms/faults';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { renewSession } from '../../hooks/useSession';
import { day } from '../../lib/format';
import { owned } from '../../lib/signInApi';
import { authenticatorsQuery } from './queries';
import { Row } from './Row';
import css from './Security.module.css';
import type { Seed } from './TotpSetUp';

// Drawing the code is wanted once in the life of an account.
const TotpSetUp = lazy(() => import('./TotpSetUp'));

/** The seed for a new app: the sign-in API says "404, but here is one" while there is none. */
async function readSeed(): Promise<Seed> {
  const { meta } = await owned(askSignIn('GET', 'account/authenticators/totp'), [404]);
  const { secret, totp_url: address } = (meta ?? {}) as { secret?: string; totp_url?: string };
  return { secret: secret ?? '', address: address ?? '' };
}

/** An authenticator app as second step. */
export function TotpRow({ onCodes }: { onCodes: () => void }) {
  const t = useWords('security');
  const language = useLanguage();
  const asked = useReauthentication();
  const app = useQuery(authenticatorsQuery).data?.find(({ type }) => type === 'totp');
  const [isOpen, setIsOpen] = useState(false);
  const textsOf = useFaultTexts();
  const seed = useMutation({ mutationFn: () => asked(readSeed) });
  function open(next: boolean) {
    setIsOpen(next);
    if (next && !app) seed.mutate();
  }
  return (
    <Row
      title={t('totp.title')}
      status={app ? t('since', { day: day(language, app.createdAt) }) : t('totp.none')}
      action={isOpen ? t('leave') : app ? t('remove') : t('totp.add')}
      isOpen={isOpen}
      onOpen={open}
    >
      {app ? (
        <RemoveApp onDone={() => setIsOpen(false)} />
      ) : seed.data ? (
        <Suspense>
          <TotpSetUp
            seed={seed.data}
            onDone={() => {
              setIsOpen(false);
              onCodes();
            }}
          />
        </Suspense>
      ) : (
        <p role="status" className={css.note}>
          {seed.isError ? textsOf(seed.error)[0]?.text : t('wait')}
        </p>
      )}
    </Row>
  );
}

function RemoveApp({ onDone }: { onDone: () => void }) {
  const t = useWords('security');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const textsOf = useFaultTexts();
  const remove = useMutation({
    mutationFn: () => asked(() => owned(askSignIn('DELETE', 'account/authenticators/totp'))),
    onSuccess: async () => {
      await Promise.all([renewSession(queries), queries.invalidateQueries({ queryKey: authenticatorsQuery.queryKey })]);
      onDone();
    },
  });
  return (
    <ConfirmPanel
      title={t('totp.removeTitle')}
      confirm={t('remove')}
      onConfirm={() => remove.mutate()}
      onCancel={onDone}
      isBusy={remove.isPending}
      error={remove.isError ? textsOf(remove.error)[0]?.text : undefined}
    >
      {t('totp.removeText')}
    </ConfirmPanel>
  );
}
