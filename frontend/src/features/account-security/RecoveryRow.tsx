import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askSignIn } from '../../api/client';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { useFaultTexts } from '../../components/forms/faults';
import { useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { download } from '../../lib/csv';
import { owned } from '../../lib/signInApi';
import { authenticatorsQuery } from './queries';
import { Row } from './Row';
import css from './Security.module.css';

type Way = 'read' | 'renew';

/** The codes, where they may still be seen; null where they were shown before and nobody can show them again. */
async function codesBy(way: Way): Promise<string[] | null> {
  const path = 'account/authenticators/recovery-codes';
  const { data } = await owned(way === 'read' ? askSignIn('GET', path) : askSignIn('POST', path), [404]);
  const codes = (data as { unused_codes?: unknown } | undefined)?.unused_codes;
  return Array.isArray(codes) ? codes.map(String) : null;
}

/** Codes for the day when phone and passkey are out of reach. They are shown once, when they are made. */
export function RecoveryRow({ isNew, onSeen }: { isNew: boolean; onSeen: () => void }) {
  const t = useWords('security');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const textsOf = useFaultTexts();
  const row = useQuery(authenticatorsQuery).data?.find(({ type }) => type === 'recovery_codes');
  const [isAsking, setIsAsking] = useState(false);
  const codes = useMutation({
    mutationFn: (way: Way) => asked(() => codesBy(way)),
    onSuccess: () => {
      setIsAsking(false);
      void queries.invalidateQueries({ queryKey: authenticatorsQuery.queryKey });
    },
  });
  if (!row) return null;
  const isShown = Boolean(codes.data);
  return (
    <Row
      title={t('recovery.title')}
      status={t('recovery.left', { number: row.codesLeft ?? 0 })}
      action={isShown ? t('recovery.kept') : isAsking ? t('leave') : t('recovery.renew')}
      isOpen={isShown || isAsking || isNew}
      onOpen={() => {
        if (isShown) {
          codes.reset();
          onSeen();
        } else setIsAsking(!isAsking);
      }}
    >
      {codes.data ? (
        <Codes codes={codes.data} />
      ) : isAsking ? (
        <ConfirmPanel
          title={t('recovery.renewTitle')}
          confirm={t('recovery.renew')}
          onConfirm={() => codes.mutate('renew')}
          onCancel={() => setIsAsking(false)}
          isBusy={codes.isPending}
          error={codes.isError ? textsOf(codes.error)[0]?.text : undefined}
        >
          {t('recovery.renewText')}
        </ConfirmPanel>
      ) : (
        <div className={css.fresh}>
          <p className={css.note}>{codes.data === null ? t('recovery.gone') : t('recovery.fresh')}</p>
          <Button loading={codes.isPending} onClick={() => codes.mutate('read')}>
            {t('recovery.show')}
          </Button>
        </div>
      )}
    </Row>
  );
}

const COPIED_MILLISECONDS = 6000;

function Codes({ codes }: { codes: string[] }) {
  const t = useWords('security');
  const clipboard = useClipboard({ timeout: COPIED_MILLISECONDS });
  const text = codes.join('\n');
  return (
    <div data-codes className={css.fresh}>
      <p className={css.note}>{t('recovery.once')}</p>
      <ol className={css.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={css.buttons}>
        <Button onClick={() => clipboard.copy(text)}>
          <span role="status">{clipboard.copied ? t('recovery.copied') : t('recovery.copy')}</span>
        </Button>
        <Button variant="default" onClick={() => download(t('recovery.file'), `${text}\n`)}>
          {t('recovery.download')}
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          {t('recovery.print')}
        </Button>
      </div>
    </div>
  );
}
