import { Button, Drawer } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useWords } from '../../hooks/useLanguage';
import { useShown } from '../../hooks/useShown';
import { count } from '../../lib/format';
import { withoutFilters } from '../../lib/searchAddress';
import { FacetGroups, type FacetProps } from './FacetRail';
import css from './Facets.module.css';

const route = getRouteApi('/$lang/search');

interface FacetDrawerProps extends FacetProps {
  total: number;
  opened: boolean;
  onClose: () => void;
}

/** On narrow windows a full drawer, whose apply button carries the new count. */
export default function FacetDrawer({ facets, search, total, opened, onClose }: FacetDrawerProps) {
  const t = useWords('search');
  const navigate = route.useNavigate();
  const isShown = useShown(opened);
  return (
    <Drawer
      opened={isShown}
      onClose={onClose}
      title={t('filters.title')}
      position="bottom"
      size="92%"
      closeButtonProps={{ 'aria-label': t('filters.close') }}
      classNames={{ body: css.drawerBody }}
    >
      <FacetGroups facets={facets} search={search} />
      <div className={css.drawerFoot}>
        <Button variant="default" onClick={() => void navigate({ search: withoutFilters(search), resetScroll: false })}>
          {t('filters.clear')}
        </Button>
        <Button onClick={onClose}>{t('filters.apply', { count: total, number: count(total) })}</Button>
      </div>
    </Drawer>
  );
}
