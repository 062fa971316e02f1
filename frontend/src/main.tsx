import './app/sheets';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { Providers } from './app/providers';
import { router } from './app/router';
import { readNonce } from './lib/nonce';
import { guardMarkup } from './lib/trustedTypes';

// Before anything draws: the first sheet is written at the first render.
guardMarkup();
const place = document.getElementById('root');
if (!place) throw new Error('The page has no element with the id "root".');

const nonce = readNonce();
const view = createRoot(place);
// Words, route code and data are asked for at once; what the server rendered stays on the screen until they are here.
void router.load().finally(() =>
  view.render(
    <Providers nonce={nonce}>
      <RouterProvider router={router} />
    </Providers>,
  ),
);
