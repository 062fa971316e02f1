import { Chip } from '../../components/StatusChip';
import { useWords } from '../../hooks/useLanguage';
import type { Organisation, Person, Proposal, Signatory } from './queries';

const OF_VERIFICATION = {
  verified: 'good',
  submitted: 'waiting',
  refused: 'problem',
  unverified: 'unknown',
} as const;

export function VerificationChip({ state }: { state: Organisation['verification']['state'] }) {
  const t = useWords('admin');
  return <Chip standing={OF_VERIFICATION[state]} label={t(`verification.${state}`)} />;
}

const OF_STATE = { active: 'good', suspended: 'problem', closed: 'ended', merged: 'ended', erased: 'ended' } as const;

export function StateChip({ state }: { state: Organisation['state'] | Person['state'] }) {
  const t = useWords('admin');
  return <Chip standing={OF_STATE[state]} label={t(`state.${state}`)} />;
}

const OF_SIGNATORY = { proposed: 'waiting', confirmed: 'good', refused: 'problem', ended: 'ended' } as const;

export function SignatoryChip({ state }: { state: Signatory['state'] }) {
  const t = useWords('admin');
  return <Chip standing={OF_SIGNATORY[state]} label={t(`sign.state.${state}`)} />;
}

const OF_PROPOSAL = { proposed: 'waiting', granted: 'good', refused: 'problem', withdrawn: 'ended' } as const;

export function ProposalChip({ state }: { state: Proposal['state'] }) {
  const t = useWords('admin');
  return <Chip standing={OF_PROPOSAL[state]} label={t(`proposal.state.${state}`)} />;
}
