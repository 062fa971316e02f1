import { ButtonLink } from '../../components/ButtonLink';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';

/** /farewell: where somebody stands whose account was erased a moment ago. */
export function FarewellPage() {
  const t = useWords('account');
  const here = useHere();
  return (
    <StateBlock
      isPage
      kind="done"
      title={t('farewell.title')}
      actions={
        <ButtonLink to="/$lang/search" params={here}>
          {t('farewell.search')}
        </ButtonLink>
      }
    >
      <p>{t('farewell.text')}</p>
      <p>{t('farewell.stays')}</p>
    </StateBlock>
  );
}
