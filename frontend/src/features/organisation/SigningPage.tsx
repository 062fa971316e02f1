import { useWindowTitle } from '../../components/PageTitle';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { Mandates } from './Mandates';
import { NotForYou } from './Part';
import { Signatories } from './Signatories';
import { nameIn, useOrganisation } from './useOrganisation';

/** /organisation/signing: who may bind the company, and who of another house acts for it. */
export function SigningPage() {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  useWindowTitle(t('title', { part: t('tab.signing'), name: nameIn(useLanguage(), organisation)[0] }));
  const readsSignatories = may('accounts.signatories.read');
  const readsMandates = may('accounts.mandates.read');
  if (!readsSignatories && !readsMandates) return <NotForYou />;
  return (
    <>
      {readsSignatories && <Signatories />}
      {readsMandates && <Mandates />}
    </>
  );
}
