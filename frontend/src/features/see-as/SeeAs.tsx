import { Button, NativeSelect } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useWords } from '../../hooks/useLanguage';
import { lookAs, onSeenAs, seenAs } from '../../api/seenAs';
import css from './SeeAs.module.css';

const KINDS = ['manufacturer', 'university', 'institute', 'buyer', 'provider', 'partner_office', 'desk'] as const;

/** For staff: the choice of whose sight pages are shown in, and one line that says so as long as it is not their own. */
export default function SeeAs() {
  const t = useWords('shell');
  const queries = useQueryClient();
  const who = useSyncExternalStore(onSeenAs, seenAs);

  function choose(next: string) {
    lookAs(next);
    // Everything that was read was read for somebody else.
    void queries.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'sign-in' });
  }

  return (
    <div className={css.line} data-other={who !== '' || undefined}>
      <IconEye size={18} aria-hidden />
      <label htmlFor="see-as">{t('seeAs.label')}</label>
      <NativeSelect id="see-as" size="xs" value={who} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t('seeAs.self')}</option>
        <option value="visitor">{t('seeAs.visitor')}</option>
        {KINDS.map((kind) => (
          <option key={kind} value={`member:${kind}`}>
            {t(`seeAs.member.${kind}`)}
          </option>
        ))}
      </NativeSelect>
      <span role="status" className={css.said}>
        {who !== '' && t('seeAs.said')}
      </span>
      {who !== '' && (
        <Button size="compact-sm" variant="default" onClick={() => choose('')}>
          {t('seeAs.back')}
        </Button>
      )}
    </div>
  );
}
