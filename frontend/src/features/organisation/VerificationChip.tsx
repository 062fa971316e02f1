import { Chip } from '../../components/StatusChip';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day } from '../../lib/format';
import { hongKongDay } from '../../lib/hongKongDays';
import type { Standing } from '../../lib/legalState';
import type { Organisation, VerificationState } from './contract';

const STANDINGS: Record<VerificationState, Standing> = {
  verified: 'good',
  submitted: 'waiting',
  unverified: 'unknown',
  refused: 'problem',
};

/** How verification stands; a verified one says since when. */
export function VerificationChip({ verification }: Pick<Organisation, 'verification'>) {
  const t = useWords('organisation');
  const language = useLanguage();
  const { state, verifiedAt } = verification;
  return (
    <Chip
      standing={STANDINGS[state]}
      label={t(`verification.state.${state}`)}
      source={state === 'verified' && verifiedAt ? t('verification.by') : null}
      asOf={verifiedAt && day(language, hongKongDay(verifiedAt))}
    />
  );
}
